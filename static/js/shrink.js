// Pillow's own ways to shrink eight-bit pictures. Squares of pixels become their means (libImaging/Reduce.c); grey ones
// are then resized, each side by itself, with weights as whole numbers of 22 bits, rounded after each side
// (Resample.c). A canvas shrinks otherwise, and that would change fingerprints.
const BITS = 22;
const HALF = 1 << (BITS - 1);
const MOST_TOGETHER = 256;
const PAIR = 0xff00ff;

const sinc = (x) => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));
export const TRIANGLE = { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };
export const LANCZOS = { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) };

// Python's round(): a half goes to the even neighbour.
export function rounded(number) {
  const near = Math.round(number);
  return Math.abs(number % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

export function fittedSize(width, height, longSide) {
  const scale = longSide / Math.max(width, height);
  return scale >= 1 ? [width, height] : [width, height].map((side) => Math.max(1, rounded(side * scale)));
}

// For each place of the new side: where its pixels begin, and what each counts. The picture ends at `span`, which may lie
// within the last pixel.
function weightsOf(from, to, filter, span = from) {
  const scale = Math.fround(span) / to;
  const wide = Math.max(scale, 1);
  const support = filter.support * wide;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const last = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: last - first }, (_, at) => filter.weight((at + first - centre + 0.5) * (1 / wide)));
    const sum = raw.reduce((one, other) => one + other, 0);
    const whole = raw.map((weight) => Math.trunc((weight / sum) * (1 << BITS) + (weight < 0 ? -0.5 : 0.5)));
    return { first, weights: Int32Array.from(whole) };
  });
}

const clipped = (sum) => Math.min(255, Math.max(0, sum >> BITS));

// Add one row of pixels, as whole numbers of 32 bits, to the sums of its squares: red, green, blue and opacity.
// Two bytes go into one sum, which holds 256 of them.
export function summedRow(pixels, begin, { width, square }, sums) {
  for (let place = 0, from = 0; from < width; place += 4) {
    const end = Math.min(from + square, width);
    while (from < end) {
      const stop = Math.min(from + MOST_TOGETHER, end);
      let [even, odd] = [0, 0];
      for (let at = begin + from; at < begin + stop; at += 1) {
        const pixel = pixels[at];
        even = (even + (pixel & PAIR)) | 0;
        odd = (odd + ((pixel >>> 8) & PAIR)) | 0;
      }
      sums[place] += even & 0xffff;
      sums[place + 1] += odd & 0xffff;
      sums[place + 2] += even >>> 16;
      sums[place + 3] += odd >>> 16;
      from = stop;
    }
  }
}

// The means of squares `rows` high, for which the sums are emptied.
export function meansOf(sums, { width, square }, rows, into) {
  for (let place = 0, from = 0; from < width; place += 4, from += square) {
    const count = Math.min(square, width - from) * rows;
    const share = Math.trunc(Math.fround(2 ** 32 / Math.fround(256 * count)));
    for (let band = place; band < place + 4; band += 1) into[band] = ((sums[band] + (count >> 1)) * share) >>> 24;
  }
  sums.fill(0);
}

function shrunkRow(row, begin, places, into, at) {
  places.forEach(({ first, weights }, place) => {
    let sum = HALF;
    for (let step = 0, pixel = begin + first; step < weights.length; step += 1, pixel += 1) sum += row[pixel] * weights[step];
    into[at + place] = clipped(sum);
  });
}

// All columns at once, `length` points a row.
function shrunkColumns(rows, length, places) {
  const made = new Uint8Array(places.length * length);
  const sums = new Int32Array(length);
  places.forEach(({ first, weights }, place) => {
    sums.fill(HALF);
    weights.forEach((weight, step) => {
      for (let at = 0, from = (first + step) * length; at < length; at += 1, from += 1) sums[at] += rows[from] * weight;
    });
    for (let at = 0; at < length; at += 1) made[place * length + at] = clipped(sums[at]);
  });
  return made;
}

// A grey picture, across and then down. It ends at `span`, as above.
export function resizedGrey({ grey, width, height }, [across, down], filter, span = [width, height]) {
  let rows = grey;
  if (across !== width || span[0] !== width) {
    rows = new Uint8Array(across * height);
    const places = weightsOf(width, across, filter, span[0]);
    for (let y = 0; y < height; y += 1) shrunkRow(grey, y * width, places, rows, y * across);
  }
  const stays = down === height && span[1] === height;
  return stays ? rows : shrunkColumns(rows, across, weightsOf(height, down, filter, span[1]));
}
