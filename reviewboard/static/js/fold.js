/* Fields for which scripts know a shorter way are folded away while scripts run: the button before them opens and closes them. */

const buttonOf = (fields) => document.querySelector(`[data-unfolds="${CSS.escape(fields.id)}"]`);

function set(fields, open) {
  fields.toggleAttribute("data-folded", !open);
  buttonOf(fields)?.setAttribute("aria-expanded", String(open));
}

/** Opens what is folded in a part of the page. */
export function unfold(part) {
  for (const fields of part.querySelectorAll("[data-folded]")) set(fields, true);
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-unfolds]");
    const fields = button && document.getElementById(button.dataset.unfolds);
    if (!fields) return;
    set(fields, fields.hasAttribute("data-folded"));
    if (!fields.hasAttribute("data-folded")) fields.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}
