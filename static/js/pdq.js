// PDQ as evidence/fingerprints/pdq.py has it: blur and choice of points are one sparse matrix a side, then a
// cosine transform. Values are hexadecimal. A grid is {luma, width, height}: thousandths of luma, row by row, which
// are whole, so that 64 bits give one answer whatever the order of the sums. What is nearer than ALIKE is alike.
import { POINTS, bothWays, gathered, sampledRow, sampling } from "./sampling.js";

const WAVES = 16;
const LEAST_SIDE = 5;
const ALIKE = 1e-6;
export const NOTHING = "0".repeat(64);
const COSINES = cosines();

function cosines() {
  const made = new Float32Array(WAVES * POINTS);
  for (let row = 0; row < WAVES; row += 1) {
    for (let at = 0; at < POINTS; at += 1) {
      made[row * POINTS + at] = Math.sqrt(2 / POINTS) * Math.cos((Math.PI / 2 / POINTS) * (row + 1) * (2 * at + 1));
    }
  }
  return made;
}

function pointsOf({ luma, width, height }, { down, across }, box = [0, 0, width, height]) {
  const [left, top, right, bottom] = box;
  const rows = new Float64Array((bottom - top) * across.count);
  for (let y = top; y < bottom; y += 1) sampledRow(luma, y * width + left, across, rows, (y - top) * across.count);
  return gathered(rows, down, across.count);
}

function part(points, stride, top, left) {
  const made = new Float64Array(POINTS * POINTS);
  for (let y = 0; y < POINTS; y += 1) {
    for (let x = 0; x < POINTS; x += 1) made[y * POINTS + x] = points[(top + y) * stride + left + x];
  }
  return made;
}

function transformed(points) {
  const half = new Float64Array(WAVES * POINTS);
  for (let row = 0; row < WAVES; row += 1) {
    for (let y = 0; y < POINTS; y += 1) {
      const share = COSINES[row * POINTS + y];
      for (let x = 0; x < POINTS; x += 1) half[row * POINTS + x] += share * points[y * POINTS + x];
    }
  }
  const waves = new Float64Array(WAVES * WAVES);
  for (let row = 0; row < WAVES; row += 1) {
    for (let column = 0; column < WAVES; column += 1) {
      let sum = 0;
      for (let x = 0; x < POINTS; x += 1) sum += half[row * POINTS + x] * COSINES[column * POINTS + x];
      waves[row * WAVES + column] = sum;
    }
  }
  return waves;
}

const across = (waves) => waves.map((_, at) => waves[(at % WAVES) * WAVES + Math.floor(at / WAVES)]);

function valueOf(waves) {
  const most = waves.slice().sort()[127] + ALIKE;
  let bits = "";
  for (let at = waves.length - 1; at >= 0; at -= 1) bits += waves[at] > most ? "1" : "0";
  return bits.replace(/.{4}/g, (four) => Number.parseInt(four, 2).toString(16));
}

function qualityOf(points) {
  const scaled = points.map((point) => point * (100 / 255));
  let sum = 0;
  for (let y = 0; y < POINTS; y += 1) {
    for (let x = 0, at = y * POINTS; x < POINTS; x += 1, at += 1) {
      if (y + 1 < POINTS) sum += Math.floor(Math.abs(scaled[at] - scaled[at + POINTS]) + ALIKE);
      if (x + 1 < POINTS) sum += Math.floor(Math.abs(scaled[at] - scaled[at + 1]) + ALIKE);
    }
  }
  return Math.min(100, Math.floor(sum / 90));
}

// The value of 64 x 64 points as they are, and with rows for columns.
export function valueOfPoints(points) {
  const waves = transformed(points);
  return { plain: valueOf(waves), turned: valueOf(across(waves)) };
}

// The eight values, read off the points sampled from either side (128 x 128).
function readOff(points) {
  const quarters = [[0, 0], [0, POINTS], [POINTS, 0], [POINTS, POINTS]].map(([top, left]) => part(points, 2 * POINTS, top, left));
  const waves = quarters.map(transformed);
  waves.push(...[0, 2, 1, 3].map((place) => across(waves[place])));
  return { values: waves.map(valueOf), quality: qualityOf(quarters[0]) };
}

export function pdqOf(grid, [left, top, right, bottom]) {
  if (Math.min(right - left, bottom - top) < LEAST_SIDE) return { value: NOTHING, quality: 0 };
  const points = pointsOf(grid, { down: sampling(bottom - top), across: sampling(right - left) }, [left, top, right, bottom]);
  return { value: valueOf(transformed(points)), quality: qualityOf(points) };
}

export function turnedPdqOf(grid) {
  if (Math.min(grid.width, grid.height) < LEAST_SIDE) return { values: Array(8).fill(NOTHING), quality: 0 };
  return readOff(pointsOf(grid, { down: bothWays(grid.height), across: bothWays(grid.width) }));
}
