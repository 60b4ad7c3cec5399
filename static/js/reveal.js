// Pictures of evidence. The outline is fetched when asked for. The picture itself is fetched only while
// the button or the space bar is held, and let go of on release, on losing focus and on leaving the tab.
let held = null;

function rest(figure) {
  const frame = figure.querySelector("[data-frame]");
  frame.querySelector("img.held")?.remove();
  for (const child of frame.children) child.hidden = false;
}

function release() {
  if (!held) return;
  const { figure, button, stop } = held;
  stop.abort();
  if (held.address) URL.revokeObjectURL(held.address);
  button.classList.remove("held");
  rest(figure);
  held = null;
}

function picture(address, words) {
  const image = new Image();
  image.src = address;
  image.alt = words;
  image.draggable = false;
  return image;
}

function say(figure, words) {
  const line = figure.querySelector("[data-rest]") ?? document.createElement("p");
  line.dataset.rest = "";
  line.textContent = words;
  figure.querySelector("[data-frame]").append(line);
}

async function hold(button) {
  const form = button.form;
  if (held || !form.reportValidity()) return;
  const figure = form.closest("[data-picture]");
  const mine = { figure, button, stop: new AbortController(), address: "" };
  held = mine;
  button.classList.add("held");
  try {
    const answer = await fetch(form.dataset.url, { method: "POST", body: new FormData(form), signal: mine.stop.signal, cache: "no-store" });
    if (!answer.ok) throw new Error("refused");
    const bytes = await answer.blob();
    if (held !== mine) return;
    mine.address = URL.createObjectURL(bytes);
    const frame = figure.querySelector("[data-frame]");
    for (const child of frame.children) child.hidden = true;
    const image = picture(mine.address, "The picture itself");
    image.className = "held";
    frame.append(image);
  } catch (fault) {
    if (fault.name === "AbortError") return;
    release();
    say(figure, "It could not be shown. Load the page again and try once more.");
  }
}

function outline(link) {
  const frame = link.closest("[data-picture]").querySelector("[data-frame]");
  frame.replaceChildren(picture(link.href, "Outline drawing of the picture"));
  link.remove();
}

function ready(root) {
  for (const form of root.querySelectorAll("[data-reveal]")) {
    for (const part of form.querySelectorAll("[data-script]")) part.hidden = false;
    for (const part of form.querySelectorAll("[data-plain]")) part.hidden = true;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-outline]");
  if (!link) return;
  event.preventDefault();
  outline(link);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-reveal]")) event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest("[data-hold]");
  if (button && event.button === 0) hold(button);
});

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[data-hold]");
  if (!button || event.key !== " ") return;
  event.preventDefault();
  if (!event.repeat) hold(button);
});

document.addEventListener("contextmenu", (event) => {
  if (event.target.closest("[data-hold], img.held")) event.preventDefault();
});

for (const kind of ["pointerup", "pointercancel", "keyup", "focusout", "visibilitychange"]) document.addEventListener(kind, release);
window.addEventListener("blur", release);
document.addEventListener("htmx:after:swap", () => ready(document));
document.addEventListener("redress:swapped", () => ready(document));
ready(document);
