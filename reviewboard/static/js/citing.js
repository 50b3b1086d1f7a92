/* A passage goes into the form that takes it, and from a dimension's key straight on to the board. Right after that, while one is
   still in the text and no other words are selected, a digit ties it to that level: it is cited again, now with the level. */
import { announce, say } from "./words.js";

let fresh = null; // what was cited last: { bar, values }
let level = null; // the digit that waits until the board has the passage
let under = false; // the passage is on its way

const formOf = (bar) => document.getElementById(bar.dataset.fills);

/** Writes a passage into the form that the bar fills, and returns the form. */
export function fill(bar, values) {
  const form = formOf(bar);
  for (const [name, value] of Object.entries(values)) {
    const control = form.querySelector(`[name="${name}"]`);
    if (control) control.value = value;
  }
  form.querySelector("[data-cite-quote]")?.dispatchEvent(new Event("input", { bubbles: true }));
  return form;
}

/** Cites a passage at once: values with the dimension it is for. */
export function cite(bar, values) {
  [fresh, level, under] = [{ bar, values }, null, true];
  fill(bar, values).querySelector("[data-cite-add]").click();
}

/** Ties the passage just cited to the level of a digit. Returns whether there was one to tie. */
export function tie(digit) {
  const options = fresh?.bar.hidden && document.activeElement.matches("[data-citable]") ? formOf(fresh.bar).querySelector("[name=level]").options : [];
  if (!digit || ![...options].some(({ value }) => value === digit)) return false;
  level = digit;
  if (!under) again();
  return true;
}

function again() {
  const { bar, values } = fresh;
  announce(say(bar.dataset.wordsTied, { ...values, level }));
  fill(bar, { ...values, level }).querySelector("[data-cite-add]").click();
  [fresh, level] = [null, null];
}

function answered(event) {
  if (!event.detail.requestConfig.elt.matches("[data-cite-add]")) return; // by now another stands in its place
  const cited = under && fresh;
  under = false;
  if (!event.detail.successful) fresh = null;
  else if (cited) announce(say(cited.bar.dataset.wordsCited, cited.values));
  if (fresh && level) again();
}

/* Words typed over those that a script filled in stand elsewhere: the place it filled in beside them no longer holds. */
function typed(event) {
  if (!event.isTrusted || !event.target.matches?.("[data-cite-quote]")) return;
  const { elements } = event.target.form;
  if (elements.start.value) for (const name of ["start", "end", "example", "field"]) if (elements[name]) elements[name].value = "";
}

export function start() {
  document.addEventListener("input", typed);
  document.addEventListener("htmx:afterRequest", answered);
}
