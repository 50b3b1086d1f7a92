/* A page that answers a form, a refusal most often, stands in the history as a page that may be asked for again: Back and reload
   show it without sending the form once more. What the form says rides on that entry of the history: in this tab, for this person.
   A tick is put back only where the form is still of the version that was ticked. */
import { isChoice, typedIn } from "./kept.js";
import { put } from "./offering.js";

const person = () => document.body.dataset.person;
const goesHere = (form) => new URL(form.getAttribute("action"), location).pathname === location.pathname;
const ownForm = () => [...document.querySelectorAll("main form[method=post][action]:not([data-autosave])")].find(goesHere);
const versionOf = (form) => form.elements.version?.value ?? "";

function note(form) {
  const said = { person: person(), version: versionOf(form), typed: typedIn(form) };
  history.replaceState({ ...history.state, said }, "", location.href);
}

function putBack(form, { version, typed }) {
  for (const [name, values] of Object.entries(typed)) {
    const control = [...form.elements].find((each) => each.name === name);
    if (control && (version === versionOf(form) || !isChoice(control))) put(form, name, values);
  }
}

/* A form that says its page and keeps its words elsewhere (on the device, or in the form it came from): that page takes the place
   of the answer, which for a question asked before an act is always one to a form. */
function lead(form) {
  if (form && (!form.matches("[data-autosave]") || "again" in document.body.dataset)) history.replaceState(history.state, "", form.dataset.page);
}

export function start() {
  lead(document.querySelector("form[data-page]"));
  const form = person() && ownForm();
  if (!form) return;
  const said = history.state?.said;
  if (said?.person === person()) putBack(form, said);
  else if (!("again" in document.body.dataset)) return;
  note(form);
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => note(form));
}
