// Builds static/vendor: our build of the form components, htmx, fonts, one icon sprite,
// their licences and a manifest of what is there.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fontverter from "fontverter";
import { Blob, Face } from "harfbuzzjs";
import rtlcss from "rtlcss";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "static", "vendor");
const entries = [];

function facts(name) {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return { name, version, licence: license };
}

function record(file, name) {
  const sha256 = createHash("sha256").update(readFileSync(join(target, file))).digest("hex");
  entries.push({ ...facts(name), file, sha256 });
}

function write(file, name, text) {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  writeFileSync(join(target, file), text);
  record(file, name);
}

function copy(name, source, file) {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  cpSync(join(modules, name, source), join(target, file));
  record(file, name);
}

function styles() {
  const { css } = sass.compile(join(here, "sass", "govuk.scss"), {
    loadPaths: [modules],
    style: "compressed",
    quietDeps: true,
  });
  if (/@font-face|GDS Transport|url\(/.test(css)) throw new Error("A font or picture of govuk-frontend came through.");
  write("govuk.css", "govuk-frontend", css + "\n");
  write("govuk.rtl.css", "govuk-frontend", rtlcss.process(css) + "\n");
}

function fonts() {
  const sans = "@fontsource-variable/atkinson-hyperlegible-next";
  for (const part of ["latin", "latin-ext"])
    for (const slope of ["normal", "italic"])
      copy(sans, `files/atkinson-hyperlegible-next-${part}-wght-${slope}.woff2`, `fonts/atkinson-${part}-${slope}.woff2`);
  const serif = "@fontsource-variable/source-serif-4";
  for (const part of ["latin", "latin-ext", "cyrillic", "greek"])
    for (const slope of ["normal", "italic"])
      copy(serif, `files/source-serif-4-${part}-wght-${slope}.woff2`, `fonts/source-serif-${part}-${slope}.woff2`);
  for (const part of ["cyrillic-ext", "vietnamese"])
    copy(serif, `files/source-serif-4-${part}-wght-normal.woff2`, `fonts/source-serif-${part}-normal.woff2`);
}

// Fonts for paper only. Not Noto for Arabic: it puts letters together from parts, and a text copied from
// the page then loses its dots. WOFF and not WOFF2: it is larger, and opened thirty times faster.
const paper = {
  "amiri": "arabic", "noto-sans-hebrew": "hebrew", "noto-sans-devanagari": "devanagari",
  "noto-sans-tamil": "tamil", "noto-sans-thai": "thai", "noto-sans-sc": "chinese-simplified",
  "noto-sans-tc": "chinese-traditional", "noto-sans-jp": "japanese", "noto-sans-kr": "korean",
  "noto-emoji": "emoji", "noto-sans-symbols-2": "symbols", "noto-sans-math": "latin",
};

async function signsOf(font) {
  const plain = await fontverter.convert(font, "sfnt");
  return new Set(new Face(new Blob(plain), 0).collectUnicodes());
}

function* range(from, to) {
  for (let sign = from; sign <= to; sign++) yield sign;
}

// The rest of the Han signs of Unicode's first block, and those of Japanese names, from the whole fonts: what
// the files above have is left out. The name of these fonts is not the one their licence reserves (Source).
async function rarer() {
  const known = new Set();
  for (const name of ["sc", "tc", "jp", "kr"])
    for (const sign of await signsOf(readFileSync(join(target, `fonts/noto-sans-${name}.woff`)))) known.add(sign);
  const common = [...range(0x2460, 0x24ff), ...range(0x2e80, 0x33ff), ...range(0x4e00, 0x9fff), ...range(0xf900, 0xfaff), ...range(0xfe30, 0xfe4f), ...range(0xff00, 0xffef)];
  const further = [...range(0x3400, 0x4dbf), ...range(0x20000, 0x2fa1f)];
  for (const [country, file, wanted] of [["sc", "SC", common], ["jp", "JP", [...common, ...further]]]) {
    const name = `@expo-google-fonts/noto-sans-${country}`;
    const whole = readFileSync(join(modules, name, "400Regular", `NotoSans${file}_400Regular.ttf`));
    const there = await signsOf(whole);
    const taken = wanted.filter((sign) => there.has(sign) && !known.has(sign));
    taken.forEach((sign) => known.add(sign));
    const text = " " + taken.map((sign) => String.fromCodePoint(sign)).join(""); // a space is drawn in the font before it
    write(`fonts/noto-sans-${country}-rare.woff`, name, await subsetFont(whole, text, { targetFormat: "woff", preserveNameIds: [13, 14] }));
  }
}

async function scripts() {
  for (const [name, part] of Object.entries(paper))
    copy(`@fontsource/${name}`, `files/${name}-${part}-400-normal.woff`, `fonts/${name}.woff`);
  await rarer();
}

function sprite() {
  const symbols = JSON.parse(readFileSync(join(here, "icons.json"), "utf8")).map((icon) => {
    const svg = readFileSync(join(modules, "lucide-static", "icons", `${icon}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  write("icons.svg", "lucide-static", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

// The govuk-frontend package carries no licence file, so its text is kept beside this script. Two packages hold
// parts of one font for Japanese and for Simplified Chinese: the text with the fuller notice is taken for both.
function licences() {
  const whole = ["noto-sans-jp", "noto-sans-sc"];
  const plain = Object.keys(paper).filter((name) => !whole.includes(name));
  write("licences/govuk-frontend.txt", "govuk-frontend", readFileSync(join(here, "licences", "govuk-frontend.txt")));
  for (const name of ["htmx.org", "lucide-static", "@fontsource-variable/atkinson-hyperlegible-next", "@fontsource-variable/source-serif-4", ...plain.map((name) => `@fontsource/${name}`)])
    copy(name, "LICENSE", `licences/${name.split("/").pop()}.txt`);
  for (const name of whole) copy(`@expo-google-fonts/${name}`, "LICENSE_FONT", `licences/${name}.txt`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
styles();
copy("htmx.org", "dist/htmx.min.js", "htmx.min.js");
fonts();
await scripts();
sprite();
licences();
entries.sort((a, b) => (a.file < b.file ? -1 : 1));
const builtWith = ["sass", "rtlcss", "subset-font"].map(facts);
writeFileSync(join(target, "manifest.json"), JSON.stringify({ built_with: builtWith, files: entries }, null, 2) + "\n");
