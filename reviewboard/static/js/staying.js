/* Before a session ends the page says so, in time and aloud, and one button or link goes on. The board alone knows when that is:
   other windows of this person count too. Asking keeps nobody signed in; what is being written stays on this device anyway. Once it
   has ended, the page is covered until its person is signed in again. */
import { announce } from "./words.js";

const FIRST = 60_000; // milliseconds: whoever opened a page has that long at least
const WARN = 600; // seconds before the end
const AGAIN = 30; // seconds, while it is near

const OVER = { idle: 0, ends: 0 };
let timer, told, words; // the words come with the first answer

async function ask(box, method) {
  const headers = method === "POST" ? JSON.parse(document.body.getAttribute("hx-headers")) : {};
  const answer = await fetch(box.dataset.stay, { method, headers, redirect: "manual" }).catch(() => null);
  if (!answer) return null; // the board cannot be reached: nothing is known
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 422) return OVER;
  return answer.ok ? { ...OVER, ...(await answer.json()) } : null;
}

const kindOf = ({ idle, ends }) => (Math.min(idle, ends) <= 0 ? "over" : ends <= idle ? "ends" : "idle");

function show(box, left) {
  const near = Math.min(left.idle, left.ends) <= WARN;
  const kind = near ? kindOf(left) : null;
  words = left.words ?? words;
  box.hidden = !near || !words;
  document.body.classList.toggle("over", !box.hidden && kind === "over"); // whoever comes by now reads nothing; it stays as it was
  if (box.hidden) return (told = null);
  const sentence = words[kind];
  box.querySelector("p").textContent = sentence;
  const [on, again] = box.querySelectorAll("button, a");
  on.hidden = kind !== "idle";
  on.textContent = words.stay;
  again.hidden = kind === "idle";
  again.textContent = words.again;
  again.href = `${words.href}&next=${encodeURIComponent(location.pathname + location.search)}`;
  again.classList.toggle("sign-in-again", kind === "over"); // nothing can be saved before that one
  if (told !== kind) announce(sentence);
  told = kind;
}

function next(box, left) {
  if (left) show(box, left);
  clearTimeout(timer);
  if (left && kindOf(left) === "over") return;
  const seconds = left ? Math.max(AGAIN, Math.min(left.idle, left.ends) - WARN) : AGAIN;
  timer = setTimeout(look, seconds * 1000, box);
}

const look = async (box) => next(box, await ask(box, "GET"));

async function stay(box) {
  const left = await ask(box, "POST");
  if (!left) return announce(document.body.dataset.wordsLost);
  next(box, left);
  if (box.hidden) announce(words.stays);
}

export function start() {
  const box = document.querySelector("[data-stay]");
  if (!box) return;
  timer = setTimeout(look, FIRST, box);
  box.querySelector("button").addEventListener("click", () => stay(box));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(box)); // a device that slept
}
