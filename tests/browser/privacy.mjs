// What a page does behind the reader's back: nothing. Few requests, all to its own host, none against its own policy,
// no complaint in the console, and no trace in the browser.

export const title = "at most 4 requests, all to its own host; nothing complained about, nothing stored";

const REQUESTS = 4;

export async function visit({ page, origin, target, requests, first, complaints }) {
  const findings = complaints.map((text) => `console: ${text.replaceAll(origin, "").slice(0, 160)}`);
  const icons = target.elements.filter(({ name, attributes }) => name === "link" && /\b(icon|manifest)\b/.test(attributes.rel ?? ""));
  // Headless Chromium asks for no icon and no manifest; a phone does.
  const visit = new Set([...first, ...icons.map((icon) => origin + icon.attributes.href)]);
  if (visit.size > REQUESTS) findings.push(`${visit.size} requests: ${[...visit].map((url) => new URL(url).pathname).join(" ")}`);
  // The other checks unfold everything; a box that is opened may ask for more, but nowhere else.
  for (const url of new Set([...visit, ...requests])) if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) findings.push(`asks another host: ${new URL(url).host}`);
  return [...findings, ...(await page.evaluate(traces)).map((trace) => `stored: ${trace}`)];
}

/** In the page: everything that the site has left in the browser. */
export async function traces() {
  return [
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...document.cookie.split("; ").filter(Boolean).map((cookie) => `cookie ${cookie}`),
    ...(await caches.keys()).map((key) => `cache ${key}`),
    ...(await indexedDB.databases()).map((base) => `indexedDB ${base.name}`),
    ...(await navigator.serviceWorker.getRegistrations()).map((worker) => `service worker ${worker.scope}`),
  ];
}
