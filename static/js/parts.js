// Sends one file in parts. Each part is sealed on the server before it is acknowledged, so after a lost
// connection, a pause or a closed page it goes on where it stopped. Nothing is stored in the browser: the
// server knows the file again by its name, its size and a digest of its two ends.
const EDGE = 1024 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30];

export class Refused extends Error {}
class Lost extends Error {}

async function mark(file) {
  if (!window.crypto?.subtle) return "";
  const ends = [file.slice(0, EDGE), file.slice(Math.max(EDGE, file.size - EDGE)), `${file.size} ${file.lastModified}`];
  const digest = await window.crypto.subtle.digest("SHA-256", await new Blob(ends).arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function later(seconds) {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    window.addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
  });
}

function ask(method, url, { token, body, start, signal, progress }) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("X-CSRFToken", token);
    if (start !== undefined) {
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", String(start));
    }
    request.upload.addEventListener("progress", ({ loaded }) => progress?.(loaded));
    request.addEventListener("load", () => done(request));
    for (const kind of ["error", "abort", "timeout"]) request.addEventListener(kind, () => fail(new Lost(kind)));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function answer(request) {
  const signedOut = request.responseURL && !request.getResponseHeader("Content-Type")?.includes("json");
  if (request.status === 403 || request.status === 404 || (request.status < 400 && signedOut)) throw new Refused("");
  const told = signedOut ? {} : JSON.parse(request.responseText);
  if (request.status === 422) throw new Refused(told.sentence);
  if (request.status >= 500 || told.received === undefined) throw new Lost(String(request.status));
  return told;
}

// `line` is {token, begin, signal(), waitUntilAllowed(), told(bytes), lost(yes)}; gives the id of the upload.
export async function sendInParts(file, line) {
  const announced = new FormData();
  for (const [name, value] of [["name", file.name], ["size", file.size], ["mark", await mark(file)]]) announced.set(name, value);
  let state = null;
  let tries = 0;
  for (;;) {
    await line.waitUntilAllowed();
    try {
      if (state === null) state = answer(await ask("POST", line.begin, { token: line.token, body: announced }));
      else if (tries) state = answer(await ask("GET", state.at, { token: line.token }));
      line.told(state.received);
      line.lost(false);
      while (state.received < state.size) {
        const start = state.received;
        const body = file.slice(start, Math.min(start + state.part, state.size));
        const progress = (sent) => line.told(start + Math.min(sent, body.size));
        state = answer(await ask("PATCH", state.at, { token: line.token, body, start, signal: line.signal(), progress }));
        if (state.received <= start) throw new Lost("nothing of it was kept");
        tries = 0;
        line.told(state.received);
        await line.waitUntilAllowed();
      }
      return state.id;
    } catch (fault) {
      if (!(fault instanceof Lost)) throw fault;
      tries += 1;
      if (!line.signal().aborted) {
        line.lost(true);
        await later(WAITS[Math.min(tries, WAITS.length) - 1]);
      }
    }
  }
}
