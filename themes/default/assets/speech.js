// Reads the page aloud with a voice that is on the device: what is read must not leave it. Loaded when the reader first asks for it.
// Pausing starts the passage again: phones differ in what they make of `pause`.
const voiceFor = (lang) => {
  const language = lang.split("-")[0];
  return speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.split(/[-_]/)[0].toLowerCase() === language);
};

/** The passages of the main text in reading order: title, summary, deadlines, text. No menus, notices or buttons. */
function passages() {
  const blocks = "h1, .summary, .deadlines h2, .deadline h3, .deadline p, .text :is(h2, h3, h4, p, li, dt, dd, th, td, caption)";
  const all = [...document.querySelectorAll(`main :is(${blocks})`)].filter((block) => block.checkVisibility?.() ?? block.offsetParent);
  // A list item that holds paragraphs is read through them.
  return all.filter((block) => block.innerText.trim() && !all.some((other) => other !== block && block.contains(other)));
}

/** Makes the two buttons work, and starts reading. */
export function mount(start, stop, words) {
  let queue = [];
  let place = 0;
  let speaking = false;
  const mark = (index) => queue.forEach((block, n) => block.classList.toggle("spoken", n === index));
  const show = (label) => {
    start.textContent = label;
    stop.hidden = label === words.read;
  };
  const say = () => {
    const block = queue[place];
    const lang = document.querySelector(".text")?.lang || document.documentElement.lang;
    const voice = voiceFor(lang);
    if (!block || !voice) return end();
    const utterance = new SpeechSynthesisUtterance(block.innerText);
    Object.assign(utterance, { voice, lang: voice.lang });
    utterance.onend = () => {
      if (!speaking || queue[place] !== block) return;
      place += 1;
      say();
    };
    utterance.onerror = ({ error }) => ["canceled", "interrupted"].includes(error) || end();
    mark(place);
    speechSynthesis.speak(utterance);
  };
  const halt = (label) => {
    speaking = false;
    speechSynthesis.cancel();
    show(label);
  };
  function end() {
    halt(words.read);
    mark(-1);
    if (document.activeElement === stop || document.activeElement === document.body) start.focus({ preventScroll: true });
    queue = [];
  }
  const toggle = () => {
    if (speaking) return halt(words.resume);
    if (queue.length === 0) {
      queue = passages();
      place = 0;
    }
    speaking = true;
    show(words.pause);
    say();
  };
  start.addEventListener("click", toggle);
  stop.addEventListener("click", end);
  addEventListener("keydown", (event) => event.key === "Escape" && queue.length > 0 && end());
  // Without this, some browsers go on reading after the reader has left.
  addEventListener("pagehide", () => queue.length > 0 && end());
  toggle();
}
