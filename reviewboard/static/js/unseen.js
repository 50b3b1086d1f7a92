/* A page that nobody looks at asks for nothing: what renews itself every few seconds rests while its tab is hidden, and is
   renewed as soon as it is seen again. */
const RENEWED = "[hx-trigger^='every']";

export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.matches(RENEWED)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.querySelectorAll(RENEWED).forEach((part) => part.dispatchEvent(new Event("seen")));
  });
}
