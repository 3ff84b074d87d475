// The QR code on paper, photographed from the printed page and read by a decoder: it leads back to the page itself, and is on paper only.

import jsQR from "jsqr";
import { oneOfEach, openTab } from "./kit.mjs";

export const title = "the QR code is on paper alone and leads back to the page";

export async function journey({ portal, browser, origin }) {
  const pages = oneOfEach(portal).filter((page) => page.html.includes('class="paper"'));
  if (pages.length === 0) throw new Error("no page has a QR code");
  const tab = await openTab(browser, origin, { viewport: { width: 680, height: 1000 } });
  const cases = [];
  for (const page of pages) {
    await tab.open(page);
    cases.push({ where: page.url, findings: await look(tab.page, `${portal.base}${page.url}`) });
  }
  await tab.page.context().close();
  return { cases };
}

async function look(page, address) {
  if (await page.locator(".paper").isVisible()) return ["the code is on the screen"];
  await page.emulateMedia({ media: "print" });
  const bytes = await page.locator(".paper svg").screenshot();
  await page.emulateMedia({ media: "screen" });
  const { data, width, height } = await page.evaluate(pixels, [...bytes]);
  const read = jsQR(Uint8ClampedArray.from(data), width, height)?.data;
  return read !== undefined && decodeURI(read) === decodeURI(address) ? [] : [`the code says ${read ?? "nothing"} and not ${address}`];
}

async function pixels(bytes) {
  const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const paint = canvas.getContext("2d");
  paint.drawImage(picture, 0, 0);
  return { data: [...paint.getImageData(0, 0, picture.width, picture.height).data], width: picture.width, height: picture.height };
}
