/* When the board cannot be reached or cannot do a thing, the page says so in place and keeps what was written. */

function show(sentence) {
  const main = document.getElementById("main");
  let notice = document.getElementById("answer-notice");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "answer-notice";
    notice.className = "notice notice-refusal";
    notice.setAttribute("role", "alert");
    main.prepend(notice);
  }
  notice.textContent = sentence;
}

const quiet = (event) => event.detail.elt?.closest?.("[data-autosave]");

export function start() {
  document.addEventListener("htmx:sendError", (event) => quiet(event) || show(document.body.dataset.wordsLost));
  document.addEventListener("htmx:responseError", (event) => quiet(event) || show(document.body.dataset.wordsFailed));
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("answer-notice")?.remove());
}
