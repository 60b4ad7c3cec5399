// What a picture file says of itself before it is decoded: kind, how it is turned, and what stops us.
// Only what can be worked out exactly as the server does is let through; all else is CannotHere.
export class CannotHere extends Error {}

const ascii = (bytes) => String.fromCharCode(...bytes.subarray(0, 4096));
const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const XMP_TURN = /tiff:Orientation(?:="|>)([0-9])/;

// The orientation in a block of EXIF, and where its two bytes stand; null where it says none.
function exifTurn(block) {
  const start = ascii(block.subarray(0, 6)) === "Exif\0\0" ? 6 : 0;
  const tiff = view(block.subarray(start));
  const little = tiff.getUint16(0) === 0x4949;
  const begin = tiff.getUint32(4, little);
  const count = tiff.getUint16(begin, little);
  for (let entry = 0, at = begin + 2; entry < count; entry += 1, at += 12) {
    if (tiff.getUint16(at, little) !== 0x0112) continue;
    if (tiff.getUint16(at + 2, little) !== 3) throw new CannotHere();
    return { turn: tiff.getUint16(at + 8, little), at: block.byteOffset + start + at + 8, little };
  }
  return null;
}

function exif(block) {
  try {
    return exifTurn(block);
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

function turnOf({ exif: found, xmp }) {
  const turn = found ? found.turn : Number(XMP_TURN.exec(xmp ?? "")?.[1] ?? 1);
  return turn >= 1 && turn <= 8 ? turn : 1;
}

// Browsers turn a picture by its EXIF while decoding. The server shrinks it first, so the copy says "upright".
function untold(bytes, { exif: found }) {
  if (found) view(bytes).setUint16(found.at - bytes.byteOffset, 1, found.little);
  return bytes;
}

function* segments(bytes) {
  const jpeg = view(bytes);
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return;
    const mark = bytes[at + 1];
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    if (mark === 0xda || mark === 0xd9) return;
    if (mark === 0x01 || (mark >= 0xd0 && mark <= 0xd7)) {
      at += 2;
      continue;
    }
    const size = jpeg.getUint16(at + 2);
    yield { mark, body: bytes.subarray(at + 4, at + 2 + size) };
    at += 2 + size;
  }
}

function jpeg(bytes) {
  const told = {};
  for (const { mark, body } of segments(bytes)) {
    const says = ascii(body.subarray(0, 29));
    if (mark === 0xe1 && says.startsWith("Exif\0\0") && !told.seen) Object.assign(told, { exif: exif(body), seen: true });
    if (mark === 0xe1 && says.endsWith("ns.adobe.com/xap/1.0/\0")) told.xmp = new TextDecoder("latin1").decode(body);
    const begins = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (begins && (body[0] !== 8 || ![1, 3].includes(body[5]))) throw new CannotHere();
  }
  return { kind: "image/jpeg", turn: turnOf(told), bytes: untold(bytes, told) };
}

function webp(bytes) {
  const told = {};
  const riff = view(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = riff.getUint32(at + 4, true);
    const name = ascii(bytes.subarray(at, at + 4));
    const body = bytes.subarray(at + 8, at + 8 + size);
    if (name === "EXIF") told.exif = exif(body);
    if (name === "XMP ") told.xmp = new TextDecoder("latin1").decode(body);
    at += 8 + size + (size % 2);
  }
  return { kind: "image/webp", turn: turnOf(told), bytes: untold(bytes, told) };
}

export function* chunks(bytes) {
  const png = view(bytes);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const size = png.getUint32(at);
    yield { name: ascii(bytes.subarray(at + 4, at + 8)), body: bytes.subarray(at + 8, at + 8 + size) };
    at += 12 + size;
  }
}

function png(bytes) {
  const told = {};
  for (const { name, body } of chunks(bytes)) {
    if (name === "eXIf") told.exif = exif(body);
    if (!["tEXt", "zTXt", "iTXt"].includes(name)) continue;
    const says = ascii(body.subarray(0, 32));
    if (says.startsWith("Raw profile type")) throw new CannotHere();
    if (!says.startsWith("XML:com.adobe.xmp\0")) continue;
    if (name !== "iTXt" || body[18]) throw new CannotHere();
    told.xmp = new TextDecoder("latin1").decode(body);
  }
  return { kind: "image/png", turn: turnOf(told), bytes };
}

// {kind, turn, bytes}: bytes are those given, with a JPEG's or WebP's own turn taken out of them.
export function told(bytes) {
  const head = ascii(bytes.subarray(0, 12));
  if (head.startsWith("\xff\xd8\xff")) return jpeg(bytes);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return png(bytes);
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) return webp(bytes);
  throw new CannotHere();
}
