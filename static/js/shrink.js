// Pillow's own way to resize eight-bit pictures (libImaging/Resample.c): each side by itself, weights as whole
// numbers of 22 bits, rounded after each side. A canvas shrinks otherwise, and that would change fingerprints.
const BITS = 22;
const HALF = 1 << (BITS - 1);
const MOST_TOGETHER = 256;

const sinc = (x) => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));
export const BOX = { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };
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

// For each place of the new side: where its pixels begin, and what each counts.
export function weightsOf(from, to, filter) {
  const scale = from / to;
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

// Where all the pixels of each place count the same, as with BOX: where they begin and end, and what each counts.
// Null where they do not, or where red and blue would not fit side by side into one sum.
export function alike(places) {
  if (!places.every(({ weights }) => weights.length <= MOST_TOGETHER && weights.every((weight) => weight === weights[0]))) return null;
  const firsts = Int32Array.from(places, ({ first }) => first);
  return { firsts, lengths: Int32Array.from(places, ({ weights }) => weights.length), shares: Int32Array.from(places, ({ weights }) => weights[0]) };
}

// One row of pixels, as whole numbers of 32 bits, shrunk into `into` from `out`: red, green and blue.
export function averagedColours(pixels, begin, { firsts, lengths, shares }, into, out) {
  for (let place = 0; place < firsts.length; place += 1, out += 3) {
    const end = begin + firsts[place] + lengths[place];
    let [both, green] = [0, 0];
    for (let at = begin + firsts[place]; at < end; at += 1) {
      both = (both + (pixels[at] & 0xff00ff)) | 0;
      green += (pixels[at] >> 8) & 255;
    }
    into[out] = clipped(HALF + (both & 0xffff) * shares[place]);
    into[out + 1] = clipped(HALF + green * shares[place]);
    into[out + 2] = clipped(HALF + (both >>> 16) * shares[place]);
  }
}

// The same, whatever each pixel counts.
export function shrunkColours(pixels, begin, places, into, out) {
  for (let place = 0; place < places.length; place += 1, out += 3) {
    const { first, weights } = places[place];
    let [red, green, blue] = [HALF, HALF, HALF];
    for (let step = 0, at = begin + first; step < weights.length; step += 1, at += 1) {
      red += (pixels[at] & 255) * weights[step];
      green += ((pixels[at] >> 8) & 255) * weights[step];
      blue += ((pixels[at] >> 16) & 255) * weights[step];
    }
    into[out] = clipped(red);
    into[out + 1] = clipped(green);
    into[out + 2] = clipped(blue);
  }
}

// One row of `count` bytes a pixel, all of them kept.
export function shrunkRow(row, begin, { places, count }, into, at) {
  for (let band = 0; band < count; band += 1) {
    for (let place = 0; place < places.length; place += 1) {
      const { first, weights } = places[place];
      let sum = HALF;
      for (let step = 0, pixel = begin + first * count + band; step < weights.length; step += 1, pixel += count) {
        sum += row[pixel] * weights[step];
      }
      into[at + place * count + band] = clipped(sum);
    }
  }
}

// All columns at once, `length` bytes a row.
export function shrunkColumns(rows, length, places) {
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

// A grey picture, both sides.
export function resizedGrey({ grey, width, height }, to, filter) {
  let rows = grey;
  if (to !== width) {
    rows = new Uint8Array(to * height);
    const how = { places: weightsOf(width, to, filter), count: 1 };
    for (let y = 0; y < height; y += 1) shrunkRow(grey, y * width, how, rows, y * to);
  }
  return to === height ? rows : shrunkColumns(rows, to, weightsOf(height, to, filter));
}
