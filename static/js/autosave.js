// Words typed into a form with data-keep are not lost by accident: the browser asks before the page goes.
// Nothing is stored in the browser. Leaving by "Leave this page" never asks.
const touched = new Set();
let leaving = false;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) touched.add(form);
});

document.addEventListener("submit", (event) => {
  touched.delete(event.target);
});

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest("a.leave")) leaving = true;
  },
  true,
);

window.addEventListener("beforeunload", (event) => {
  const open = [...touched].some((form) => form.isConnected);
  if (open && !leaving && !document.querySelector(".gone-cover")) event.preventDefault();
});
