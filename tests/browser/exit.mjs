// Leaving at once: the exit is in sight on every page, at its top and its end, covered by nothing, and what was read stays behind.

import { NARROW, openTab } from "./kit.mjs";

export const title = "the exit is in sight everywhere; click and Shift × 3 leave for good, Escape does not";

export async function visit({ page }) {
  await page.setViewportSize(NARROW);
  return page.evaluate(() => {
    const exit = document.querySelector("a.exit[href]");
    if (!exit) return ["no exit link"];
    const inSight = () => {
      const box = exit.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight && exit.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    };
    const findings = inSight() ? [] : ["exit not in sight at the top of the page"];
    scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
    if (!inSight()) findings.push("exit not in sight at the end of the page");
    scrollTo({ top: 0, behavior: "instant" });
    return findings;
  });
}

const WAYS = {
  "Shift three times": { leave: (page) => thrice(page, "Shift"), leaves: true },
  "a click": { leave: (page) => page.click("a.exit"), leaves: true },
  "Enter on the link": { leave: (page) => page.focus("a.exit").then(() => page.keyboard.press("Enter")), leaves: true },
  "Escape three times": { leave: (page) => thrice(page, "Escape"), leaves: false },
  "Shift, Shift, a letter, Shift": { leave: (page) => presses(page, ["Shift", "Shift", "a", "Shift"]), leaves: false },
};

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of portal.languages) {
    const start = portal.pages.find((page) => page.lang === lang && page.kind === "situation");
    for (const [name, way] of Object.entries(WAYS)) {
      cases.push({ where: `${name}, ${lang}`, findings: start ? await tryOut(browser, origin, start, way) : ["no situation in this language"] });
    }
  }
  return { cases };
}

async function tryOut(browser, origin, start, { leave, leaves }) {
  const tab = await openTab(browser, origin);
  const { page } = tab;
  // The other page waits until what is shown meanwhile was seen. Only the old page itself can say it then.
  let blank = false;
  await page.context().route((url) => url.origin !== origin, async (route) => {
    for (let waited = 0; !blank && waited < 5000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
    await route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" });
  });
  await tab.open(start);
  page.on("console", (message) => (blank ||= message.text() === "blank"));
  await page.evaluate(() => void setInterval(() => document.body.hidden && document.title === "" && console.debug("blank"), 20));
  await leave(page);
  await page.waitForTimeout(leaves ? 0 : 100);
  const findings = leaves ? await left(page, origin, () => blank) : await stayed(page, origin, blank);
  await page.context().close();
  return findings;
}

async function left(page, origin, blank) {
  const gone = await page.waitForURL((url) => url.origin !== origin, { timeout: 20_000 }).then(() => true, () => false);
  if (!gone) return ["the page is not left"];
  const findings = blank() ? [] : ["the page is not blanked while the other one is on its way"];
  await page.goBack().catch(() => null);
  return page.url().startsWith(origin) ? [...findings, "Back returns to what was read"] : findings;
}

const stayed = (page, origin, blank) => (page.url().startsWith(origin) && !blank ? [] : ["the page is left or blanked"]);

const thrice = (page, key) => presses(page, [key, key, key]);

async function presses(page, keys) {
  for (const key of keys) await page.keyboard.press(key);
}
