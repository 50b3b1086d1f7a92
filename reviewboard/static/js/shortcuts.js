/* Single keys for people who work through a list or a form. They exist only on a page that lists them and offers the switch,
   never while someone types, never together with Ctrl, Alt or Meta. A key presses what bears it, or goes to the group that
   bears it; where that says data-then, the focus moves on to there. In a group of levels a digit chooses: its level, or
   what says that digit (data-digit); in the text it ties the passage just cited. A tick that says
   data-answers chooses that answer too, where its question has none yet. */
import { tie } from "./citing.js";
import { announce } from "./words.js";

const STORED = "board:single-keys";
const AT_ONCE = 1500; // milliseconds in which a key still means the way, not the word
let arrived = {}; // where a key led last, and when

function off() {
  try {
    return localStorage.getItem(STORED) === "off";
  } catch {
    return false;
  }
}

const TYPED = "input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
const typing = (element) => element.closest?.(TYPED);
const pressable = (element) => element.closest?.("a, button, summary, label, input, [data-citable]");
const visible = (element) => element.getClientRects().length > 0;
const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

/** Puts the focus on a place; in a group on what is chosen there, or on its first choice. Shows the pane it stands in. */
function goTo(place) {
  const target = place?.matches("fieldset") ? (place.querySelector("input:checked") ?? place.querySelector("input")) : place;
  if (!target) return false;
  if (!visible(place)) location.hash = place.closest(".pane")?.id ?? "";
  target.focus();
  arrived = { target, at: performance.now() };
  return true;
}

/** Returns whether a key leads to the field that the key before it has just led to: there is nowhere to go, and it types nothing. */
const isThere = ({ target, key }) =>
  target === arrived.target && typing(target) && target.dataset.shortcut === key && performance.now() - arrived.at < AT_ONCE;

function goOn(selector) {
  if (selector === "submit") return document.activeElement.form?.requestSubmit();
  if (selector) goTo(document.querySelector(selector));
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-shortcut-rows] tbody .row-link")].filter(visible);
  if (!links.length) return false;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
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

const spoken = (input) => `${words(input.closest("fieldset")?.querySelector("legend"))} ${words(input.labels[0])}`.trim();

/** Chooses the answer that a tick stands for, and returns it; null where the question is answered already. */
function answer(input) {
  const own = input.dataset.answers && document.querySelector(input.dataset.answers);
  if (!own || own.form.querySelector(`[name="${CSS.escape(own.name)}"]:checked`)) return null;
  own.click();
  return own;
}

function choose(input) {
  const answered = answer(input);
  input.focus();
  if (!input.checked) input.click();
  announce([answered, input].filter(Boolean).map(spoken).join(". "));
  goOn(input.dataset.then ?? input.closest("fieldset")?.dataset.then);
  return true;
}

function press(key) {
  const bearing = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`)]
    .filter((each) => !each.disabled && !each.closest("[hidden]"));
  const target = bearing.find(visible) ?? bearing.find((each) => each.matches(".pane *")); // of a pane that a phone hides
  if (!target) return false;
  if (target.matches("fieldset, textarea")) return goTo(target);
  if (target.matches("[type=radio], [type=checkbox]")) return choose(target);
  target.focus();
  target.click();
  return true;
}

function digit(key) {
  const group = document.activeElement.closest?.("fieldset[data-digits]");
  const input = group && [...group.querySelectorAll("input")].find(({ value, dataset }) => (dataset.digit ?? value.split(":").at(-1)) === key);
  return input ? choose(input) : tie(key) || press(key);
}

function act(key) {
  if (key === "?") return help();
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1) || press(key);
  return /^\d$/.test(key) ? digit(key) : press(key);
}

/* Two keys work while someone types: Ctrl and Enter go on as the page's button does, Escape leaves the field. */
function whileTyping(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = document.querySelector("[data-shortcut-anywhere]");
    button?.click();
    return button;
  }
  if (event.key === "Escape" && event.target.matches?.("textarea, input, select") && typing(event.target)) event.target.blur();
  return false;
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
    const there = isThere(event);
    arrived = {}; // the very next key only
    if (event.defaultPrevented || event.repeat || event.isComposing || !document.querySelector("[data-shortcuts-help]")) return;
    if (whileTyping(event)) return event.preventDefault();
    if (event.ctrlKey || event.altKey || event.metaKey || off()) return;
    if (there) return event.preventDefault();
    if (typing(event.target)) return;
    if (event.key === "Enter" && pressable(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
}
