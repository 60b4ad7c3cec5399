// PNG into rows of red, green, blue and opacity, exactly: a canvas would lose colours under half-transparent points.
import { CannotHere, chunks } from "./kinds.js";

const COLOURS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const MOST_PIXELS = 64_000_000;

function headOf(body) {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , laced] = body.subarray(8, 13);
  if (depth > 8 || laced || !(colour in COLOURS) || width * height > MOST_PIXELS) throw new CannotHere();
  return { width, height, depth, colour, step: Math.max(1, (COLOURS[colour] * depth) >> 3), length: (width * COLOURS[colour] * depth + 7) >> 3 };
}

async function inflated(parts) {
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function nearest(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function unfiltered(filter, row, above, step) {
  if (filter === 1) for (let at = step; at < row.length; at += 1) row[at] += row[at - step];
  else if (filter === 2) for (let at = 0; at < row.length; at += 1) row[at] += above[at];
  else if (filter === 3) for (let at = 0; at < row.length; at += 1) row[at] += ((at >= step ? row[at - step] : 0) + above[at]) >> 1;
  else if (filter === 4) {
    for (let at = 0; at < row.length; at += 1) {
      row[at] += at >= step ? nearest(row[at - step], above[at], above[at - step]) : above[at];
    }
  } else if (filter) throw new CannotHere();
}

// One number a sample, also where several share a byte; grey is stretched to 255.
function spread(row, { width, depth, colour }) {
  if (depth === 8) return row;
  const [each, most] = [8 / depth, (1 << depth) - 1];
  const scale = colour === 0 ? 255 / most : 1;
  return Uint8Array.from({ length: width }, (_, x) => ((row[Math.floor(x / each)] >> (8 - depth * ((x % each) + 1))) & most) * scale);
}

function clearOf(clear, { colour, depth }) {
  if (!clear || colour === 3) return null;
  if (depth < 8) throw new CannotHere();
  return colour === 0 ? [clear[1], clear[1], clear[1]] : [clear[1], clear[3], clear[5]];
}

function paint(into, samples, { width, colour }, { palette, clear, hole }) {
  const many = COLOURS[colour];
  for (let x = 0, at = 0, out = 0; x < width; x += 1, at += many, out += 4) {
    const [from, place] = colour === 3 ? [palette, samples[at] * 3] : [samples, at];
    const grey = colour === 0 || colour === 4;
    into[out] = from[place];
    into[out + 1] = from[grey ? place : place + 1];
    into[out + 2] = from[grey ? place : place + 2];
    into[out + 3] = 255;
    if (colour === 3) into[out + 3] = clear?.[samples[at]] ?? 255;
    else if (colour === 4) into[out + 3] = samples[at + 1];
    else if (colour === 6) into[out + 3] = samples[at + 3];
    else if (hole && hole.every((value, band) => into[out + band] === value)) into[out + 3] = 0;
  }
}

// {width, height, layered, rows}: `layered` where opacity is a colour of its own; rows(take) as in decode.js.
export async function pngRows(bytes) {
  const found = { parts: [] };
  for (const { name, body } of chunks(bytes)) {
    if (name === "IHDR") found.head ??= headOf(body);
    if (name === "PLTE") found.palette = body;
    if (name === "tRNS") found.clear = body;
    if (name === "IDAT") found.parts.push(body);
  }
  const { head, palette, clear, parts } = found;
  if (!head || (head.colour === 3 && !palette)) throw new CannotHere();
  const raw = await inflated(parts);
  if (raw.length < (head.length + 1) * head.height) throw new CannotHere();
  const how = { palette, clear, hole: clearOf(clear, head) };
  return { ...head, layered: head.colour === 6, opaque: !clear && head.colour < 4, rows: (take) => unrolled(raw, head, how, take) };
}

function unrolled(raw, head, how, take) {
  const bytes = new Uint8Array(head.width * 4);
  const pixels = { bytes, whole: new Int32Array(bytes.buffer) };
  let above = new Uint8Array(head.length);
  for (let y = 0, at = 0; y < head.height; y += 1, at += head.length + 1) {
    const row = raw.subarray(at + 1, at + 1 + head.length);
    unfiltered(raw[at], row, above, head.step);
    above = row;
    paint(bytes, spread(row, head), head, how);
    take(pixels, 0, y);
  }
}
