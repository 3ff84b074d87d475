// What a page can do besides being read: leave at once, print, grow. Nothing here is needed to read, and nothing is stored or sent.
(() => {
  "use strict";
  const root = document.documentElement;

  // Leaving: blank the page for eyes and screen readers first, then replace it, so that Back does not return here.
  const exit = document.querySelector(".exit");
  const { body, title } = document;
  const leave = (event) => {
    event?.preventDefault();
    body.hidden = true;
    document.title = "";
    location.replace(exit.href);
  };
  if (exit) {
    exit.addEventListener("click", leave);
    // Shift three times within five seconds; never Escape, which stops loading.
    let presses = [];
    addEventListener("keyup", (event) => {
      if (event.key !== "Shift") return void (presses = []);
      const now = Date.now();
      presses = [...presses.filter((time) => now - time < 5000), now];
      if (presses.length === 3) leave();
    });
    // Coming back from the browser's memory shows the page again, but what was warned of stands behind its warning.
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      body.hidden = false;
      document.title = title;
      document.querySelectorAll(".veil").forEach((veil) => { veil.open = false; });
    });
  }

  const sizes = ["", "larger", "largest"];
  const resize = (step) => {
    const now = Math.max(0, sizes.indexOf(root.className));
    root.className = sizes[Math.min(sizes.length - 1, Math.max(0, now + step))];
  };
  const tools = { print: () => print(), larger: () => resize(1), smaller: () => resize(-1) };
  for (const group of document.querySelectorAll(".tools")) {
    group.hidden = false;
    group.addEventListener("click", (event) => tools[event.target.dataset?.tool]?.());
  }

  // The last day of a time limit: offered in each box that can be counted, worked out by a module that is loaded when it is opened.
  const calculator = document.querySelector("template[data-calculator]");
  for (const box of calculator ? document.querySelectorAll("[data-days]") : []) {
    const part = calculator.content.firstElementChild.cloneNode(true);
    part.addEventListener("toggle", () => import(calculator.dataset.calculator).then((module) => module.mount(part, +box.dataset.days)), { once: true });
    box.append(part);
  }

  // Reading aloud: offered where a voice for the language is on the device; a voice from elsewhere would be sent the text.
  const reader = document.querySelector("[data-speech]");
  if (reader && window.speechSynthesis) {
    const language = (document.querySelector(".text")?.lang || root.lang).split("-")[0];
    const offer = () => {
      const voices = speechSynthesis.getVoices();
      reader.hidden = !voices.some((voice) => voice.localService && voice.lang.split(/[-_]/)[0].toLowerCase() === language);
    };
    offer();
    speechSynthesis.addEventListener?.("voiceschanged", offer);
    const words = { read: reader.textContent, ...reader.dataset };
    reader.addEventListener("click", () => import(reader.dataset.speech).then((module) => module.mount(reader, reader.nextElementSibling, words)), { once: true });
  }
  // A picture that waits until it is asked for: the link to it becomes the picture.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a.tap");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const picture = link.nextElementSibling.content.cloneNode(true);
    const image = picture.querySelector("img");
    image.tabIndex = -1;
    link.replaceWith(picture);
    image.focus();
  });

  // Search: nothing is loaded before the field is used, except on the search page and when Back returns to results.
  const box = document.querySelector(".search");
  if (box) {
    const field = box.querySelector("input");
    const status = box.querySelector("[role=status]");
    let client;
    const start = () => {
      client = client || import(box.dataset.client).then((client) => client.mount(box), () => {
        client = undefined;
        status.textContent = box.dataset.error;
        box.classList.add("nothing");
      });
    };
    box.querySelector("form").hidden = false;
    box.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); start(); });
    field.addEventListener("focus", start);
    if (document.body.classList.contains("kind-search") || (history.state && history.state.search)) start();
  }

  // Saving pages: what it takes is loaded when the reader opens the box, and nothing is stored before she presses a button in it.
  for (const part of document.querySelectorAll(navigator.serviceWorker ? ".save" : "nothing")) {
    let client;
    const open = () => {
      if (!part.open || client) return;
      client = import(part.dataset.client).then((client) => client.mount(part)).catch(() => {
        client = undefined;
        part.querySelector("[role=status]").textContent = part.dataset.error;
      });
    };
    part.hidden = false;
    part.addEventListener("toggle", open);
    // Where something is saved, the page about saving shows it at once.
    if (body.classList.contains("kind-offline") && navigator.serviceWorker.controller) part.open = true;
  }
  const forget = document.querySelector(".forget[data-client]");
  if (forget) import(forget.dataset.client).then((client) => client.forget()).then((gone) => { forget.textContent = gone ? forget.dataset.done : forget.dataset.failed; }, () => {});
  // The service worker found that the saved copy on show is out of date.
  navigator.serviceWorker?.addEventListener("message", () => {
    const note = document.querySelector("[data-newer]");
    if (!note || note.firstChild) return;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = note.dataset.newer;
    note.append(link);
  });

  // The phone's own way to share, in place of the link that works without a script.
  const share = document.querySelector(".share");
  if (share && navigator.share) {
    share.hidden = false;
    document.querySelector(".whatsapp").closest("li").hidden = true;
    share.addEventListener("click", () => navigator.share({ title: document.querySelector("h1").innerText, url: document.querySelector("[rel=canonical]").href }).catch(() => {}));
  }

  // Menus close when the reader looks elsewhere; printed pages show what is folded.
  addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((part) => { part.open = true; }));
})();
