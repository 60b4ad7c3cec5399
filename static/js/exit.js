// Leaving at once: cover the page, sign out by beacon, and replace this entry of the history.
// Without script "Leave this page" is a plain link that the server answers the same way.
const PRESSES = 3;
const WITHIN_MS = 5000;

let presses = [];

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "gone-cover";
  document.body.append(sheet);
}

function leave(link) {
  cover();
  const token = new FormData();
  token.append("csrfmiddlewaretoken", document.body.dataset.token ?? "");
  navigator.sendBeacon(link.href, token);
  window.location.replace(link.dataset.exit || link.href);
}

function leaveLink() {
  return document.querySelector("a.leave");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.leave");
  if (!link) return;
  event.preventDefault();
  leave(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  const now = event.timeStamp;
  presses = [...presses.filter((then) => now - then < WITHIN_MS), now];
  const link = leaveLink();
  if (presses.length >= PRESSES && link) leave(link);
});

// A page the browser kept whole in memory came back without asking the server: leave again, or ask now.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  const link = leaveLink();
  if (link && document.querySelector(".gone-cover")) leave(link);
  else window.location.reload();
});
