// The Nu HTML checker over every file, in one Java process. Errors count, and so do its warnings about language and direction:
// it recognises most of our languages from their text, so a page in the wrong language or direction does not get past it.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const title = "valid HTML, the right language and direction";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
const ABOUT_LANGUAGE = /\b(lang|language|dir|direction)\b/i;

export async function files(portal) {
  const { messages } = JSON.parse(await vnu(portal.pages.map((page) => join(portal.root, page.file))));
  const counted = (message) => message.type !== "info" || (message.subType === "warning" && ABOUT_LANGUAGE.test(message.message));
  const byUrl = new Map(portal.pages.map((page) => [`file:${join(portal.root, page.file)}`, []]));
  for (const message of messages.filter(counted)) {
    const findings = byUrl.get(decodeURI(message.url ?? "").replace(/^file:\/+/, "file:/"));
    if (!findings) throw new Error(`${message.url ?? "vnu"}: ${message.message}`);
    findings.push(`${message.message}${message.extract ? ` (${message.extract.trim().replace(/\s+/g, " ").slice(0, 90)})` : ""}`);
  }
  const others = messages.filter((message) => !counted(message)).map((message) => message.message);
  const notes = [...new Set(others)].slice(0, 5).map((text) => `not counted: ${others.filter((other) => other === text).length} × ${text}`);
  return { cases: portal.pages.map((page) => ({ where: page.url, findings: byUrl.get(`file:${join(portal.root, page.file)}`) })), notes };
}

function vnu(paths) {
  const options = ["-Xss1m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always"];
  return new Promise((resolve, reject) => {
    execFile("java", [...options, ...paths], { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(error.code === "ENOENT" ? "no Java here: run `apt-get install default-jre-headless`" : stderr || error.message));
      else resolve(stdout);
    });
  });
}
