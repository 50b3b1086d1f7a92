/* A folded menu closes with Escape and when the person goes elsewhere. */

export function start() {
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const open of document.querySelectorAll("details[data-menu][open]")) {
        if (!open.contains(event.target)) open.open = false;
      }
    });
  }
}
