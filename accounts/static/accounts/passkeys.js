// Connects a button with data-passkey (addForm, loginForm, authenticateForm) to allauth's ceremony.
// Buttons stay hidden where the browser cannot do it; a failed try shows the sentence beside it.
const forms = window.allauth?.webauthn?.forms;

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!forms || !window.PublicKeyCredential) continue;
  const { passkey, credential, options, passwordless } = button.dataset;
  forms[passkey]({
    ids: {
      add: button.id, login: button.id, authenticate: button.id, credential, data: options, passwordless,
    },
  });
  button.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-trouble]")) words.hidden = false;
});
