// phash of 16 x 16 waves, as other tools print it.
import { LANCZOS, resizedGrey } from "./shrink.js";

const GREY_SIDE = 64;
// What is nearer to the median is it: a flat picture has waves of nothing but rounding.
const ALIKE = 1e-6;

export function phashOf(picture) {
  const points = resizedGrey(picture, [GREY_SIDE, GREY_SIDE], LANCZOS);
  const cosine = (row, at) => 2 * Math.cos((Math.PI / 2 / GREY_SIDE) * row * (2 * at + 1));
  const table = Array.from({ length: 16 }, (_, row) => Float64Array.from({ length: GREY_SIDE }, (_, at) => cosine(row, at)));
  const half = table.map((wave) => Array.from({ length: GREY_SIDE }, (_, x) => wave.reduce((sum, share, y) => sum + share * points[y * GREY_SIDE + x], 0)));
  const waves = half.flatMap((row) => table.map((wave) => wave.reduce((sum, share, x) => sum + share * row[x], 0)));
  const sorted = Float64Array.from(waves).sort();
  const middle = (sorted[127] + sorted[128]) / 2 + ALIKE;
  return waves.map((wave) => (wave > middle ? "1" : "0")).join("").replace(/.{4}/g, (four) => Number.parseInt(four, 2).toString(16));
}
