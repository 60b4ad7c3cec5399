// Puts the head of a mail file into the field, on this device; the file is not sent.
const MOST = 32 * 1024;
const MOST_SIGNS = 20000;
const part = document.querySelector("[data-mail-head]");
const field = document.querySelector("textarea[name=text]");

async function takeHead(file) {
  const text = await file.slice(0, MOST).text();
  field.value = text.split(/\r?\n\r?\n/, 1)[0].slice(0, MOST_SIGNS);
  field.focus();
}

if (part && field) {
  part.hidden = false;
  const input = part.querySelector("input");
  input.addEventListener("change", () => input.files[0] && takeHead(input.files[0]));
}
