// Reading aloud, with voices made for the check: offered only where a voice of the page's language is on the device.

import { openTab } from "./kit.mjs";

export const title = "read aloud only with a voice on the device: start, pause, go on, Escape; silent when the page is left";

/** In the page, before its scripts: a speech engine that writes down what it is asked, and ends a passage when told. */
const engine = (voices) => `
  const voices = ${JSON.stringify(voices)};
  window.spoken = [];
  window.cancelled = 0;
  let current;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener() {},
    speak(utterance) { current = utterance; window.spoken.push({ text: utterance.text, voice: utterance.voice.name }); },
    cancel() { window.cancelled += 1; const was = current; current = undefined; was?.onerror?.({ error: "canceled" }); },
  } });
  window.finishPassage = () => { const was = current; current = undefined; was?.onend?.(); };`;
const voice = (name, lang, localService) => ({ name, lang, localService });

export async function journey({ portal, browser, origin }) {
  const start = (lang) => portal.pages.find((page) => page.lang === lang && page.kind === "situation");
  const cases = [];
  const offers = [
    ["a local voice", "en", [voice("there", "en-GB", true)], true],
    ["a remote voice", "en", [voice("far", "en-US", false)], false],
    ["a local voice of another language", "fa", [voice("there", "en-GB", true)], false],
    ["a local voice, underscore", "fa", [voice("there", "fa_IR", true)], true],
    ["no voice", "en", [], false],
  ];
  for (const [what, lang, voices, wanted] of offers) {
    const tab = await openTab(browser, origin, { scripts: [engine(voices)] });
    await tab.open(start(lang));
    const seen = await tab.page.locator("[data-speech]").isVisible();
    cases.push({ where: `${what}, ${lang}`, findings: seen === wanted ? [] : [`the button is ${seen ? "offered" : "absent"}`] });
    await tab.page.context().close();
  }
  cases.push({ where: "reading", findings: await read(browser, origin, start("en")) });
  return { cases };
}

async function read(browser, origin, target) {
  const { page, complaints, open } = await openTab(browser, origin, { scripts: [engine([voice("far", "en-US", false), voice("near", "en-GB", true)])] });
  await open(target);
  const findings = [];
  const button = page.locator("[data-speech]");
  const stop = page.locator("[data-stop]");
  const label = await button.innerText();
  const wait = (count) => page.waitForFunction((count) => window.spoken.length === count, count);
  await button.click();
  await wait(1);
  await page.evaluate(() => window.finishPassage());
  await wait(2);
  await button.click();
  if (await page.evaluate(() => window.finishPassage() ?? window.spoken.length) !== 2) findings.push("goes on while it is paused");
  await button.click();
  await wait(3);
  const spoken = await page.evaluate(() => window.spoken);
  const heading = await page.locator("h1").innerText();
  if (spoken[0].text !== heading) findings.push(`begins with "${spoken[0].text}" and not with the title`);
  if (spoken[1].text !== spoken[2].text) findings.push("does not take up the passage it was paused in");
  if (spoken.some(({ voice }) => voice !== "near")) findings.push("a remote voice is used");
  if (!(await stop.isVisible())) findings.push("no way to stop is shown");
  await page.keyboard.press("Escape");
  if ((await stop.isVisible()) || (await button.innerText()) !== label) findings.push("Escape does not stop it");
  const all = await page.evaluate(async () => {
    window.spoken.length = 0;
    document.querySelector("[data-speech]").click();
    for (let before = -1; before !== window.spoken.length;) {
      before = window.spoken.length;
      window.finishPassage();
    }
    return window.spoken.map(({ text }) => text).join("\n");
  });
  const menu = await page.locator(".menu a").first().textContent();
  if (all.includes(menu) && !(await page.locator(".text").innerText()).includes(menu)) findings.push("reads the menu");
  if (await stop.isVisible()) findings.push("does not end at the end");
  await button.click();
  const cancelled = await page.evaluate(() => {
    const before = window.cancelled;
    dispatchEvent(new Event("pagehide"));
    return window.cancelled > before;
  });
  if (!cancelled) findings.push("goes on when the page is left");
  await page.context().close();
  return [...findings, ...complaints];
}
