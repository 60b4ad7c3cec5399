// Giving files: drop and paste fill the ordinary file input; names and sizes are listed, no picture is
// drawn. A form with data-upload is sent with a bar; the answer's <main> takes the place of this one.
const UNITS = ["bytes", "KB", "MB", "GB"];

function size(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
}

function list(drop, input) {
  const names = drop.querySelector("[data-files]");
  names.replaceChildren(
    ...[...input.files].map((file) => {
      const [row, name, weight] = ["li", "span", "span"].map((tag) => document.createElement(tag));
      name.textContent = file.name;
      weight.textContent = size(file.size);
      weight.className = "quiet num";
      row.append(name, weight);
      return row;
    }),
  );
  names.hidden = input.files.length === 0;
}

function give(drop, files, manner) {
  const input = drop.querySelector("input[type=file]");
  if (!files.length || !input) return;
  const bag = new DataTransfer();
  for (const file of input.multiple ? [...input.files, ...files] : [files[0]]) bag.items.add(file);
  input.files = bag.files;
  const told = drop.querySelector("[data-manner]");
  if (told) told.value = manner;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function drops() {
  return [...document.querySelectorAll("[data-drop]")];
}

function ready() {
  for (const drop of drops()) for (const part of drop.querySelectorAll("[data-script]")) part.hidden = false;
}

function arrive(request) {
  const next = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!next) return void window.location.reload();
  document.querySelector("main").replaceWith(next);
  window.history.replaceState(null, "", request.responseURL);
  window.htmx?.process(next);
  window.scrollTo(0, 0);
  document.dispatchEvent(new Event("redress:swapped"));
}

function send(form) {
  const bar = form.querySelector("[data-bar]");
  const said = form.querySelector("[data-said]");
  const tell = (words) => said && Object.assign(said, { textContent: words, hidden: false });
  const request = new XMLHttpRequest();
  if (bar) bar.hidden = false;
  tell("Sending. Stay on this page until it is done.");
  request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
    if (bar && lengthComputable) bar.value = (100 * loaded) / total;
  });
  request.upload.addEventListener("load", () => tell("Received. It is being checked and sealed."));
  request.addEventListener("load", () => arrive(request));
  request.addEventListener("error", () => {
    if (bar) bar.hidden = true;
    delete form.dataset.sending;
    tell("It did not arrive. Nothing was kept. You can send it again.");
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-drop]");
  if (drop && event.target.type === "file") list(drop, event.target);
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]");
    for (const other of drops()) other.classList.toggle("over", other === drop && kind !== "dragleave" && kind !== "drop");
    if (!drop) return;
    event.preventDefault();
    if (kind === "drop") give(drop, [...event.dataTransfer.files], "DROP");
  });
}

document.addEventListener("paste", (event) => {
  const [drop] = drops();
  const files = [...(event.clipboardData?.files ?? [])];
  if (!drop || !files.length) return;
  event.preventDefault();
  give(drop, files, "PASTE");
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  send(form);
});

document.addEventListener("redress:swapped", ready);
document.addEventListener("htmx:after:swap", ready);
ready();
