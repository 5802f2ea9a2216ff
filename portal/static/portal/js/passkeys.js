/* Passkeys: asks the device, then sends its answer as a form. Hidden until this file shows it.
   [data-passkey="create|get|login"][data-refused] with a form, a button, [role=status], and for the
   first two the options of the server in #passkey-options. */

const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const known = (list) => (list || []).map((key) => ({ ...key, id: decode(key.id) }));

async function create({ publicKey }, alone) {
  const selection = { ...publicKey.authenticatorSelection };
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: decode(publicKey.challenge),
      user: { ...publicKey.user, id: decode(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

function asJson(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = {};
  for (const name of fields) if (response[name]) sent[name] = encode(response[name]);
  if (response.getTransports) sent.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: sent,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(kind, box, form) {
  if (kind === "login") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return get((await answer.json()).request_options);
  }
  const options = JSON.parse(box.querySelector("#passkey-options").textContent);
  if (kind === "get") return get(options.request_options);
  return create(options.creation_options, form.elements.passwordless.checked);
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const form = box.querySelector("form");
  const said = box.querySelector("[role=status]");
  const button = form.querySelector("button[type=button]");
  box.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    button.disabled = true;
    try {
      form.elements.credential.value = asJson(await ask(box.dataset.passkey, box, form));
      form.submit();
    } catch {
      said.textContent = box.dataset.refused;
      button.disabled = false;
      button.focus();
    }
  });
}
