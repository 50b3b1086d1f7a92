/* A draft is never lost: what the server does not have stays on this device, filed under the person, the form and the page it was
   typed in (two windows on one form keep apart), and is offered again by the next page with that form.
   The forms send themselves by htmx (see the form macro); this module only listens, keeps, and says where things stand. */
import { filed, stores } from "./device.js";
import { freshKey, say } from "./words.js";

const RETRY = 4000;
const KEPT_DAYS = 7;
const NOT_KEPT = new Set(["csrf_token", "_key", "version", "draft"]);
const PAGE = freshKey();
const attempts = new WeakMap(); // form -> { key, body, sent, edits, lost } of the last attempt, so that a repeat bears the same key
const edits = new WeakMap(); // form -> number of edits so far
const saved = new WeakMap(); // form -> how many of them the server has
const waiting = new WeakMap(); // form -> what goes on once the server has answered for every edit
const offers = new WeakMap(); // form -> [{ name, draft }] of what earlier pages left on this device, newest first

const formOf = (event) => event.target.closest?.("form[data-autosave]");
const places = (form) => `${filed(form.dataset.autosave)}#`;
const place = (form) => places(form) + PAGE;
const fields = (form) =>
  [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");

const keep = (form) => stores(() => localStorage.setItem(place(form), JSON.stringify({ when: Date.now(), fields: fields(form) })));
const forget = (form) => stores(() => localStorage.removeItem(place(form)));
const isUnsaved = (form) => (edits.get(form) ?? 0) > (saved.get(form) ?? 0);

function tell(form, state, sentence) {
  const box = form.querySelector("[data-save-state]");
  if (!box) return;
  box.dataset.saveState = state;
  box.className = `save-state save-${state}`;
  box.querySelector("[data-save-word]").textContent = sentence;
}

const wordsOf = (form) => form.querySelector("[data-save-state]")?.dataset ?? {};

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
  attempts.set(form, { key, body, edits: edits.get(form) ?? 0 });
  return key;
}

/* An attempt whose answer was lost may have been saved: it is repeated as it was before anything newer is sent, so that the board
   does not take the newer words for those of another window. */
function configure(event) {
  const form = formOf(event);
  if (!form || event.detail.elt !== form) return;
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
    if (!isUnsaved(form)) forget(form);
    else return sent?.lost && send(form); // written on meanwhile: the next answer counts
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

/* Nothing is taken off the device before the person has chosen: another window may still be writing it. */
function offer(form) {
  const own = JSON.stringify(fields(form));
  const left = [];
  stores(() => {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(places(form)) && key !== place(form))) {
      const draft = JSON.parse(localStorage.getItem(name));
      if (JSON.stringify(draft.fields) === own) localStorage.removeItem(name);
      else left.push({ name, draft });
    }
  });
  offers.set(form, left.sort((one, other) => other.draft.when - one.draft.when));
  showOffer(form);
}

function showOffer(form) {
  const box = form.querySelector("[data-restore]");
  const [next] = offers.get(form);
  if (!box) return;
  box.hidden = !next;
  if (!next) return;
  const sentence = box.querySelector("p");
  sentence.dataset.words ??= sentence.textContent;
  const when = new Date(next.draft.when).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  sentence.textContent = say(sentence.dataset.words, { when });
}

function putBack(form, draft) {
  const values = grouped(draft.fields);
  for (const control of form.elements) {
    if (!control.name || NOT_KEPT.has(control.name) || ["hidden", "file", "submit"].includes(control.type)) continue;
    const mine = values.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = mine.includes(control.value);
    else if (mine.length) control.value = mine[0];
  }
  form.querySelectorAll("textarea, input:not([type=hidden])").forEach((control) => control.dispatchEvent(new Event("input", { bubbles: true })));
}

function grouped(pairs) {
  const groups = new Map();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}

function choose(event) {
  const box = event.target.closest?.("[data-restore]");
  const form = box?.closest("form[data-autosave]");
  if (!form || !event.target.matches("button")) return;
  const { name, draft } = offers.get(form).shift();
  if (event.target.matches("[data-restore-take]")) putBack(form, draft);
  stores(() => localStorage.removeItem(name));
  showOffer(form);
  form.querySelector("textarea, input:not([type=hidden])")?.focus();
}

function clearOld() {
  stores(() => {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith("draft:"))) {
      const { when } = JSON.parse(localStorage.getItem(name)) ?? {};
      if (!(Date.now() - when < KEPT_DAYS * 86_400_000)) localStorage.removeItem(name);
    }
  });
}

export function start() {
  clearOld();
  document.querySelectorAll("form[data-autosave]").forEach(offer);
  document.addEventListener("input", edited);
  document.addEventListener("change", (event) => event.target.matches?.("input, select, textarea") && edited(event));
  document.addEventListener("click", choose);
  document.addEventListener("htmx:configRequest", configure);
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:afterRequest", afterRequest);
  window.addEventListener("online", () => unsavedForms().forEach(send));
}
