/* What earlier pages left on this device is offered again, field by field, before anything is put anywhere. A field that the board
   holds as it was when the words were typed takes them at once; where it holds newer words both are shown, and each waits for a
   choice: nothing saved is replaced unasked. */
import { clearOthers } from "./device.js";
import { accepted, controlsOf, keep, left, same, typedIn, write } from "./kept.js";
import { moment, say } from "./words.js";

const offers = new WeakMap(); // form -> [{ name, draft }], newest first

const plain = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

function labelOf(form, name) {
  const [first] = controlsOf(form, name);
  const label = first.type === "radio" ? first.closest("fieldset")?.querySelector("legend") : first.labels[0];
  return plain(label) || name;
}

/** Returns what values of a field say to a reader: the words of a choice, or the text itself. */
function spoken(form, name, values, none) {
  const words = controlsOf(form, name).flatMap((control) => {
    if (control.matches("select")) return [...control.options].filter(({ value }) => values.includes(value)).map(plain);
    if (["checkbox", "radio"].includes(control.type)) return values.includes(control.value) ? [plain(control.labels[0])] : [];
    return values;
  });
  return words.join(", ").trim() || none;
}

/** Makes a field of a form say these values. */
export function put(form, name, values) {
  for (const control of controlsOf(form, name)) {
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  controlsOf(form, name)[0].dispatchEvent(new Event("input", { bubbles: true }));
}

const isNewer = (form, name, { before }) => !same(typedIn(form)[name], before);

function show(form) {
  const box = form.querySelector("[data-restore]");
  const [next] = offers.get(form);
  if (!box) return;
  box.hidden = !next;
  if (!next) return;
  const sentence = box.querySelector("p");
  sentence.dataset.words ??= sentence.textContent;
  sentence.textContent = say(sentence.dataset.words, { when: moment(next.draft.when) });
  const entries = Object.entries(next.draft.changes).map(([name, change]) => entry(box, form, name, change));
  box.querySelector("[data-restore-fields]").replaceChildren(...entries);
  const newer = entries.filter((each) => "newer" in each.dataset).length;
  box.querySelector("[data-restore-newer]").hidden = !newer;
  box.querySelector("[data-restore-take]").hidden = newer === entries.length;
}

function entry(box, form, name, change) {
  const newer = isNewer(form, name, change);
  const made = box.querySelector("template").content.firstElementChild.cloneNode(true);
  const fill = (place, text) => made.querySelectorAll(place).forEach((each) => (each.textContent = text));
  fill("[data-field-name]", labelOf(form, name));
  fill("[data-field-yours]", spoken(form, name, change.typed, box.dataset.wordsNone));
  fill("[data-field-saved]", newer ? spoken(form, name, typedIn(form)[name], box.dataset.wordsNone) : "");
  made.querySelectorAll("[data-if-newer]").forEach((each) => (each.hidden = !newer));
  made.dataset.restoreField = name;
  if (newer) made.dataset.newer = "";
  return made;
}

/** Puts back every field that holds nothing newer, and returns the changes that still wait for a choice. */
function putBack(form, changes) {
  const waiting = Object.fromEntries(Object.entries(changes).filter(([name, change]) => isNewer(form, name, change)));
  for (const [name, { typed }] of Object.entries(changes)) if (!(name in waiting)) put(form, name, typed);
  return waiting;
}

function settle(form, changes) {
  const [{ name, draft }] = offers.get(form);
  draft.changes = changes;
  write(name, draft);
  if (!Object.keys(changes).length) offers.get(form).shift();
  show(form);
}

function chosen(event) {
  const box = event.target.closest?.("[data-restore]");
  const form = box?.closest("form[data-autosave]");
  if (!form || !event.target.matches("button")) return;
  const { changes } = offers.get(form)[0].draft;
  const name = event.target.closest("[data-restore-field]")?.dataset.restoreField;
  const { [name]: change, ...others } = changes;
  if (event.target.matches("[data-restore-mine]")) put(form, name, change.typed);
  settle(form, name ? others : event.target.matches("[data-restore-take]") ? putBack(form, changes) : {});
  const onward = box.hidden ? form.querySelector("textarea, input:not([type=hidden])") : box.querySelector("button:not([hidden])");
  onward?.focus();
}

export function start() {
  clearOthers();
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    accepted(form, "typed" in form.dataset ? {} : typedIn(form));
    keep(form); // a page that gives back what was refused holds words that the board does not have
    offers.set(form, left(form));
    show(form);
  }
  document.addEventListener("click", chosen);
}
