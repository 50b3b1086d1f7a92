/* A message or a reason has no draft on the board: it waits on this device until an entry of what was said is just that. */
import { filed, stores } from "./device.js";

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
  if (!texts) return;
  const said = [...document.querySelectorAll("[data-said] .entry-text")].map((entry) => plain(entry.textContent));
  const here = "again" in document.body.dataset ? [] : areas(form).map((area) => plain(area.value));
  const open = areas(form).filter((area) => plain(texts[area.name] ?? "") && ![...said, ...here].includes(plain(texts[area.name])));
  if (!open.length) return stores(() => localStorage.removeItem(place(form)));
  for (const area of open.filter((each) => !each.value || each.value === before[each.name])) {
    area.value = texts[area.name];
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function start() {
  document.querySelectorAll("form[data-keep]").forEach(putBack);
  document.addEventListener("input", typed);
}
