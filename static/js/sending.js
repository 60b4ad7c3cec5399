// Sends a form with data-upload: its files first and in parts, then the rest; the answer's <main> takes
// the place of this one.
import { Refused, sendInParts } from "./parts.js";
import { swap, swapped } from "./swap.js";

const STALE = "This page cannot go on. Load it again, then choose the same files; they go on where they stopped.";
const UNITS = ["bytes", "KB", "MB", "GB"];

export function size(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
}

function arrive(request) {
  if (!swap(request.responseText, request.responseURL)) return void window.location.reload();
  window.scrollTo(0, 0);
  swapped();
}

function teller(form) {
  const said = form.querySelector("[data-said]");
  return (words) => said && said.textContent !== words && Object.assign(said, { textContent: words, hidden: false });
}

// The whole form, with `arrived` in the place of its files where they went before.
function send(form, arrived) {
  const tell = teller(form);
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  const input = form.querySelector("[data-drop] input[type=file]");
  if (arrived.length && input) data.delete(input.name);
  for (const id of arrived) data.append("arrived", id);
  request.upload.addEventListener("load", () => tell("Received. It is being checked and sealed."));
  request.addEventListener("load", () => arrive(request));
  request.addEventListener("error", () => {
    delete form.dataset.sending;
    tell("The last step did not arrive. What was sent is kept for a day; press the button again.");
  });
  request.open("POST", form.action);
  request.send(data);
}

// Shows the way of every file and lets it be stopped for a while.
function lineFor(form, drop, total) {
  const [bar, pause] = ["[data-bar]", "[data-pause]"].map((mark) => drop.querySelector(mark));
  const tell = teller(form);
  const line = { begin: drop.dataset.begin, token: form.elements.csrfmiddlewaretoken.value, done: 0, row: null };
  let stop = new AbortController();
  let goOn = null;
  const rest = () => tell("Sending. If the connection is lost, it goes on by itself.");
  pause.hidden = bar.hidden = false;
  pause.onclick = () => {
    if (goOn) return goOn();
    stop.abort();
    pause.textContent = "Go on";
    tell("Paused. What was sent so far is kept for a day.");
    line.wait = new Promise((done) => { goOn = done; }).then(() => {
      [goOn, line.wait, stop] = [null, null, new AbortController()];
      pause.textContent = "Pause";
      rest();
    });
  };
  rest();
  return Object.assign(line, {
    signal: () => stop.signal,
    waitUntilAllowed: async () => line.wait,
    lost: (yes) => (yes ? tell("The connection is lost. It goes on from here once it is back.") : rest()),
    told: (bytes) => {
      if (line.row) line.row.textContent = `${size(bytes)} of ${size(line.file.size)}`;
      bar.value = (100 * (line.done + bytes)) / Math.max(total, 1);
    },
    close: () => { pause.hidden = true; },
  });
}

async function sendFiles(form, drop, files) {
  const rows = drop.querySelectorAll("[data-files] li span:last-child");
  const line = lineFor(form, drop, files.reduce((sum, file) => sum + file.size, 0));
  const arrived = [];
  for (const [at, file] of files.entries()) {
    Object.assign(line, { row: rows[at], file });
    arrived.push(await sendInParts(file, line));
    line.done += file.size;
    if (line.row) line.row.textContent = `${size(file.size)}, here`;
  }
  line.close();
  return arrived;
}

export async function sendForm(form) {
  const drop = form.querySelector("[data-drop]");
  const files = [...(drop?.querySelector("input[type=file]")?.files ?? [])];
  if (!files.length || !drop.dataset.begin) return send(form, []);
  try {
    send(form, await sendFiles(form, drop, files));
  } catch (fault) {
    delete form.dataset.sending;
    drop.querySelector("[data-pause]").hidden = drop.querySelector("[data-bar]").hidden = true;
    teller(form)(fault.message && fault instanceof Refused ? fault.message : STALE);
    if (!(fault instanceof Refused)) throw fault;
  }
}
