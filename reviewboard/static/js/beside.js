/* Whoever looked something up beside their text comes back to the field they were in; the page has kept its place. */

let field = null; // the field last written in

export function start() {
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("form[data-autosave] :is(textarea, input)")) field = event.target;
  });
  document.querySelectorAll(".beside-part").forEach((part) =>
    part.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && field?.isConnected) field.focus({ preventScroll: true });
    }),
  );
}
