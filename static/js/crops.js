// The parts of a reference a stranger might have cut out, as evidence/fingerprints/crops.py has them.
import { rounded } from "./shrink.js";

const LEAST_QUALITY = 50;
const AREAS = [0.9, 0.8, 0.7, 0.6, 0.5];
const PLACES = [0, 0.5, 1];
const ASPECTS = [1, 4 / 5, 3 / 2, 16 / 9, 9 / 16];

function placed(width, height, [wide, high], [across, down]) {
  const [left, top] = [rounded((width - wide) * across), rounded((height - high) * down)];
  return [left, top, left + wide, top + high];
}

function* boxes(width, height) {
  yield [0, 0, width, height];
  for (const area of AREAS) {
    const size = [rounded(width * Math.sqrt(area)), rounded(height * Math.sqrt(area))];
    for (const down of PLACES) for (const across of PLACES) yield placed(width, height, size, [across, down]);
  }
  for (const aspect of ASPECTS) {
    const size = [Math.min(width, rounded(height * aspect)), Math.min(height, rounded(width / aspect))];
    yield placed(width, height, size, [0.5, 0.5]);
  }
}

export function crops(grid, pdqOf) {
  const all = [...boxes(grid.width, grid.height)].map((box) => ({ box, ...pdqOf(grid, box) }));
  return all.filter(({ quality }) => quality >= LEAST_QUALITY);
}
