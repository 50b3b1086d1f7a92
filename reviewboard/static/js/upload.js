/* Sends a form with files and shows how far it is; the answer page takes the place of this one, errors included.
   Without this module the form posts by itself. */
import { welcome } from "./focus.js";
import { say } from "./words.js";

const MEGABYTE = 1024 * 1024;
const chosen = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map((file) => ({ input, file })));

/** Returns the list of the field with its old lines cleared, and a function that writes one line into it. */
function lines(form) {
  const list = form.querySelector("[data-upload-list]");
  list.replaceChildren();
  const line = (text, failed = false) => {
    const entry = document.createElement("p");
    entry.className = failed ? "upload upload-failed" : "upload";
    entry.textContent = text;
    list.append(entry);
    return entry;
  };
  return { words: list.dataset, list, line };
}

function tooLarge(form, files) {
  const large = files.filter(({ input, file }) => input.dataset.maxMegabytes && file.size > Number(input.dataset.maxMegabytes) * MEGABYTE);
  if (!large.length) return false;
  const { words, line } = lines(form);
  for (const { input, file } of large) line(say(words.wordsLarge, { name: file.name, max: input.dataset.maxMegabytes }), true);
  large[0].input.focus();
  return true;
}

function takePlace(xhr) {
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const main = answer.getElementById("main");
  if (!main) return false;
  document.getElementById("main").replaceWith(main);
  document.title = answer.title;
  if (xhr.responseURL && xhr.status < 400) history.replaceState(null, "", xhr.responseURL);
  window.htmx?.process(main);
  welcome(main);
  return true;
}

function send(form, files, submitter) {
  const { words, list, line } = lines(form);
  const name = files.map(({ file }) => file.name).join(", ");
  const text = line("");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", name);
  list.append(bar);
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const end = (sentence) => {
    lines(form).line(say(sentence, { name }), true);
    form.removeAttribute("aria-busy");
  };
  const xhr = new XMLHttpRequest();
  let told = -1;
  xhr.upload.addEventListener("progress", (event) => {
    const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
    bar.value = percent;
    const quarter = Math.floor(percent / 25);
    if (quarter === told) return;
    told = quarter;
    text.textContent = percent < 100 ? say(words.wordsSending, { name, percent }) : say(words.wordsChecking, { name });
  });
  xhr.addEventListener("error", () => end(words.wordsFailed));
  xhr.addEventListener("load", () => takePlace(xhr) || end(xhr.status === 413 ? words.wordsRefused : words.wordsFailed));
  xhr.open("POST", submitter?.hasAttribute("formaction") ? submitter.formAction : form.getAttribute("action") || location.href);
  form.setAttribute("aria-busy", "true");
  xhr.send(body);
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-upload]") || event.defaultPrevented || !form.querySelector("[data-upload-list]")) return;
    const files = chosen(form);
    if (!files.length) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true" || tooLarge(form, files)) return;
    send(form, files, event.submitter);
  });
}
