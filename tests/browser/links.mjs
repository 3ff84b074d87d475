// Every address in the files leads somewhere: links, anchors, assets, feeds, site map, redirects.
// Alternates answer each other, canonical addresses are true, and a borrowed page claims no language that it lacks.

import { redirectRules, startTags } from "./kit.mjs";

export const title = "links, anchors, assets, alternates and canonical addresses";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "fa-AF", "ps", "ckb", "ur"]);

export async function files(portal) {
  const cases = portal.pages.map((page) => ({ where: page.url, findings: [...addresses(portal, page), ...identity(portal, page), ...alternates(portal, page)] }));
  const xml = [...portal.files].filter((path) => /\.xml$/.test(path)).map((path) => ({ where: path, findings: listed(portal, path) }));
  const redirects = { where: "/_redirects", findings: redirectRules(portal).flatMap((rule) => missing(portal, rule.to)) };
  return { cases: [...cases, ...xml, redirects] };
}

/** Why an address on this portal leads nowhere, as findings; none for one that works or leads elsewhere. */
function missing(portal, href, from = "/") {
  if (/^(tel|mailto|sms|data):/.test(href)) return [];
  const url = new URL(href, portal.base + from);
  if (url.origin !== portal.base) return /^https?:$/.test(url.protocol) ? [] : [`an address of no known kind: ${href}`];
  const file = portal.file(url.pathname);
  if (!file) return [`leads nowhere: ${href}`];
  const target = portal.page(file.replace(/index\.html$/, ""));
  const id = decodeURIComponent(url.hash.slice(1));
  return id && !target?.ids.has(id) ? [`no such place on the page: ${href}`] : [];
}

function addresses(portal, page) {
  const found = page.elements.flatMap(({ attributes }) => [attributes.href, attributes.src, ...(attributes.srcset ?? "").split(",").map((part) => part.trim().split(/\s/)[0])]);
  const empty = page.elements.some(({ name, attributes }) => name === "a" && attributes.href === "") ? ["a link without an address"] : [];
  // A file that is passed on has no root to be relative to.
  const strange = page.kind === "copy" ? [] : page.elements.filter(({ name, attributes }) => name === "a" && attributes.href?.startsWith(portal.base)).map(({ attributes }) => `not root-relative, so no mirror can serve it: ${attributes.href}`);
  return [...empty, ...strange, ...[...new Set(found.filter(Boolean))].flatMap((href) => missing(portal, href, page.url))];
}

function identity(portal, page) {
  const findings = [];
  if (!page.lang || !page.dir) findings.push("no `lang` or no `dir` on <html>");
  else if ((page.dir === "rtl") !== RIGHT_TO_LEFT.has(page.lang)) findings.push(`\`${page.lang}\` written ${page.dir}`);
  if (!page.canonical) return page.noindex ? findings : [...findings, "no canonical address"];
  const origin = originOf(portal, page);
  if (!page.canonical.startsWith(`${portal.base}/`)) findings.push(`canonical address of another site: ${page.canonical}`);
  else if (!origin) findings.push(`canonical address leads nowhere: ${page.canonical}`);
  else if (origin.canonical !== page.canonical) findings.push("the canonical address leads to a page that names another as canonical");
  return findings;
}

const originOf = (portal, page) => page?.canonical && portal.page(new URL(page.canonical).pathname);
const isOwn = (portal, page) => page && originOf(portal, page) === page;
const isBorrowed = (portal, page) => originOf(portal, page)?.lang !== page.lang;

function alternates(portal, page) {
  if (page.alternates.length > 0 && !isOwn(portal, page)) return ["alternates on a page whose canonical address is another"];
  const findings = [];
  const answers = (target) => target.alternates.some(({ lang, href }) => lang === page.lang && portal.page(new URL(href).pathname) === page);
  for (const { lang, href } of page.alternates) {
    const target = portal.page(new URL(href).pathname);
    if (!target) findings.push(`alternate leads nowhere: ${lang} ${href}`);
    else if (!isOwn(portal, target)) findings.push(`alternate is borrowed: ${lang} ${href}`);
    else if (lang !== "x-default" && target.lang !== lang) findings.push(`alternate is in \`${target.lang}\`: ${lang} ${href}`);
    else if (page.kind !== "chooser" && target.kind !== "chooser" && !answers(target)) findings.push(`alternate does not answer: ${lang} ${href}`);
  }
  const claims = page.elements.filter(({ name, attributes }) => name === "a" && attributes.rel?.includes("alternate"));
  const broken = claims.map(({ attributes }) => portal.page(attributes.href)).filter((target) => target && isBorrowed(portal, target));
  if (broken.length > 0) findings.push("the language switch promises, by rel and hreflang, a page that is borrowed");
  return findings;
}

/** Site maps and feeds list pages that exist, in their own language, open to be found. */
function listed(portal, path) {
  const text = portal.read(path);
  const addresses = [...text.matchAll(/<(?:loc|id)>([^<]+)</g)].map((match) => match[1]);
  const links = startTags(text).map(({ attributes }) => attributes.href).filter(Boolean);
  const local = [...addresses, ...links].filter((href) => href.startsWith(portal.base));
  const pages = local.map((href) => portal.page(new URL(href).pathname)).filter(Boolean);
  return [
    ...local.flatMap((href) => missing(portal, href.replace(/#.*/, ""))),
    ...pages.filter((page) => !isOwn(portal, page)).map((page) => `lists a borrowed page: ${page.url}`),
    ...pages.filter((page) => page.noindex).map((page) => `lists a page that asks not to be found: ${page.url}`),
  ];
}
