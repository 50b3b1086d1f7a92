/* What was typed into a form and the board does not have waits on this device, filed under the person, the form and the page it
   was typed in (two windows on one form keep apart). Only what was changed is kept, beside what stood there before: the page that
   finds it later can tell whether the board has newer words in that field (offering.js). */
import { filed, stores } from "./device.js";
import { freshKey } from "./words.js";

export const NOT_KEPT = new Set(["csrf_token", "_key", "version", "draft"]);
const TYPES_NOT_KEPT = new Set(["hidden", "file", "submit", "button", "fieldset", "output", "password"]);
const PAGE = freshKey();
const bases = new WeakMap(); // form -> what the board has, as far as this page knows

const places = (form) => `${filed(form.dataset.autosave)}#`;
const place = (form) => places(form) + PAGE;
const isKept = ({ name, type }) => name && !NOT_KEPT.has(name) && !TYPES_NOT_KEPT.has(type);

/** Whether a control is ticked, not written in. */
export const isChoice = ({ type }) => type === "checkbox" || type === "radio";

/** Returns the controls of a form that bear a name. */
export const controlsOf = (form, name) => [...form.elements].filter((control) => control.name === name);

/** Returns what a form says, as { name: [values] }; a group in which nothing is chosen has none. */
export function typedIn(form) {
  const typed = {};
  for (const control of [...form.elements].filter(isKept)) {
    typed[control.name] ??= [];
    if (!isChoice(control) || control.checked) typed[control.name].push(control.value);
  }
  return typed;
}

/** Whether two fields say the same. */
export const same = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

function changesIn(form) {
  const base = bases.get(form) ?? {};
  const changed = Object.entries(typedIn(form)).filter(([name, typed]) => !same(typed, base[name]));
  return Object.fromEntries(changed.map(([name, typed]) => [name, { before: base[name] ?? [], typed }]));
}

/** Keeps what a form says and the board does not have. */
export const keep = (form) => write(place(form), { when: Date.now(), changes: changesIn(form) });

/** Takes what this page kept of a form off the device. */
export const forget = (form) => stores(() => localStorage.removeItem(place(form)));

/** Notes what the board has of a form: what the page was opened with, or what it has just accepted. */
export const accepted = (form, typed) => typed && bases.set(form, typed);

/** Keeps a draft under its name, or takes it off the device when nothing of it is left. */
export function write(name, draft) {
  stores(() => (Object.keys(draft.changes).length ? localStorage.setItem(name, JSON.stringify(draft)) : localStorage.removeItem(name)));
}

/** Returns what earlier pages left of a form that it does not say, newest first: [{ name, draft }]. */
export function left(form) {
  const own = typedIn(form);
  const found = [];
  stores(() => {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(places(form)) && key !== place(form))) {
      const draft = JSON.parse(localStorage.getItem(name));
      const changes = Object.entries(draft.changes ?? {}).filter(([field, { typed }]) => field in own && !same(typed, own[field]));
      if (changes.length) found.push({ name, draft: { ...draft, changes: Object.fromEntries(changes) } });
      else localStorage.removeItem(name);
    }
  });
  return found.sort((one, other) => other.draft.when - one.draft.when);
}
