// Every fingerprint of a picture, as evidence/fingerprints/measure.py gives them (rectangles are for sightings).
import { crops } from "./crops.js";
import { phashOf } from "./phash.js";
import { NOTHING, pdqOf, turnedPdqOf, valueOfPoints } from "./pdq.js";
import { BOX, alike, averagedColours, fittedSize, shrunkColours, shrunkColumns, shrunkRow, weightsOf } from "./shrink.js";
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

function threes(pixels) {
  const made = new Uint8Array((pixels.length / 4) * 3);
  for (let at = 0, out = 0; at < pixels.length; at += 4, out += 3) made.set(pixels.subarray(at, at + 3), out);
  return made;
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
    [this.across, this.down] = fittedSize(this.width, this.height, LONG_SIDE);
    this.layered = layered && this.across * this.down < this.width * this.height;
    this.count = this.layered ? 4 : 3;
    this.places = weightsOf(this.width, this.across, BOX);
    this.mid = new Uint8Array(this.across * this.height * this.count);
    this.alike = alike(this.places);
    [this.flat, this.heavy] = [new Uint8Array(this.width * 4), new Uint8Array(this.width * 4)];
    this.paper = new Int32Array(this.flat.buffer);
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
    const into = at * this.across * this.count;
    if (!this.layered) return void this.shrink(pixels, from, into);
    weighted(bytes, start * 4, width, this.heavy);
    shrunkRow(this.heavy, 0, { places: this.places, count: 4 }, this.mid, into);
  }

  shrink(pixels, from, into) {
    if (this.alike) averagedColours(pixels, from, this.alike, this.mid, into);
    else shrunkColours(pixels, from, this.places, this.mid, into);
  }

  // PDQ at full size, sampled as the picture stands when upright.
  exchange() {
    if (!this.taps) return NOTHING;
    const down = sided(this.height, FAR_DOWN.includes(this.orientation));
    const value = valueOfPoints(gathered(this.points, down, POINTS));
    return this.orientation >= 5 ? value.turned : value.plain;
  }

  small() {
    const { across: width, down: height, count } = this;
    const shrunk = height === this.height ? this.mid : shrunkColumns(this.mid, width * count, weightsOf(this.height, height, BOX));
    if (!this.layered) return { pixels: shrunk, width, height };
    const paper = new Uint8Array(shrunk.length);
    flattened(unweighted(shrunk), 0, width * height, paper);
    return { pixels: threes(paper), width, height };
  }
}

function gridOf({ pixels, width, height }) {
  const luma = new Float32Array(width * height);
  for (let at = 0; at < luma.length; at += 1) luma[at] = 299 * pixels[3 * at] + 587 * pixels[3 * at + 1] + 114 * pixels[3 * at + 2];
  return { luma, width, height };
}

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
  const stated = { version: 1, sha256, size: [across, down], region, width: box[2] - box[0], height: box[3] - box[1], quality, whole: values };
  return { stated: { ...stated, exchange: collector.exchange(), phash: phashOf(small), crops: crops(grid, pdqOf) }, small };
}
