/* A passkey is asked of the device by script alone: the button stays hidden where there is none. What the device answers goes to the
   board in a plain form, so that a refusal is a page like any other. */
import { announce } from "./words.js";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function optionsFor(form) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(form.dataset.passkey, { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || !answer.headers.get("Content-Type").includes("json")) throw new Error("refused");
  const options = await answer.json();
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) options[list] = (options[list] ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  return options;
}

function said({ id, type, rawId, response, authenticatorAttachment }) {
  const answer = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = text(response[name]);
  }
  return JSON.stringify({ id, type, rawId: text(rawId), response: answer, authenticatorAttachment, clientExtensionResults: {} });
}

async function ask(event) {
  const form = event.target;
  if (!form.matches("form[data-passkey]") || form.elements.answer.value) return;
  event.preventDefault();
  const note = form.querySelector("[data-passkey-note]");
  note.hidden = true;
  try {
    const publicKey = await optionsFor(form);
    const made = await navigator.credentials[publicKey.user ? "create" : "get"]({ publicKey });
    form.elements.answer.value = said(made);
  } catch {
    note.hidden = false;
    return announce(note.textContent.trim());
  }
  form.submit();
}

export function start() {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!forms.length || !window.PublicKeyCredential) return;
  forms.forEach((form) => (form.hidden = false));
  document.querySelectorAll("[data-passkey-missing]").forEach((note) => (note.hidden = true));
  document.addEventListener("submit", ask);
}
