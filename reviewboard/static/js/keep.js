/* A message or a reason has no draft on the board: it waits on this device until the board says that it took it, or an entry
   of what was said is just that. */
import { filed, forgetTaken, stores } from "./device.js";

const place = (form) => filed(form.dataset.keep);
const areas = (form) => [...form.querySelectorAll("textarea")];
const plain = (text) => text.replace(/\s+/g, " ").trim();

function typed(event) {
  const form = event.target.closest?.("form[data-keep]");
  if (!form) return;
  const texts = Object.fromEntries(areas(form).map((area) => [area.name, area.value]));
  const before = Object.fromEntries(areas(form).map((area) => [area.name, area.defaultValue]));
  stores(() => localStorage.setItem(place(form), JSON.stringify({ when: Date.now(), texts, before })));
}

function putBack(form) {
  const { texts, before = {} } = stores(() => JSON.parse(localStorage.getItem(place(form)))) ?? {};
  if (!texts || !areas(form).length) return; // a page that asks once more before the act has the words, and no field
  const said = [...document.querySelectorAll("[data-said] .entry-text")].map((entry) => plain(entry.textContent));
  const open = areas(form).filter((area) => plain(texts[area.name] ?? "") && !said.includes(plain(texts[area.name])));
  if (!open.length) return stores(() => localStorage.removeItem(place(form)));
  for (const area of open.filter((each) => !each.value || (each.value === before[each.name] && each.value !== texts[each.name]))) {
    area.value = texts[area.name];
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
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
  document.addEventListener("input", typed);
  document.addEventListener("submit", sent);
}
