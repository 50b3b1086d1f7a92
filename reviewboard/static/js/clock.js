/* A clock in words: "3 hours left". It counts the last two days; before them the words of the page stay. It changes at most
   twice a minute and is announced once, before the end. */
import { say } from "./words.js";

const MINUTE = 60_000;
const COUNTED = 2880; // minutes before the end from which it counts

function left(clock, minutes) {
  const words = clock.dataset;
  if (minutes <= 0) return words.wordsOver;
  const [n, one, many] =
    minutes >= 120 ? [Math.floor(minutes / 60), words.wordsHour, words.wordsHours]
    : [Math.ceil(minutes), words.wordsMinute, words.wordsMinutes];
  return n === 1 ? one : say(many, { n });
}

function update(clock) {
  const end = Date.parse(clock.querySelector("time")?.dateTime ?? "");
  if (Number.isNaN(end)) return;
  const minutes = (end - Date.now()) / MINUTE;
  if (minutes >= COUNTED) return;
  const sentence = left(clock, minutes);
  clock.querySelector("[data-clock-left]").textContent = sentence;
  const pressing = minutes <= Number(clock.dataset.warn);
  if (pressing && !clock.classList.contains("clock-pressing")) {
    const label = clock.querySelector(".clock-label")?.textContent ?? "";
    clock.querySelector("[data-clock-warning]").textContent = `${label}, ${sentence}`;
  }
  clock.classList.toggle("clock-pressing", pressing);
}

export function start() {
  const updateAll = () => document.querySelectorAll("[data-clock]").forEach(update);
  updateAll();
  setInterval(updateAll, MINUTE / 2);
  document.addEventListener("htmx:afterSettle", updateAll);
}
