// J and K go to the next and the one before of what is marked data-step; nothing is chosen by it.
const WRITES = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(WRITES)) return;
  const steps = [...document.querySelectorAll("[data-step]")];
  const here = steps.indexOf(document.activeElement);
  const next = here < 0 ? steps[0] : steps[here + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.closest("article, li, section")?.scrollIntoView({ block: "nearest" });
});
