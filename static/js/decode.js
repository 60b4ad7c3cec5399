// A picture's pixels at full size, a row at a time, in a worker. The file is only read here.
import { CannotHere, told } from "./kinds.js";
import { pngRows } from "./png.js";

const STRIPE_PIXELS = 1 << 17;

// {width, height, orientation, layered, rows}: rows(take) calls take(pixels, begin, y) for each row as it is stored:
// pixels are the same memory as bytes and as whole numbers of 32 bits, and the row begins at the pixel `begin`.
export async function decoded(bytes) {
  const { kind, turn, bytes: plain } = told(bytes);
  const found = kind === "image/png" ? await pngRows(plain) : await canvasRows(plain, kind);
  return { ...found, orientation: turn };
}

const opaque = (pixels) => pixels.every((pixel) => pixel >>> 24 === 255);

async function canvasRows(bytes, type) {
  const picture = await createImageBitmap(new Blob([bytes], { type }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = picture;
  const most = Math.max(1, Math.floor(STRIPE_PIXELS / width));
  const canvas = new OffscreenCanvas(width, Math.min(most, height));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingEnabled = false;
  pen.globalCompositeOperation = "copy";
  const rows = (take) => {
    for (let top = 0; top < height; top += most) {
      const high = Math.min(most, height - top);
      pen.drawImage(picture, 0, top, width, high, 0, 0, width, high);
      const { data } = pen.getImageData(0, 0, width, high);
      const pixels = { bytes: data, whole: new Int32Array(data.buffer) };
      if (type !== "image/jpeg" && !opaque(pixels.whole)) throw new CannotHere();
      for (let y = 0; y < high; y += 1) take(pixels, y * width, top + y);
    }
    picture.close();
  };
  return { width, height, layered: false, opaque: true, rows };
}
