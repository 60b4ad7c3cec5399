// What a small copy of a picture tells at a glance: whether it looks like a page, and where its plain edges end.
const PAPER = 0.2;
const FLAT = 10;

export function looksLikeAPage({ grey }) {
  const tones = new Uint32Array(258);
  for (const tone of grey) tones[tone + 1] += 1;
  let most = 0;
  for (let at = 1; at < 257; at += 1) most = Math.max(most, tones[at - 1] + tones[at] + tones[at + 1]);
  return most / grey.length >= PAPER;
}

function plain({ grey }, from, step, count) {
  let [low, high] = [255, 0];
  for (let at = from, left = count; left > 0; left -= 1, at += step) {
    [low, high] = [Math.min(low, grey[at]), Math.max(high, grey[at])];
  }
  return high - low <= FLAT;
}

// The box without plain edges, in pixels of a picture `across` wide; null where there are none.
export function trimmed(small, across) {
  const { width, height } = small;
  let [left, top, right, bottom] = [0, 0, width, height];
  const row = (y) => plain(small, y * width + left, 1, right - left);
  const column = (x) => plain(small, top * width + x, width, bottom - top);
  while (bottom - top > 8 && row(top)) top += 1;
  while (bottom - top > 8 && row(bottom - 1)) bottom -= 1;
  while (right - left > 8 && column(left)) left += 1;
  while (right - left > 8 && column(right - 1)) right -= 1;
  if (right - left === width && bottom - top === height) return null;
  if (right - left <= 8 || bottom - top <= 8) return null;
  const scale = across / width;
  return [Math.ceil(left * scale), Math.ceil(top * scale), Math.floor(right * scale), Math.floor(bottom * scale)];
}
