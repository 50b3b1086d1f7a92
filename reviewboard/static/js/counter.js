/* Counts while a person writes, the way the server does. Words: runs between white space that hold a letter or a digit.
   Characters, where a text needs so many: a run of white space is one, the ends are none. */
import { announce, say } from "./words.js";

const countWords = (text) => text.split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000]+/u).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;
const countCharacters = (text) => [...text.trim().replace(/\s+/gu, " ")].length;

function update(counter) {
  const fields = counter.dataset.counter.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const least = Number(counter.dataset.least);
  if (least) {
    const n = fields.reduce((sum, field) => sum + countCharacters(field.value), 0);
    counter.textContent = say(counter.dataset.wordsLeast, { n, least });
    return;
  }
  const here = fields.reduce((sum, field) => sum + countWords(field.value), 0);
  if (counter.dataset.wordsHere) {
    counter.textContent = say(counter.dataset.wordsHere, { n: here });
    return;
  }
  const [n, max, was] = [here + Number(counter.dataset.elsewhere ?? 0), Number(counter.dataset.max), counter.classList.contains("counter-over")];
  const over = n - max;
  counter.textContent = say(over > 0 ? counter.dataset.wordsOver : counter.dataset.wordsUnder, { n, max, over });
  if (counter.classList.toggle("counter-over", over > 0) !== was) announce(counter.textContent);
}

export function start() {
  document.querySelectorAll("[data-counter]").forEach(update);
  document.addEventListener("input", (event) => {
    if (event.target.id) document.querySelectorAll(`[data-counter~="${CSS.escape(event.target.id)}"]`).forEach(update);
  });
}
