// Checks a bundle in the browser: the same five checks as verify.py, in the same words. Nothing is sent.
import { Bundle, base64, directory, hex, rootOf, sha256 } from "./bundle.js";

const LIST = "manifest-sha256.txt", TAGS = "tagmanifest-sha256.txt", SEAL = "seal-sha256.txt", MARK = `${SEAL}.sig`;
const KEY = "signing-key.pem", TOKEN = `${TAGS}.tsr`, CHAIN = "tagmanifest-chain.pem";
const ROWS = "custody/custody.jsonl", NOTE = "custody/checkpoint.txt", PROOF = "custody/checkpoint-proof.json";
const MUST = ["bagit.txt", "bag-info.txt", LIST, KEY, "verify.py", ROWS, NOTE];
const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const START = "0".repeat(64), SPKI = "302a300506032b6570032100";
const bytes = new TextEncoder();

const told = (check, broken, words) => broken.length ? { check, state: "BROKEN", words: `Not as it was: ${broken.slice(0, 20).join("; ")}` } : { check, state: "ok", words };

async function files(bundle, say) {
  const listed = await bundle.listed(LIST);
  if (!listed) return told("files", [LIST], "");
  const broken = [];
  for (const [name, digest] of listed) {
    say(name);
    if (!name.startsWith("data/") || (await bundle.digest(name)) !== digest) broken.push(name);
  }
  broken.push(...bundle.names.filter((name, at) => name === bundle.names[at + 1]));
  broken.push(...bundle.names.filter((name) => name.startsWith("data/") && !listed.has(name)));
  return told("files", broken, `${listed.size} files are as listed.`);
}

async function lists(bundle) {
  const tags = await bundle.listed(TAGS), broken = [];
  if (!tags) return told("bundle", [TAGS], "");
  for (const [name, digest] of tags) if ((await bundle.digest(name)) !== digest) broken.push(name);
  const outside = new Set([TAGS, SEAL, MARK, TOKEN, CHAIN]);
  broken.push(...bundle.names.filter((name) => !name.startsWith("data/") && !tags.has(name) && !outside.has(name)));
  broken.push(...MUST.filter((name) => !tags.has(name)));
  if ((await bundle.words("bagit.txt")) !== BAGIT) broken.push("bagit.txt");
  const stamped = (await bundle.words("bag-info.txt")).endsWith(`Timestamp-Token: ${TOKEN}\n`);
  if (stamped !== bundle.found.has(TOKEN)) broken.push(TOKEN);
  broken.push(...(await custody(bundle)));
  return told("bundle", broken, "The lists fit together, and every row of custody leads to the signed checkpoint.");
}

async function custody(bundle) {
  let seq = 0, previous = START, name = "";
  for (const line of (await bundle.words(ROWS)).split("\n").slice(0, -1)) {
    seq += 1;
    try {
      const outer = JSON.parse(line), row = JSON.parse(outer.row);
      const digest = await sha256(bytes.encode(`redress.custody.v1\0${outer.row}`));
      if (outer.seq !== seq || row.seq !== seq || row.previous !== previous || digest !== outer.digest || row.case !== (name || row.case)) return [`${ROWS}, row ${seq}`];
      name = row.case;
      previous = outer.digest;
    } catch { return [`${ROWS}, row ${seq}`]; }
  }
  if (!seq && !bundle.found.has(PROOF)) return [];
  try {
    const proof = JSON.parse(await bundle.words(PROOF));
    if (proof.leaf !== `redress.head.v1\0${JSON.stringify({ case: name, digest: previous, seq })}`) return [`${ROWS}, row ${seq}: it is not the one the checkpoint saw`];
    const root = await rootOf(proof);
    if (hex(root) !== proof.root) return [PROOF];
    return hex(base64((await bundle.words(NOTE)).split("\n")[2])) === hex(root) ? [] : [NOTE];
  } catch { return [PROOF]; }
}

