// Every fingerprint of a picture, as evidence/fingerprints/measure.py gives them (rectangles are for sightings).
import { crops } from "./crops.js";
import { phashOf } from "./phash.js";
import { NOTHING, pdqOf, turnedPdqOf, valueOfPoints } from "./pdq.js";
import { TRIANGLE, fittedSize, meansOf, resizedGrey, summedRow } from "./shrink.js";
import { POINTS, gathered, sampledRow, sided } from "./sampling.js";
import { storedBox, upright, uprightSize } from "./upright.js";

const LONG_SIDE = 512;
const LEAST_SIDE = 5;
// The orientations whose columns, and whose rows, are read from the far end to stand upright.
const FAR_ACROSS = [2, 3, 7, 8];
const FAR_DOWN = [3, 4, 6, 7];

const shared = (sum) => ((((sum + 128) >> 8) + sum + 128) >> 8);

// What shows through becomes white, as Pillow pastes.
function flattened(row, begin, width, into) {
  for (let x = 0, at = begin, out = 0; x < width; x += 1, at += 4, out += 4) {
    const clear = row[at + 3];
    for (let band = 0; band < 3; band += 1) {
      into[out + band] = clear === 255 ? row[at + band] : shared(255 * (255 - clear) + row[at + band] * clear);
    }
  }
}

function weighted(row, begin, width, into) {
  for (let x = 0, at = begin, out = 0; x < width; x += 1, at += 4, out += 4) {
    const clear = row[at + 3];
    for (let band = 0; band < 3; band += 1) into[out + band] = clear === 255 ? row[at + band] : shared(row[at + band] * clear);
    into[out + 3] = clear;
  }
}

function unweighted(pixels) {
  const made = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 4) {
    const clear = pixels[at + 3];
    for (let band = 0; band < 3; band += 1) {
      made[at + band] = clear === 255 || clear === 0 ? pixels[at + band] : Math.min(255, Math.floor((255 * pixels[at + band]) / clear));
    }
    made[at + 3] = clear;
  }
  return made;
}

// Pillow's grey of a row of pixels of four bytes.
function greyed(row, into, out) {
  for (let at = 0; at < row.length; at += 4, out += 1) {
    into[out] = (19595 * row[at] + 38470 * row[at + 1] + 7471 * row[at + 2] + 0x8000) >> 16;
  }
}

// Thousandths of luma, of pixels as whole numbers of 32 bits.
function lumaRow(pixels, begin, width, into) {
  for (let x = 0, at = begin; x < width; x += 1, at += 1) {
    const pixel = pixels[at];
    into[x] = 299 * (pixel & 255) + 587 * ((pixel >> 8) & 255) + 114 * ((pixel >> 16) & 255);
  }
}

// Collects the canonical picture and the full-size points while the rows go by.
class Collector {
  constructor({ layered, opaque, orientation }, [left, top, right, bottom]) {
    Object.assign(this, { opaque, orientation, left, top, width: right - left, height: bottom - top });
    this.square = Math.max(1, Math.floor(Math.max(this.width, this.height) / LONG_SIDE));
    this.layered = layered && this.square > 1;
    [this.wide, this.high] = [this.width, this.height].map((side) => Math.ceil(side / this.square));
    [this.sums, this.means] = [new Int32Array(this.wide * 4), new Uint8Array(this.wide * 4)];
    this.grey = new Uint8Array(this.wide * this.high);
    [this.flat, this.heavy] = [new Uint8Array(this.width * 4), new Uint8Array(this.width * 4)];
    [this.paper, this.weights] = [this.flat, this.heavy].map(({ buffer }) => new Int32Array(buffer));
    this.luma = new Float32Array(this.width);
    this.taps = Math.min(this.width, this.height) < LEAST_SIDE ? null : sided(this.width, FAR_ACROSS.includes(orientation));
    this.points = new Float64Array(this.taps ? POINTS * this.height : 0);
  }

  take({ bytes, whole }, begin, y) {
    if (y < this.top || y >= this.top + this.height) return;
    const { luma, width, taps } = this;
    const [at, start] = [y - this.top, begin + this.left];
    if (!this.opaque) flattened(bytes, start * 4, width, this.flat);
    const [pixels, from] = this.opaque ? [whole, start] : [this.paper, 0];
    if (taps) {
      lumaRow(pixels, from, width, luma);
      sampledRow(luma, 0, taps, this.points, at * POINTS);
    }
    if (this.layered) weighted(bytes, start * 4, width, this.heavy);
    summedRow(...(this.layered ? [this.weights, 0] : [pixels, from]), this, this.sums);
    const rows = (at % this.square) + 1;
    if (rows === this.square || at === this.height - 1) this.finish(Math.floor(at / this.square), rows);
  }

  finish(place, rows) {
    meansOf(this.sums, this, rows, this.means);
    if (this.layered) flattened(unweighted(this.means), 0, this.wide, this.means);
    greyed(this.means, this.grey, place * this.wide);
  }

  // PDQ at full size, sampled as the picture stands when upright.
  exchange() {
    if (!this.taps) return NOTHING;
    const down = sided(this.height, FAR_DOWN.includes(this.orientation));
    const value = valueOfPoints(gathered(this.points, down, POINTS));
    return this.orientation >= 5 ? value.turned : value.plain;
  }

  small() {
    const [width, height] = fittedSize(this.width, this.height, LONG_SIDE);
    const squares = { grey: this.grey, width: this.wide, height: this.high };
    const span = [this.width / this.square, this.height / this.square];
    return { grey: resizedGrey(squares, [width, height], TRIANGLE, span), width, height };
  }
}

const gridOf = ({ grey, width, height }) => ({ luma: Float32Array.from(grey, (point) => 1000 * point), width, height });

// `region` is [left, top, right, bottom] on the upright picture, null for all of it.
export function measured(source, { sha256, region }) {
  const { orientation } = source;
  const [across, down] = uprightSize(source.width, source.height, orientation);
  const box = region ?? [0, 0, across, down];
  const collector = new Collector(source, storedBox(box, source));
  source.rows((pixels, begin, y) => collector.take(pixels, begin, y));
  const small = upright(collector.small(), orientation);
  const grid = gridOf(small);
  const { values, quality } = turnedPdqOf(grid);
  const stated = { version: 2, sha256, size: [across, down], region, width: box[2] - box[0], height: box[3] - box[1], quality, whole: values };
  return { stated: { ...stated, exchange: collector.exchange(), phash: phashOf(small), crops: crops(grid, pdqOf) }, small };
}
