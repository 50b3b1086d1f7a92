/* A message or a reason has no draft on the board: it waits on this device until the board says that it took it, or an entry
   of what was said is just that. A form that keeps all (a page of a set-up) keeps numbers, days and choices too, says so when it
   puts them back, and lets them go for what is saved. */
import { filed, forgetTaken, stores } from "./device.js";
import { controlsOf, isChoice } from "./kept.js";

const ALL = "textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])";
const place = (form) => filed(form.dataset.keep);
const keepsAll = (form) => "keepAll" in form.dataset;
const areas = (form) => [...form.querySelectorAll("textarea")];
const plain = (text) => text.replace(/\s+/g, " ").trim();
const namesIn = (form) => [...new Set([...form.querySelectorAll(keepsAll(form) ? ALL : "textarea")].map(({ name }) => name))].filter(Boolean);

/** Returns what a field says, or said when the page came: a choice says what is ticked, in lines. */
function saysNow(form, name, { first = false } = {}) {
  return controlsOf(form, name)
    .filter((control) => !isChoice(control) || (first ? control.defaultChecked : control.checked))
    .map((control) => (isChoice(control) || !first ? control.value : firstValue(control)))
    .join("\n");
}

const firstValue = (control) =>
  control.matches("select") ? ([...control.options].find((each) => each.defaultSelected) ?? control.options[0])?.value : control.defaultValue;

function say(form, name, text) {
  for (const control of controlsOf(form, name)) {
    if (isChoice(control)) control.checked = text.split("\n").includes(control.value);
    else control.value = text;
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

function typed(event) {
  const form = event.target.closest?.("form[data-keep]");
  if (!form) return;
  const told = (first) => Object.fromEntries(namesIn(form).map((name) => [name, saysNow(form, name, { first })]));
  stores(() => localStorage.setItem(place(form), JSON.stringify({ when: Date.now(), texts: told(false), before: told(true) })));
}

const isSaid = (text) => [...document.querySelectorAll("[data-said] .entry-text")].some((entry) => plain(entry.textContent) === plain(text));

/** Returns the names of fields whose kept words the form does not say, and of which the board has nothing newer. */
function toPutBack(form, { texts, before = {} }) {
  return namesIn(form).filter((name) => {
    const [kept, now] = [texts[name], saysNow(form, name)];
    if (kept === undefined || kept === now) return false;
    if (keepsAll(form)) return now === before[name];
    return plain(kept) && !isSaid(kept) && (!now || now === before[name]);
  });
}

function putBack(form) {
  const kept = stores(() => JSON.parse(localStorage.getItem(place(form)))) ?? {};
  if (!kept.texts || !namesIn(form).length) return; // a page that asks once more before the act has the words, and no field
  const names = toPutBack(form, kept);
  const all = keepsAll(form);
  const unsaved = (name) => kept.texts[name] !== (kept.before ?? {})[name];
  const left = all ? namesIn(form).some(unsaved) : areas(form).some((area) => plain(kept.texts[area.name] ?? "") && !isSaid(kept.texts[area.name]));
  if (!left) return stores(() => localStorage.removeItem(place(form)));
  for (const name of names) say(form, name, kept.texts[name]);
  const note = all && form.querySelector("[data-kept-note]");
  if (note) note.hidden = !names.length;
}

/** Shows what is saved instead of what was put back. */
function letGo({ target }) {
  const form = target.closest?.("[data-kept-drop]")?.form;
  if (!form) return;
  form.reset();
  stores(() => localStorage.removeItem(place(form)));
  form.querySelector("[data-kept-note]").hidden = true;
  form.querySelector(ALL)?.focus();
}

/** Notes under which key the words are on their way: where the board names that key, it has them. */
function sent({ target }) {
  const key = target.dataset?.keep && target.elements._key?.value;
  if (!key) return;
  const words = stores(() => JSON.parse(localStorage.getItem(place(target))));
  if (words) stores(() => localStorage.setItem(place(target), JSON.stringify({ ...words, sent: key })));
}

export function start() {
  forgetTaken((document.body.dataset.taken ?? "").split(" ").filter(Boolean));
  document.querySelectorAll("form[data-keep]").forEach(putBack);
  for (const kind of ["input", "change"]) document.addEventListener(kind, typed);
  document.addEventListener("submit", sent);
  document.addEventListener("click", letGo);
}