async function signature(bundle) {
  const pem = await bundle.words(KEY), broken = [];
  const raw = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{59}=)\n-----END PUBLIC KEY-----\n$/.exec(pem);
  if (!raw || !hex(base64(raw[1])).startsWith(SPKI)) return told("signature", [KEY], "");
  let key;
  try { key = await crypto.subtle.importKey("spki", base64(raw[1]), "Ed25519", false, ["verify"]); }
  catch { return { check: "signature", state: "cannot tell", words: "This browser knows no Ed25519. Use verify.py." }; }
  const holds = (mark, over) => mark.length === 64 ? crypto.subtle.verify("Ed25519", key, mark, over) : false;
  const seal = await bundle.listed(SEAL);
  if (!seal || !seal.has(TAGS)) return told("signature", [SEAL], "");
  if (!(await holds(await bundle.read(MARK), await bundle.read(SEAL)))) broken.push(SEAL, MARK);
  const over = new Set([TAGS, ...seal.keys(), ...[TOKEN, CHAIN].filter((name) => bundle.found.has(name))]);
  for (const name of over) if ((await bundle.digest(name)) !== seal.get(name)) broken.push(name);
  const [body, line] = (await bundle.words(NOTE)).split("\n\n");
  try { if (!(await holds(base64(line.trim().split(" ")[2]).slice(4), bytes.encode(`${body}\n`)))) broken.push(NOTE); }
  catch { broken.push(NOTE); }
  return told("signature", broken, `Signed with the key ${(await sha256(bytes.encode(pem))).replace(/.{8}/g, "$& ").trim()}. Compare it with the one on the cover.`);
}

function tokensOf(bundle) {
  const own = bundle.names.filter((name) => /^custody\/checkpoint.*\.tsr$/.test(name)).map((name) => [name, NOTE]);
  return bundle.found.has(TOKEN) ? [[TOKEN, TAGS], ...own] : own;
}

async function imprint(bundle) {
  const tokens = tokensOf(bundle), broken = [];
  if (!tokens.length) return { check: "timestamp imprint", state: "none", words: "No authority has stamped this bundle." };
  for (const [token, data] of tokens) {
    // id-sha256 and the 32 bytes it is the digest by, as they stand in a token (RFC 3161).
    const wanted = `608648016503040201${"0500"}0420${await bundle.digest(data)}`;
    const bare = `6086480165030402010420${await bundle.digest(data)}`;
    const held = hex(await bundle.read(token));
    if (!held.includes(wanted) && !held.includes(bare)) broken.push(token);
  }
  return told("timestamp imprint", broken, `${tokens.length} given over these very bytes.`);
}

function chain(bundle) {
  const check = "timestamp chain";
  if (!tokensOf(bundle).length) return { check, state: "none", words: "Not independently timestamped." };
  return { check, state: "cannot tell", words: "A browser does not judge certificates of authorities. verify.py does." };
}

export async function check(file, say) {
  const bundle = new Bundle(file, await directory(file));
  return [await files(bundle, say), await lists(bundle), await signature(bundle), await imprint(bundle), chain(bundle)];
}

function show(results, place) {
  place.replaceChildren(...results.map((result) => {
    const row = document.createElement("li"), whole = document.createElement("div");
    const name = document.createElement("b"), words = document.createElement("small");
    name.textContent = `${result.check}: ${result.state}`;
    words.textContent = result.words;
    whole.append(name, words);
    row.append(whole);
    return row;
  }));
}

const form = document.querySelector("[data-check]");
if (form) {
  const input = form.querySelector("input[type=file]"), status = form.querySelector("[role=status]");
  const results = document.querySelector("[data-results]"), verdict = document.querySelector("[data-verdict]");
  form.hidden = false;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    results.replaceChildren();
    verdict.textContent = "";
    try {
      const found = await check(file, (name) => { status.textContent = `Checking ${name}`; });
      const states = found.map((each) => each.state);
      show(found, results);
      verdict.textContent = states.includes("BROKEN") ? "Broken: what is named is not as it was." : states.includes("cannot tell") ? "Nothing is broken. Part of it cannot be told here." : "Sound.";
    } catch { verdict.textContent = "This is no bundle. Choose the ZIP as you got it."; }
    status.textContent = "";
    verdict.focus();
  });
}
