// Fingerprints worked out on this device. In this way the file has no name in the form, so that no form can send it,
// and what is sent is a form of its own that holds numbers and nothing else.
import { Card } from "./card.js";

const CAN = "Worker" in window && "OffscreenCanvas" in window && "DecompressionStream" in window && Boolean(window.crypto?.subtle);
const waiting = new Map();
let worker = null;
let count = 0;

function asked(file, region) {
  count += 1;
  const answer = new Promise((resolve) => waiting.set(count, resolve));
  worker.postMessage({ id: count, file, region });
  return answer;
}

const cards = new Map();
// A page may offer other ways beside this one; where it offers none, this is the way.
const choice = (form) => form.querySelector("[name=keeping][value=device]");
const chosen = (form) => !choice(form) || form.querySelector("[name=keeping]:checked")?.value === "device";
const READY = ["done", "part", "file"];
const input = (form) => form.querySelector("input[type=file]");

function laid(form) {
  const own = chosen(form);
  const files = input(form);
  if (own) files.removeAttribute("name");
  else files.name = "upload";
  const list = form.querySelector("[data-cards]");
  list.hidden = !own;
  const known = new Map([...(cards.get(form) ?? [])].map((card) => [card.file, card]));
  const now = own ? [...files.files].map((file) => known.get(file) ?? new Card(form, { file, asked, leave: (card) => left(form, card) })) : [];
  cards.set(form, new Set(now));
  list.replaceChildren(...now.map((card) => card.root));
}

// The file goes out of the input too, so that another way does not send it.
function left(form, card) {
  const bag = new DataTransfer();
  for (const file of input(form).files) if (file !== card.file) bag.items.add(file);
  input(form).files = bag.files;
  input(form).dispatchEvent(new Event("change", { bubbles: true }));
}

function said(form, words) {
  Object.assign(form.querySelector("[data-said]"), { textContent: words, hidden: !words });
}

async function send(form) {
  const own = [...(cards.get(form) ?? [])];
  said(form, own.length ? "" : "Choose at least one picture.");
  await Promise.all(own.map((card) => card.found));
  const open = own.find((card) => !READY.includes(card.state));
  if (open) (open.part("[data-open]:not([hidden])") ?? open.part("[data-out]")).focus();
  if (open || !own.length) return;
  const values = await Promise.all(own.map((card) => card.stated()));
  if (values.some((value) => !value)) return;
  post(form, values.map((value) => JSON.stringify(value)));
}

function post(form, values) {
  const bare = document.createElement("form");
  Object.assign(bare, { method: "post", action: form.dataset.device, hidden: true });
  const field = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
  const known = ["csrfmiddlewaretoken", "label"].filter((name) => form.elements[name]);
  const shared = known.map((name) => field(name, form.elements[name].value));
  bare.append(...shared, ...values.map((value) => field("values", value)));
  document.body.append(bare);
  bare.submit();
}

function offer(form) {
  form.hidden = false;
  for (const needs of document.querySelectorAll("[data-needs]")) needs.hidden = true;
  const way = choice(form);
  if (way) Object.assign(way, { hidden: false, disabled: false });
  // Whoever chose a way while this was still loading keeps it.
  if (way && !("decided" in form.dataset) && !form.querySelector("[aria-invalid=true]")) way.checked = true;
  form.addEventListener("change", (event) => event.target.matches("[name=keeping], [type=file]") && laid(form));
  form.addEventListener("submit", (event) => {
    if (!chosen(form)) return;
    event.preventDefault();
    send(form);
  });
  laid(form);
}

function ready() {
  const form = document.querySelector("form[data-device]:not([data-alive])");
  if (!CAN || !form) return;
  form.dataset.alive = "";
  const decide = (way) => way?.matches("[name=keeping]") && Object.assign(form.dataset, { decided: "" });
  const before = form.querySelector("[name=keeping]:checked");
  if (before && !before.defaultChecked) decide(before);
  for (const kind of ["click", "change"]) form.addEventListener(kind, (event) => decide(event.target));
  worker = new Worker(form.dataset.worker, { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    if (data.ready) return offer(form);
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
}

document.addEventListener("redress:swapped", ready);
ready();
