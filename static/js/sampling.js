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

// What each of 64 points takes from a side of that many pixels.
export function sampling(side) {
  if (!known.has(side)) {
    const one = (point) => (side === POINTS ? { from: point, weights: new Float64Array([1]) } : weighed(point, side));
    known.set(side, Array.from({ length: POINTS }, (_, point) => one(point)));
  }
  return known.get(side);
}

// The sampling from the near end of a side, or from its far end.
export function sided(side, far) {
  const near = sampling(side);
  return far ? near.map(({ from, weights }) => ({ from: side - from - weights.length, weights: weights.slice().reverse() })) : near;
}

export const bothWays = (side) => [...sided(side, false), ...sided(side, true)];

// Add one row of luma to the points: across is bothWays(width) or sampling(width).
export function sampledRow(luma, begin, across, into) {
  for (let point = 0; point < across.length; point += 1) {
    const { from, weights } = across[point];
    let sum = 0;
    for (let at = 0, place = begin + from; at < weights.length; at += 1, place += 1) sum += luma[place] * weights[at];
    into[point] = sum;
  }
}

// Take the points of all rows down: (down, across), `count` points a row.
export function gathered(rows, down, count) {
  const points = new Float64Array(down.length * count);
  down.forEach(({ from, weights }, point) => {
    for (let at = 0; at < weights.length; at += 1) {
      const weight = weights[at];
      const begin = (from + at) * count;
      for (let column = 0; column < count; column += 1) points[point * count + column] += weight * rows[begin + column];
    }
  });
  return points;
}
