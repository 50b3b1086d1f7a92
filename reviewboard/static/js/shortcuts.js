/* Single keys for people who work through a list. They exist only on a page that lists them and offers the switch,
   never while someone types, never together with Ctrl, Alt or Meta. */

const STORED = "board:single-keys";

function off() {
  try {
    return localStorage.getItem(STORED) === "off";
  } catch {
    return false;
  }
}

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])");
const pressable = (element) => element.closest?.("a, button, summary, label, [data-citable]");
const visible = (element) => element.getClientRects().length > 0;

function walk(step) {
  const links = [...document.querySelectorAll("[data-shortcut-rows] .row .row-link")].filter(visible);
  if (!links.length) return false;
  const here = links.findIndex((link) => link.closest(".row").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
  return true;
}

function help() {
  const keys = document.querySelector("[data-shortcuts-help]");
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
  return true;
}

function press(key) {
  const target = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`)].find(visible);
  if (!target || target.disabled) return false;
  target.focus();
  target.click();
  return true;
}

function act(key) {
  if (key === "?") return help();
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1) || press(key);
  return press(key);
}

export function start() {
  const box = document.querySelector("[data-shortcuts-switch]");
  if (box) box.checked = !off();
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-shortcuts-switch]")) return;
    try {
      localStorage.setItem(STORED, event.target.checked ? "on" : "off");
    } catch {
      event.target.checked = true;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!document.querySelector("[data-shortcuts-help]") || off() || typing(event.target)) return;
    if (event.key === "Enter" && pressable(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
}
