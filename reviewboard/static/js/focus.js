/* After a swap the focus goes where the news is: errors first, then what asks for it; never moved by an autosave. */

function goTo(place) {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

/** Moves the focus for a part of the page that has just arrived. */
export function welcome(part) {
  const errors = part.matches?.("[data-error-summary]") ? part : part.querySelector?.("[data-error-summary]");
  const asked = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  const lost = document.activeElement === document.body && !part.closest?.("[data-quiet]"); // a text drawn anew is no news
  const place = errors ?? asked ?? (lost ? part.querySelector?.("h1, h2[tabindex], h3[tabindex]") : null);
  if (place) goTo(place);
}

/* What the address leads to may have been drawn anew; then no pane of a desk counts as chosen, and a phone would show the first. */
function keepPane() {
  const pane = document.getElementById(location.hash.slice(1))?.closest(".pane");
  if (!pane || document.querySelector(":target")) return;
  const { scrollX, scrollY } = window;
  location.replace(`#${pane.id}`);
  scrollTo(scrollX, scrollY);
}

export function start() {
  const errors = document.querySelector("[data-error-summary]");
  if (errors && !location.hash) goTo(errors);
  document.addEventListener("htmx:afterSettle", (event) => {
    keepPane();
    if (!event.detail.requestConfig?.elt?.closest?.("[data-autosave]")) welcome(event.detail.elt);
  });
}
