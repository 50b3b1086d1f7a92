/* A button that prints the page it stands on. */

export function start() {
  document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && window.print());
}
