// A bundle as the ZIP it came in: where each file lies, its bytes, its digest. Reads slices; sends nothing.
const LINE = /^([0-9a-f]{64}) {2}(.+)$/;
const text = new TextDecoder(), bytes = new TextEncoder();

export const hex = (raw) => [...new Uint8Array(raw)].map((one) => one.toString(16).padStart(2, "0")).join("");
export const sha256 = async (raw) => hex(await crypto.subtle.digest("SHA-256", raw));
const unhex = (word) => Uint8Array.from(word.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const base64 = (word) => Uint8Array.from(atob(word), (sign) => sign.charCodeAt(0));
const joined = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};

// Where each file lies in a ZIP, from its central directory. Files of a bundle are stored, not packed.
export async function directory(file) {
  const tail = new DataView(await file.slice(Math.max(0, file.size - 66000)).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("no ZIP");
  let size = tail.getUint32(end + 12, true), start = tail.getUint32(end + 16, true);
  const locator = end - 20;
  if (start === 0xffffffff && locator >= 0 && tail.getUint32(locator, true) === 0x07064b50) {
    const at = Number(tail.getBigUint64(locator + 8, true));
    const wide = new DataView(await file.slice(at, at + 56).arrayBuffer());
    size = Number(wide.getBigUint64(40, true));
    start = Number(wide.getBigUint64(48, true));
  }
  return entries(new DataView(await file.slice(start, start + size).arrayBuffer()));
}

function entries(view) {
  const found = [];
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === 0x02014b50; ) {
    const [name, extra, note] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const entry = {
      name: text.decode(new Uint8Array(view.buffer, at + 46, name)),
      packed: view.getUint16(at + 10, true) !== 0,
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    };
    widen(entry, new DataView(view.buffer, at + 46 + name, extra));
    found.push(entry);
    at += 46 + name + extra + note;
  }
  return found;
}

function widen(entry, extra) {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let place = at + 4;
    if (entry.size === 0xffffffff) { entry.size = Number(extra.getBigUint64(place, true)); place += 16; }
    if (entry.at === 0xffffffff) entry.at = Number(extra.getBigUint64(place, true));
  }
}

export class Bundle {
  constructor(file, found) {
    const inside = found.filter((entry) => !entry.name.endsWith("/"));
    const top = `${(inside[0]?.name ?? "").split("/")[0]}/`;
    this.file = file;
    this.names = inside.map((entry) => (entry.name.startsWith(top) ? entry.name.slice(top.length) : entry.name)).sort();
    this.found = new Map(inside.map((entry) => [entry.name.startsWith(top) ? entry.name.slice(top.length) : entry.name, entry]));
  }

  async read(name) {
    const entry = this.found.get(name);
    if (!entry || entry.packed) return new Uint8Array();
    const head = new DataView(await this.file.slice(entry.at, entry.at + 30).arrayBuffer());
    if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) return new Uint8Array();
    const start = entry.at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    return new Uint8Array(await this.file.slice(start, start + entry.size).arrayBuffer());
  }

  async words(name) { return text.decode(await this.read(name)); }
  async digest(name) { return sha256(await this.read(name)); }

  async listed(name) {
    const lines = (await this.words(name)).split("\n");
    const last = lines.pop();
    const found = lines.map((line) => LINE.exec(line)).filter(Boolean);
    const digests = new Map(found.map((match) => [match[2], match[1]]));
    return last === "" && digests.size === lines.length ? digests : null;
  }
}

// The root that a path of the tree leads to (RFC 9162, section 2.1.3.2).
export async function rootOf(proof) {
  const node = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  let at = proof.index, last = proof.size - 1, hash = await node(Uint8Array.of(0), bytes.encode(proof.leaf));
  for (const step of proof.path.map(unhex)) {
    if (last === 0) throw new Error("the path is too long");
    if (at % 2 || at === last) {
      hash = await node(Uint8Array.of(1), step, hash);
      while (at % 2 === 0 && at) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else hash = await node(Uint8Array.of(1), hash, step);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (last) throw new Error("the path is too short");
  return hash;
}
