// Fills an empty field with data-zone (a select or an input) with the zone of the device.
function fill(root) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of root.querySelectorAll("[data-zone]")) {
    if (field.value || !zone) continue;
    const offered = field.tagName !== "SELECT" || [...field.options].some((option) => option.value === zone);
    if (offered) field.value = zone;
  }
}

document.addEventListener("htmx:after:swap", () => fill(document));
document.addEventListener("redress:swapped", () => fill(document));
fill(document);
