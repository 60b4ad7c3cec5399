// Covering parts of a picture. It is loaded only when asked for, lies under the boxes while they are drawn,
// stays while the page changes below it, and goes when the tab is left.
import { swap, swapped } from "./swap.js";

const HIGH = 0.75;
const LEAST_SHARE = 0.2;
const MOST = 12;
let shown = null;
let zoom = 1;
let moving = false;

const area = () => document.querySelector("[data-cover]");

function fit() {
  const here = area();
  const [pane, stage] = ["[data-pane]", "[data-stage]"].map((part) => here.querySelector(part));
  const shape = here.dataset.width / here.dataset.height;
  const fitting = Math.min(here.clientWidth, HIGH * window.innerHeight * shape);
  const wide = Math.max(fitting, LEAST_SHARE * here.clientWidth);
  stage.classList.add("fitted");
  stage.style.width = `${Math.round(wide * zoom)}px`;
  pane.classList.toggle("moving", moving);
}

function put() {
  const here = area();
  here.querySelector("[data-stage] img")?.remove();
  here.querySelector("[data-hide]").hidden = !shown;
  const rest = here.querySelector("[data-rest]");
  if (rest) rest.hidden = Boolean(shown);
  if (shown) here.querySelector("[data-stage]").prepend(shown);
}

function hide() {
  if (!shown) return;
  if (shown.src.startsWith("blob:")) URL.revokeObjectURL(shown.src);
  shown = null;
  put();
}

async function show(asked) {
  const form = asked.matches("form") ? asked : null;
  if (form && !form.reportValidity()) return;
  const [address, how] = form ? [form.action, { method: "POST", body: new FormData(form) }] : [asked.href, {}];
  try {
    const answer = await fetch(address, { ...how, cache: "no-store" });
    const kind = answer.headers.get("Content-Type") ?? "";
    if (!answer.ok || !kind.startsWith("image/")) throw new Error("refused");
    const bytes = await answer.blob();
    hide();
    shown = Object.assign(new Image(), { src: URL.createObjectURL(bytes), alt: "", draggable: false });
    put();
  } catch {
    const rest = area().querySelector("[data-rest]");
    Object.assign(rest, { textContent: "It could not be shown. Load the page again and try once more.", hidden: false });
  }
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const pane = document.querySelector("[data-pane]");
  const [left, top] = [pane.scrollLeft, pane.scrollTop];
  if (!swap(await answer.text(), window.location.href)) return void window.location.reload();
  swapped();
  document.querySelector("[data-pane]")?.scrollTo(left, top);
  document.querySelector("[data-focus], .messages")?.scrollIntoView({ block: "nearest" });
}

function ready() {
  const here = area();
  if (!here) return;
  for (const part of here.querySelectorAll("[data-script]")) part.hidden = false;
  here.querySelector("[data-move]").setAttribute("aria-pressed", String(moving));
  fit();
  put();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-underlay], [data-swap]")) return;
  event.preventDefault();
  if (form.matches("[data-underlay]")) return void show(form);
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  send(form).catch(() => form.submit());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-underlay]");
  if (link) {
    event.preventDefault();
    show(link);
  }
  if (event.target.closest("[data-hide]")) hide();
  const [zooms, moves] = [event.target.closest("[data-zoom]"), event.target.closest("[data-move]")];
  if (zooms) zoom = Math.min(Math.max(zoom * Number(zooms.dataset.zoom), 1), MOST);
  if (moves) moving = !moving;
  if (zooms || moves) {
    area().querySelector("[data-move]").setAttribute("aria-pressed", String(moving));
    fit();
  }
});

// While the picture is moved with a finger, nothing is drawn.
document.addEventListener("pointerdown", (event) => moving && event.target.closest("[data-pane]") && event.stopPropagation(), true);
document.addEventListener("visibilitychange", () => document.hidden && hide());
window.addEventListener("pagehide", hide);
window.addEventListener("resize", () => area() && fit());
document.addEventListener("redress:swapped", ready);
ready();
