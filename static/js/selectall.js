// Choosing rows: data-all in the head chooses every data-one of the same form or table;
// data-chosen shows how many; a data-bulk bar appears once something is chosen.
function scopeOf(box) {
  return box.closest("[data-rows]");
}

function count(scope) {
  const ones = [...scope.querySelectorAll("[data-one]")];
  const chosen = ones.filter((one) => one.checked).length;
  for (const all of scope.querySelectorAll("[data-all]")) {
    all.checked = chosen > 0 && chosen === ones.length;
    all.indeterminate = chosen > 0 && chosen < ones.length;
  }
  for (const place of scope.querySelectorAll("[data-chosen]")) place.textContent = String(chosen);
  for (const bar of scope.querySelectorAll("[data-bulk]")) bar.hidden = chosen === 0;
}

function ready() {
  for (const scope of document.querySelectorAll("[data-rows]")) {
    for (const all of scope.querySelectorAll("[data-all]")) all.hidden = false;
    count(scope);
  }
}

document.addEventListener("change", (event) => {
  const scope = scopeOf(event.target);
  if (!scope) return;
  if (event.target.matches("[data-all]")) {
    for (const one of scope.querySelectorAll("[data-one]")) one.checked = event.target.checked;
  }
  count(scope);
});

document.addEventListener("htmx:after:swap", ready);
document.addEventListener("redress:swapped", ready);
ready();
