/* Nobody leaves words behind: a button or a link waits until what was just typed is saved, and a page that goes away
   saves on its way. When the board cannot be reached a button changes nothing: the page stays, and so does its text. */
import { save, saveParting, unsavedForms } from "./autosave.js";
import { announce } from "./words.js";

const PATIENCE = 5000; // milliseconds: a slow answer holds nobody longer
let held = false; // a button waits
let parted = false; // this page sent its words as it went away

const late = () => new Promise((done) => setTimeout(done, PATIENCE, true));
const saveAll = async (forms) => (await Promise.all(forms.map((form) => Promise.race([save(form), late()])))).every(Boolean);

async function submitting(event) {
  const forms = unsavedForms().filter((form) => !form.elements.over); // a form whose conflict is shown is decided by its button
  if (event.defaultPrevented || (!forms.length && !held)) return;
  event.preventDefault();
  if (held) return;
  const { target: form, submitter } = event;
  held = true;
  const reached = await saveAll(forms);
  held = false;
  if (!reached) return announce(document.body.dataset.wordsLost);
  if (forms.some((each) => each.elements.over)) return document.getElementById("both-title")?.focus(); // shown just now: not yet decided
  document.removeEventListener("submit", submitting);
  form.requestSubmit(submitter);
  document.addEventListener("submit", submitting);
}

async function following(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const here = link.pathname === location.pathname && link.search === location.search && link.hash;
  const forms = unsavedForms();
  if (link.closest(".sign-in-again")) return; // nothing can be saved before that
  if (!forms.length || here || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  event.preventDefault();
  await saveAll(forms);
  location.assign(link.href);
}

function parting() {
  const forms = unsavedForms();
  parted = forms.length > 0;
  forms.forEach(saveParting);
}

export function start() {
  document.addEventListener("submit", submitting);
  document.addEventListener("click", following);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && unsavedForms().forEach(save));
  window.addEventListener("pagehide", parting);
  window.addEventListener("pageshow", (event) => event.persisted && parted && location.reload());
}
