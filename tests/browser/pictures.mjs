// Pictures: they have a size, so that nothing moves when they arrive; those far away are not fetched; those that wait for a tap fetch nothing
// before it, with and without JavaScript. `tests/run` also lets it look at the portal of tests/sites/pictures, which has all kinds.

import { openTab } from "./kit.mjs";

export const title = "pictures have a size and arrive without a jump; far ones and those that wait for a tap are not fetched";

/** Beyond this many pixels below the window Chromium fetches no lazy picture, on any connection (it begins at 2500). */
const FAR = 4000;

const isPicture = (path) => /\.(avif|webp|jpe?g|png|gif)$/.test(path);

export async function journey({ portal, browser, origin }) {
  const shown = portal.pages.filter((page) => page.elements.some(({ name }) => name === "img"));
  const cases = [];
  for (const page of shown) {
    cases.push({ where: page.url, findings: sizes(page) });
    cases.push({ where: `${page.url} scrolled through`, findings: await scrolled(browser, origin, page) });
  }
  const waiting = shown.filter((page) => page.elements.some(({ attributes }) => attributes.class === "tap"));
  for (const page of waiting) {
    cases.push({ where: `${page.url} tapped`, findings: await tapped(browser, origin, page) });
    cases.push({ where: `${page.url} tapped without JavaScript`, findings: await followed(browser, origin, page) });
  }
  return { cases, notes: [`${shown.length} pages with pictures, ${waiting.length} with pictures that wait`] };
}

function sizes(page) {
  const images = page.elements.filter(({ name }) => name === "img").map(({ attributes }) => attributes);
  const wrong = images.filter(({ width, height, loading, decoding }) => !(width > 0 && height > 0 && loading === "lazy" && decoding === "async"));
  return wrong.map(({ src }) => `${src} lacks a size, \`loading\` or \`decoding\``);
}

async function scrolled(browser, origin, page) {
  const tab = await openTab(browser, origin);
  await tab.page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
      .observe({ type: "layout-shift", buffered: true });
  });
  await tab.open(page);
  const findings = [];
  const far = await tab.page.evaluate((far) => [...document.images].filter((image) => image.getBoundingClientRect().top > innerHeight + far)
    .flatMap((image) => [image.currentSrc, image.src]).filter(Boolean), FAR);
  for (const url of tab.requests.filter((url) => far.includes(url))) findings.push(`${new URL(url).pathname} is fetched though it is far away`);
  for (const image of await tab.page.locator("img").all()) {
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((image) => image.complete || new Promise((done) => ["load", "error"].forEach((event) => image.addEventListener(event, done))));
    if (!(await image.evaluate((image) => image.naturalWidth > 0))) findings.push(`${await image.getAttribute("src")} is not shown`);
  }
  const shift = await tab.page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0));
  if (shift > 0) findings.push(`the page moves by ${shift.toFixed(4)} while pictures arrive`);
  await tab.page.context().close();
  return findings;
}

async function tapped(browser, origin, page) {
  const tab = await openTab(browser, origin);
  await tab.open(page);
  const findings = [];
  for (let left = await tab.page.locator("a.tap").count(); left > 0; left--) {
    findings.push(...early(tab, page));
    const link = tab.page.locator("a.tap").first();
    const alt = await link.evaluate((link) => link.nextElementSibling.content.querySelector("img").alt);
    await link.click();
    const shown = await tab.page.evaluate(() => {
      const image = document.activeElement;
      const wait = new Promise((done) => ["load", "error"].forEach((event) => image.addEventListener(event, done)));
      return Promise.resolve(image.complete || wait).then(() => ({ alt: image.alt, width: image.naturalWidth }));
    });
    if (shown.alt !== alt) findings.push("after the tap the picture does not have the focus");
    if (!(shown.width > 0)) findings.push("after the tap the picture is not shown");
    tab.requests.length = 0;
  }
  findings.push(...tab.complaints.map((text) => `console: ${text}`));
  await tab.page.context().close();
  return findings;
}

/** Without scripts the link leads to the picture, and until then nothing of it is fetched: lazy pictures are not lazy then. */
async function followed(browser, origin, page) {
  const tab = await openTab(browser, origin, { javaScriptEnabled: false });
  await tab.open(page);
  const findings = early(tab, page);
  const link = tab.page.locator("a.tap").first();
  const target = origin + (await link.getAttribute("href"));
  await link.click();
  await tab.page.waitForURL(target);
  await tab.page.context().close();
  return findings;
}

/** Pictures that were asked for and stand nowhere on the page but behind a tap. */
function early(tab, page) {
  const unasked = page.html.replace(/<template>[^]*?<\/template>/g, "");
  const waiting = tab.requests.map((url) => new URL(url).pathname).filter((path) => isPicture(path) && !unasked.includes(path));
  return waiting.map((path) => `${path} is fetched before the tap`);
}
