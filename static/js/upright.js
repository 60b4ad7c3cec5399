// Turning by EXIF orientation (1 to 8), as evidence/fingerprints/canonical.py does.
const FROM = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, w, h) => [y, h - 1 - x],
  7: (x, y, w, h) => [w - 1 - y, h - 1 - x],
  8: (x, y, w) => [w - 1 - y, x],
};

export const uprightSize = (width, height, orientation) => (orientation >= 5 ? [height, width] : [width, height]);

// A grey picture turned upright.
export function upright({ grey, width, height }, orientation) {
  if (orientation === 1) return { grey, width, height };
  const [across, down] = uprightSize(width, height, orientation);
  const made = new Uint8Array(grey.length);
  for (let y = 0, out = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1, out += 1) {
      const [fromX, fromY] = FROM[orientation](x, y, width, height);
      made[out] = grey[fromY * width + fromX];
    }
  }
  return { grey: made, width: across, height: down };
}

// Where a box of the upright picture lies on the picture as it is stored.
export function storedBox([left, top, right, bottom], { width, height, orientation }) {
  const [oneX, oneY] = FROM[orientation](left, top, width, height);
  const [otherX, otherY] = FROM[orientation](right - 1, bottom - 1, width, height);
  return [Math.min(oneX, otherX), Math.min(oneY, otherY), Math.max(oneX, otherX) + 1, Math.max(oneY, otherY) + 1];
}
