/* Whoever just signed out is asked what becomes of their texts that this device alone holds. Nobody else's are touched. */
import { stores } from "./device.js";

const held = (person) => stores(() => Object.keys(localStorage).filter((name) => name.startsWith(`draft:${person}:`))) ?? [];

export function start() {
  const box = document.querySelector("[data-left]");
  if (!box || !held(box.dataset.left).length) return;
  box.hidden = false;
  box.addEventListener("click", (event) => {
    if (!event.target.matches("button")) return;
    if (event.target.matches("[data-left-clear]")) held(box.dataset.left).forEach((name) => stores(() => localStorage.removeItem(name)));
    box.hidden = true;
    document.querySelector("[name=email]").focus();
  });
}
