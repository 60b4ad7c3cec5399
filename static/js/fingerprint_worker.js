// Works fingerprints out on this device. Its own policy lets it ask nothing of anybody; it only answers the page.
import { decoded } from "./decode.js";
import { CannotHere } from "./kinds.js";
import { measured } from "./measure.js";
import { looksLikeAPage, trimmed } from "./trim.js";

const LEAST_QUALITY = 50;
const MOST_BYTES = 100 * 2 ** 20;

async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The whole file stands in memory while it is worked on: crypto.subtle takes no stream.
async function worked({ file, region }, known) {
  if (!file.size || file.size > MOST_BYTES) throw new CannotHere();
  const begun = performance.now();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sha256 = (known.sha256 = await digest(bytes));
  const digested = performance.now();
  const source = await decoded(bytes);
  const opened = performance.now();
  const { stated, small } = measured(source, { sha256, region: region ?? null });
  const took = { digest: digested - begun, decode: opened - digested, measure: performance.now() - opened };
  const page = !region && stated.quality >= LEAST_QUALITY && looksLikeAPage(small);
  return { stated, page, trim: region ? null : trimmed(small, stated.width), took };
}

self.addEventListener("message", async ({ data }) => {
  const known = {};
  try {
    self.postMessage({ id: data.id, ...(await worked(data, known)) });
  } catch (fault) {
    self.postMessage({ id: data.id, ...known, fault: fault instanceof CannotHere ? "kind" : "damaged" });
  }
});
self.postMessage({ ready: true });
