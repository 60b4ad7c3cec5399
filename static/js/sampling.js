// The reference's two blurs and its choice of 64 points a side as one sparse matrix, as in evidence/fingerprints/pdq.py.
export const POINTS = 64;
const known = new Map();

function frame(centre, side) {
  const width = Math.floor((side + 2 * POINTS - 1) / (2 * POINTS));
  const ahead = Math.floor((width + 2) / 2);
  return [Math.max(centre + ahead - width, 0), Math.min(centre + ahead, side)];
}

function weighed(point, side) {
  const [first, last] = frame(Math.floor(((point + 0.5) * side) / POINTS), side);
  const inner = Array.from({ length: last - first }, (_, step) => frame(first + step, side));
  const from = inner[0][0];
  const changes = new Float64Array(inner.at(-1)[1] - from + 1);
  const amounts = inner.map(([start, end]) => 1 / (end - start) / inner.length);
  inner.forEach(([start], step) => (changes[start - from] += amounts[step]));
  inner.forEach(([, end], step) => (changes[end - from] -= amounts[step]));
  const weights = new Float64Array(changes.length - 1);
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) weights[at] = Math.fround((sum += changes[at]));
  return { from, weights };
}

// One list of weights for all points: those of a point stand from begins[point] to begins[point + 1], for pixels from froms[point].
function listed(points) {
  const begins = new Int32Array(points.length + 1);
  points.forEach(({ weights }, point) => (begins[point + 1] = begins[point] + weights.length));
  const all = new Float64Array(begins[points.length]);
  points.forEach(({ weights }, point) => all.set(weights, begins[point]));
  return { count: points.length, froms: Int32Array.from(points, ({ from }) => from), begins, weights: all };
}

function near(side) {
  const one = (point) => (side === POINTS ? { from: point, weights: new Float64Array([1]) } : weighed(point, side));
  return Array.from({ length: POINTS }, (_, point) => one(point));
}

const turned = (points, side) => points.map(({ from, weights }) => ({ from: side - from - weights.length, weights: weights.slice().reverse() }));

function once(name, made) {
  if (!known.has(name)) known.set(name, listed(made()));
  return known.get(name);
}

// What each of 64 points takes from a side of that many pixels.
export const sampling = (side) => once(`near ${side}`, () => near(side));

// The sampling from the near end of a side, or from its far end.
export const sided = (side, far) => (far ? once(`far ${side}`, () => turned(near(side), side)) : sampling(side));

export const bothWays = (side) => once(`both ${side}`, () => [...near(side), ...turned(near(side), side)]);

// The points of one row of luma, put into `into` from `out`.
export function sampledRow(luma, begin, { count, froms, begins, weights }, into, out) {
  for (let point = 0; point < count; point += 1) {
    const end = begins[point + 1];
    let sum = 0;
    for (let at = begins[point], place = begin + froms[point]; at < end; at += 1, place += 1) sum += luma[place] * weights[at];
    into[out + point] = sum;
  }
}

// Take the points of all rows down, `across` points a row; luma in thousandths becomes 0 to 255.
export function gathered(rows, { count, froms, begins, weights }, across) {
  const points = new Float64Array(count * across);
  for (let point = 0; point < count; point += 1) {
    const into = point * across;
    for (let at = begins[point], place = froms[point] * across; at < begins[point + 1]; at += 1, place += across) {
      const weight = weights[at];
      for (let column = 0; column < across; column += 1) points[into + column] += weight * rows[place + column];
    }
  }
  return points.map((sum) => sum / 1000);
}
