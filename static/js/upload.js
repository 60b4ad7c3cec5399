// Giving files: drop and paste fill the ordinary file input; names and sizes are listed, no picture is
// drawn. `sending.js` sends the form.
import { sendForm, size } from "./sending.js";

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
  sendForm(form);
});

document.addEventListener("redress:swapped", ready);
document.addEventListener("htmx:after:swap", ready);
ready();
