// Builds static/vendor: our build of the form components, htmx, fonts, one icon sprite,
// their licences and a manifest of what is there.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import rtlcss from "rtlcss";
import * as sass from "sass";

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
}

function sprite() {
  const symbols = JSON.parse(readFileSync(join(here, "icons.json"), "utf8")).map((icon) => {
    const svg = readFileSync(join(modules, "lucide-static", "icons", `${icon}.svg`), "utf8");
    const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  write("icons.svg", "lucide-static", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

// The govuk-frontend package carries no licence file, so its text is kept beside this script.
function licences() {
  write("licences/govuk-frontend.txt", "govuk-frontend", readFileSync(join(here, "licences", "govuk-frontend.txt")));
  for (const name of ["htmx.org", "lucide-static", "@fontsource-variable/atkinson-hyperlegible-next", "@fontsource-variable/source-serif-4"])
    copy(name, "LICENSE", `licences/${name.split("/").pop()}.txt`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
styles();
copy("htmx.org", "dist/htmx.min.js", "htmx.min.js");
fonts();
sprite();
licences();
entries.sort((a, b) => (a.file < b.file ? -1 : 1));
const builtWith = ["sass", "rtlcss"].map(facts);
writeFileSync(join(target, "manifest.json"), JSON.stringify({ built_with: builtWith, files: entries }, null, 2) + "\n");
