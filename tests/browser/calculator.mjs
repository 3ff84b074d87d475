// The deadline calculator: its sums against independent arithmetic on 3,000 days, and used by hand in every language that has a deadline.

import { openTab } from "./kit.mjs";

export const title = "the last day of a time limit is right in both calendars; the calculator is absent without JavaScript";

const DAYS = 3000;
const RECEIVED = { day: 24, month: 11, days: 7 };

export async function journey({ portal, browser, origin }) {
  const pages = new Map();
  // The files to pass on show the time limits too, without scripts.
  const counts = (page) => / data-days="7"/.test(page.html) && /<template data-calculator=/.test(page.html);
  for (const page of portal.pages) if (counts(page) && !pages.has(page.lang)) pages.set(page.lang, page);
  if (pages.size === 0) throw new Error("no page has a time limit of 7 days that can be counted");
  const cases = [];
  for (const page of pages.values()) {
    cases.push({ where: `by hand, ${page.url}`, findings: await byHand(browser, origin, page) });
    cases.push({ where: `without JavaScript, ${page.url}`, findings: await without(browser, origin, page) });
  }
  cases.push({ where: `${DAYS} days`, findings: await sums(browser, origin, [...pages.values()][0]) });
  return { cases };
}

async function byHand(browser, origin, target) {
  const { page, requests, complaints, open } = await openTab(browser, origin, { timezoneId: "Europe/Istanbul" });
  await open(target);
  const findings = [];
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/calculator.")));
  if (await loaded()) findings.push("the calculator is loaded before it is opened");
  const box = page.locator("[data-days='7'] .calculator").first();
  await box.locator("summary").click();
  await box.locator("[name=day] option").nth(30).waitFor({ state: "attached" });
  const choose = (name, value) => box.locator(`[name=${name}]`).selectOption(value);
  const year = new Date().getFullYear() - 1;
  await choose("year", String(year));
  await choose("month", String(RECEIVED.month));
  await choose("day", String(RECEIVED.day));
  const status = box.locator("[role=status]");
  const said = async () => ({ text: await status.innerText(), passed: await box.locator("form").getAttribute("data-passed"), impossible: await box.locator("form").getAttribute("data-impossible") });
  const answer = await said();
  const ascii = digits(answer.text);
  if (!ascii.includes("1") || !ascii.includes(String(year)) || !answer.text.includes(answer.passed)) findings.push(`24 November ${year} and 7 days: "${answer.text}"`);
  await choose("month", "2");
  await choose("day", "31");
  const wrong = await said();
  if (wrong.text !== wrong.impossible) findings.push(`31 February: "${wrong.text}"`);
  if (await box.locator("[name=calendar]").count()) findings.push(...(await solar(box, choose, said)));
  if (complaints.length > 0) findings.push(...complaints);
  if (requests.some((url) => new URL(url).search)) findings.push("a request tells something about the date");
  const stored = await page.evaluate(() => localStorage.length + sessionStorage.length);
  if (stored > 0) findings.push("the date is stored");
  await page.context().close();
  return findings;
}

/** The 3rd of Azar is the 24th of November; a week later is the 10th of Azar, 1 December. */
async function solar(box, choose, said) {
  await choose("calendar", "persian");
  await choose("year", await box.locator("[name=year] option").nth(2).getAttribute("value"));
  await choose("month", "9");
  await choose("day", "3");
  const { text } = await said();
  const numbers = digits(text).match(/\d+/g) ?? [];
  return numbers.includes("1") && numbers.includes("10") ? [] : [`3 Azar and 7 days: "${text}"`];
}

async function without(browser, origin, target) {
  const { page, open } = await openTab(browser, origin, { javaScriptEnabled: false });
  await open(target);
  const seen = await page.locator(".calculator, select").count();
  await page.context().close();
  return seen > 0 ? ["parts of the calculator without JavaScript"] : [];
}

/** The module's own functions against day numbers (Fliegel and Van Flandern) and the 33-year rule of the Solar Hijri calendar. */
async function sums(browser, origin, target) {
  const { page, open } = await openTab(browser, origin);
  await open(target);
  const path = await page.evaluate(() => document.querySelector("template[data-calculator]").dataset.calculator);
  const found = await page.evaluate(compare, { path, count: DAYS });
  await page.context().close();
  return found;
}

async function compare({ path, count }) {
  const module = await import(path);
  const toNumber = (y, m, d) => {
    const a = Math.trunc((m - 14) / 12);
    return Math.trunc((1461 * (y + 4800 + a)) / 4) + Math.trunc((367 * (m - 2 - 12 * a)) / 12) - Math.trunc((3 * Math.trunc((y + 4900 + a) / 100)) / 4) + d - 32075;
  };
  const isLeap = (year) => [1, 5, 9, 13, 17, 22, 26, 30].includes(year % 33);
  const solarNumber = (y, m, d) => {
    // 1 Farvardin 1379 was 20 March 2000.
    let days = toNumber(2000, 3, 20);
    for (let year = 1379; year < y; year++) days += isLeap(year) ? 366 : 365;
    for (let year = 1379; year > y; year--) days -= isLeap(year - 1) ? 366 : 365;
    return days + (m <= 7 ? (m - 1) * 31 : 186 + (m - 7) * 30) + d - 1;
  };
  const findings = [];
  let seed = 20241121;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let n = 0; n < count && findings.length < 5; n++) {
    const [year, month, day, days] = [2000 + random(60), 1 + random(12), 1 + random(31), 1 + random(90)];
    const time = module.gregorian(year, month, day);
    const exists = day <= [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
    if ((time !== undefined) !== exists) findings.push(`${year}-${month}-${day} ${exists ? "exists" : "does not exist"}`);
    if (time === undefined) continue;
    const last = new Date(module.lastDay(time, days));
    const distance = toNumber(last.getUTCFullYear(), last.getUTCMonth() + 1, last.getUTCDate()) - toNumber(year, month, day);
    if (distance !== days) findings.push(`${year}-${month}-${day} and ${days} days: ${distance} days later`);
    const solar = module.toSolar(time);
    if (solarNumber(...solar) !== toNumber(year, month, day)) findings.push(`${year}-${month}-${day} is not ${solar.join("-")}`);
    if (module.fromSolar(...solar) !== time) findings.push(`${solar.join("-")} is not found again`);
  }
  if (module.fromSolar(1404, 12, 30) !== undefined) findings.push("30 Esfand of a common year is a day");
  if (module.fromSolar(1403, 12, 30) === undefined) findings.push("30 Esfand of a leap year is no day");
  return findings;
}

/** Arabic-Indic and Persian digits as ASCII. */
function digits(text) {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
}
