/* A draft is never lost: what the server does not have stays on this device (kept.js) until it has.
   The forms send themselves by htmx (see the form macro); this module only listens, keeps, and says where things stand. */
import { accepted, forget, keep, NOT_KEPT, typedIn } from "./kept.js";
import { freshKey } from "./words.js";

const RETRY = 4000;
const attempts = new WeakMap(); // form -> { key, body, sent, edits, lost } of the last attempt, so that a repeat bears the same key
const edits = new WeakMap(); // form -> number of edits so far
const saved = new WeakMap(); // form -> how many of them the server has
const waiting = new WeakMap(); // form -> what goes on once the server has answered for every edit

const formOf = (event) => event.target.closest?.("form[data-autosave]");
const fields = (form) =>
  [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
const isUnsaved = (form) => (edits.get(form) ?? 0) > (saved.get(form) ?? 0);

/* The save state stands in its form or, on a desk, in the bar that is always in view. */
const stateOf = (form) =>
  form.querySelector("[data-save-state]") ?? document.querySelector(`[data-save-for="${CSS.escape(form.id)}"] [data-save-state]`);

function tell(form, state, sentence) {
  const box = stateOf(form);
  if (!box) return;
  box.dataset.saveState = state;
  box.className = `save-state save-${state}`;
  box.querySelector("[data-save-word]").textContent = sentence;
}

const wordsOf = (form) => stateOf(form)?.dataset ?? {};

function edited(event) {
  const form = formOf(event);
  if (!form) return;
  edits.set(form, (edits.get(form) ?? 0) + 1);
  keep(form);
  tell(form, "pending", wordsOf(form).wordsPending);
}

function attempt(form) {
  const body = JSON.stringify(fields(form));
  const last = attempts.get(form);
  const key = last && last.body === body ? last.key : freshKey();
  attempts.set(form, { key, body, typed: typedIn(form), edits: edits.get(form) ?? 0 });
  return key;
}

/* A draft goes to the form's own address and says what the form says, whichever button was pressed: htmx would take both the
   address and the value of that button, and a save would act in its place. */
function asDraft(form, detail) {
  detail.path = form.getAttribute("hx-post");
  detail.verb = "post";
  const own = new FormData(form);
  for (const name of new Set(detail.formData.keys())) if (!own.has(name)) detail.formData.delete(name);
}

/* An attempt whose answer was lost may have been saved: it is repeated as it was before anything newer is sent, so that the board
   does not take the newer words for those of another window. */
function configure(event) {
  const form = formOf(event);
  if (!form || event.detail.elt !== form) return;
  asDraft(form, event.detail);
  const last = attempts.get(form);
  if (last?.lost) event.detail.parameters = copy(last.sent);
  else attempt(form);
  const now = attempts.get(form);
  now.sent ??= copy(event.detail.formData);
  event.detail.headers["Idempotency-Key"] = now.key;
  tell(form, "saving", wordsOf(form).wordsSaving);
}

function copy(pairs) {
  const made = new FormData();
  for (const [name, value] of pairs) made.append(name, value);
  return made;
}

/* Only a save state may take the place of a save state: a sign-in page that answers instead is not swapped in. */
function beforeSwap(event) {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches?.("form[data-autosave]")) return;
  if (event.detail.xhr.responseText.includes("data-save-state")) return;
  event.detail.shouldSwap = false;
  const { status } = event.detail.xhr;
  const words = wordsOf(form);
  form.toggleAttribute("data-signed-out", status < 400 || status === 401);
  if (status < 400 || status === 401) tell(form, "signed-out", words.wordsSignedOut);
  else if (status < 500) tell(form, "unsaved", words.wordsRefused);
}

function afterRequest(event) {
  const form = event.detail.elt;
  if (!form?.matches?.("form[data-autosave]")) return;
  const { xhr } = event.detail;
  const sent = attempts.get(form);
  if (xhr.status >= 200 && xhr.status < 300 && xhr.responseText.includes("data-save-state")) {
    attempts.delete(form);
    form.removeAttribute("data-signed-out");
    saved.set(form, Math.max(saved.get(form) ?? 0, sent?.edits ?? 0));
    accepted(form, sent?.typed);
    if (isUnsaved(form)) {
      keep(form);
      tell(form, "pending", wordsOf(form).wordsPending); // written on meanwhile: the next answer counts
      return sent?.lost && send(form);
    }
    forget(form);
  } else if (xhr.status === 0 || xhr.status >= 500) {
    if (sent) sent.lost = true;
    tell(form, "unsaved", wordsOf(form).wordsUnsaved);
    setTimeout(() => form.isConnected && send(form), RETRY);
  } else attempts.delete(form);
  waiting.get(form)?.(xhr.status > 0 && xhr.status < 500);
  waiting.delete(form);
}

const send = (form) => form.dispatchEvent(new Event("change"));

/** Returns the forms with words that the board does not have. */
export const unsavedForms = () => [...document.querySelectorAll("form[data-autosave]")].filter(isUnsaved);

/** Saves a form now. Resolves to whether the board answered, whatever it said. */
export function save(form) {
  return new Promise((done) => {
    waiting.set(form, done);
    send(form);
  });
}

/** Sends a form while its page goes away; nobody hears the answer, and the words stay on this device until they match. */
export function saveParting(form) {
  const body = new URLSearchParams([...new FormData(form)].filter(([name, value]) => name !== "_key" && typeof value === "string"));
  const headers = { "HX-Request": "true", "Idempotency-Key": attempt(form), ...JSON.parse(document.body.getAttribute("hx-headers")) };
  fetch(form.getAttribute("hx-post"), { method: "POST", body, headers, keepalive: true }).catch(() => {});
}

export function start() {
  document.addEventListener("input", edited);
  document.addEventListener("change", (event) => event.target.matches?.("input, select, textarea") && edited(event));
  document.addEventListener("htmx:configRequest", configure);
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterRequest", afterRequest);
  window.addEventListener("online", () => unsavedForms().forEach(send));
}
