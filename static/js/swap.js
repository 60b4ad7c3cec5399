// The answer to a form takes the place of this page's <main>, as if the browser had gone there.
export function swap(text, address) {
  const next = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!next) return false;
  document.querySelector("main").replaceWith(next);
  window.history.replaceState(null, "", address);
  window.htmx?.process(next);
  return true;
}

export function swapped() {
  document.dispatchEvent(new Event("redress:swapped"));
}
