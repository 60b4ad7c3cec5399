// "Copy" beside a field. The button stays hidden where the browser offers no clipboard.
const BACK_AFTER_MS = 4000;

function show(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const word = button.querySelector("[role=status]") ?? button;
  try {
    await navigator.clipboard.writeText(field.value);
    word.textContent = "Copied";
  } catch {
    field.select();
    word.textContent = "Press Ctrl+C";
  }
  setTimeout(() => (word.textContent = "Copy"), BACK_AFTER_MS);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

document.addEventListener("htmx:after:swap", () => show(document));
document.addEventListener("redress:swapped", () => show(document));
show(document);
