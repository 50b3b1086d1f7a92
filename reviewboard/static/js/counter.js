/* Counts while a person writes, the way the server does. Words: runs between white space that hold a letter or a digit.
   Characters, where a text needs so many: a run of white space is one, the ends are none. */
import { say } from "./words.js";

const countWords = (text) => text.split(/[\s\u200b]+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
const countCharacters = (text) => [...text.trim().replace(/\s+/gu, " ")].length;

function update(counter) {
  const fields = counter.dataset.counter.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const least = Number(counter.dataset.least);
  if (least) {
    const n = fields.reduce((sum, field) => sum + countCharacters(field.value), 0);
    counter.textContent = say(counter.dataset.wordsLeast, { n, least });
    return;
  }
  const n = fields.reduce((sum, field) => sum + countWords(field.value), 0);
  const max = Number(counter.dataset.max);
  const over = n - max;
  counter.textContent = say(over > 0 ? counter.dataset.wordsOver : counter.dataset.wordsUnder, { n, max, over });
  counter.classList.toggle("counter-over", over > 0);
}

export function start() {
  document.querySelectorAll("[data-counter]").forEach(update);
  document.addEventListener("input", (event) => {
    if (event.target.id) document.querySelectorAll(`[data-counter~="${CSS.escape(event.target.id)}"]`).forEach(update);
  });
}
