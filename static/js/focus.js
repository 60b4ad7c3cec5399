// The error summary takes focus when it appears, and its links go to the field itself.
function focusSummary(root) {
  root.querySelector("[data-focus]")?.focus();
}

function fieldFor(link) {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  return target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-focus] a[href^='#']");
  const field = link && fieldFor(link);
  if (!field) return;
  event.preventDefault();
  (field.closest(".govuk-form-group") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});

document.addEventListener("htmx:after:swap", () => focusSummary(document));
document.addEventListener("redress:swapped", () => focusSummary(document));
focusSummary(document);
