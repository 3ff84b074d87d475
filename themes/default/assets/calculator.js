// The last day of a time limit, from the day on which the paper was received. Loaded when the reader opens the calculator; stores and sends nothing.
// Days are calendar days; the day after the paper is day 1, and holidays count (Turkish Law 2577, Art. 8). Where the last day is a holiday the
// law gives more time; which days are holidays is not known here, so the day is never moved: it may come out too early, never too late.
const DAY = 86400000;
const solarParts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" });

/** Whether this browser knows the Solar Hijri calendar. */
export const knowsSolar = solarParts.resolvedOptions().calendar === "persian";

/** The Gregorian day as a time in UTC; nothing where there is no such day. */
export function gregorian(year, month, day) {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
}

/** Year, month and day of the Solar Hijri calendar. */
export function toSolar(time) {
  const parts = Object.fromEntries(solarParts.formatToParts(time).map(({ type, value }) => [type, parseInt(value, 10)]));
  return [parts.year ?? parts.relatedYear, parts.month, parts.day];
}

/** The Solar Hijri day as a time in UTC: guessed from a year that begins on 20 March, then looked for close by. */
export function fromSolar(year, month, day) {
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const guess = Date.UTC(year + 621, 2, 20) + (before + day - 1) * DAY;
  const wanted = [year, month, day].join();
  return [0, 1, -1, 2, -2].map((days) => guess + days * DAY).find((time) => toSolar(time).join() === wanted);
}

export const lastDay = (time, days) => time + days * DAY;

/** Fills the form in `part` and answers in its status line. */
export function mount(part, days) {
  const page = document.documentElement.lang;
  const lang = page === "en" ? "en-GB" : page;
  const { day, month, year, calendar } = part.querySelector("form").elements;
  const status = part.querySelector("[role=status]");
  const words = part.querySelector("form").dataset;
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const isSolar = () => calendar?.value === "persian";
  if (calendar && !knowsSolar) calendar.parentElement.remove();

  // Names only where the browser has them in this language: never another language's.
  const named = Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0;
  const digits = { fa: "arabext", ps: "arabext", ckb: "arab" }[lang.split("-")[0]] ?? "latn";
  const format = (kind, options) => new Intl.DateTimeFormat(named ? lang : "en-GB", { calendar: kind, numberingSystem: digits, timeZone: "UTC", ...options });
  const number = new Intl.NumberFormat("en", { numberingSystem: digits, useGrouping: false });
  const inWords = (time) => {
    if (named) return format("gregory", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(time);
    const date = new Date(time);
    return [date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()].map((n) => number.format(n)).join(".");
  };
  const solarText = (time) => {
    const [y, m, d] = toSolar(time);
    return `${number.format(d)} ${named ? format("persian", { month: "long" }).format(time) : number.format(m)} ${number.format(y)}`;
  };

  const fill = (select, options) => select.replaceChildren(new Option("–", ""), ...options.map(([value, text]) => new Option(text, value)));
  const offer = () => {
    const [thisYear] = isSolar() ? toSolar(today) : [now.getFullYear()];
    const months = Array.from({ length: 12 }, (_, n) => n + 1);
    const name = (n) => format(isSolar() ? "persian" : "gregory", { month: "long" }).format(isSolar() ? fromSolar(thisYear, n, 15) : Date.UTC(thisYear, n - 1, 15));
    fill(day, Array.from({ length: 31 }, (_, n) => [n + 1, number.format(n + 1)]));
    fill(month, months.map((n) => [n, named ? `${number.format(n)} – ${name(n)}` : number.format(n)]));
    fill(year, [0, 1, 2].map((n) => [thisYear - n, number.format(thisYear - n)]));
    status.textContent = "";
  };
  const answer = () => {
    if (!day.value || !month.value || !year.value) return void (status.textContent = "");
    const read = isSolar() ? fromSolar : gregorian;
    const received = read(+year.value, +month.value, +day.value);
    if (received === undefined) return void (status.textContent = words.impossible);
    const last = lastDay(received, days);
    const date = document.createElement("strong");
    date.textContent = inWords(last) + (calendar && knowsSolar ? ` (${solarText(last)})` : "");
    status.replaceChildren(`${words.last} `, date);
    if (last < today) status.append(document.createElement("br"), words.passed);
  };
  offer();
  calendar?.addEventListener("change", offer);
  for (const select of [day, month, year]) select.addEventListener("change", answer);
}
