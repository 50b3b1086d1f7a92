/* A file that was chosen and not sent is not left behind unseen: whoever goes on without it is stopped once and told so. */
import { announce } from "./words.js";

const told = new WeakSet(); // fields whose choice was spoken of
const chosen = () => [...document.querySelectorAll("input[data-unsent]")].find((input) => input.files.length && !told.has(input));
const noteOf = (input) => document.getElementById(`${input.id}-unsent`);

function stop(event, form) {
  const input = chosen();
  if (!input || input.form === form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  told.add(input);
  noteOf(input).hidden = false;
  announce(noteOf(input).textContent.trim());
  input.form.querySelector("button").focus();
}

function following(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const here = link.pathname === location.pathname && link.search === location.search && link.hash;
  if (!here && !link.target && !link.hasAttribute("download") && !link.hasAttribute("hx-get")) stop(event, null);
}

export function start() {
  document.addEventListener("submit", (event) => stop(event, event.target), true);
  document.addEventListener("click", following, true);
  for (const kind of ["change", "submit"]) document.addEventListener(kind, ({ target }) => {
    const input = target.matches?.("input[data-unsent]") ? target : target.querySelector?.("input[data-unsent]");
    if (!input) return;
    told.delete(input);
    noteOf(input).hidden = true;
  });
}
