/* A clock in words: "2 days left". It changes at most twice a minute and is announced once, before the end. */
import { say } from "./words.js";

const MINUTE = 60_000;

function left(clock, minutes) {
  const words = clock.dataset;
  if (minutes <= 0) return words.wordsOver;
  const [n, one, many] =
    minutes >= 2880 ? [Math.floor(minutes / 1440), words.wordsDay, words.wordsDays]
    : minutes >= 120 ? [Math.floor(minutes / 60), words.wordsHour, words.wordsHours]
    : [Math.ceil(minutes), words.wordsMinute, words.wordsMinutes];
  return n === 1 ? one : say(many, { n });
}

function update(clock) {
  const end = Date.parse(clock.querySelector("time")?.dateTime ?? "");
  if (Number.isNaN(end)) return;
  const minutes = (end - Date.now()) / MINUTE;
  const sentence = left(clock, minutes);
  clock.querySelector("[data-clock-left]").textContent = sentence;
  const pressing = minutes <= Number(clock.dataset.warn);
  if (pressing && !clock.classList.contains("clock-pressing")) {
    const label = clock.querySelector(".clock-label")?.textContent ?? "";
    clock.querySelector("[data-clock-warning]").textContent = `${label}: ${sentence}`;
  }
  clock.classList.toggle("clock-pressing", pressing);
}

export function start() {
  const updateAll = () => document.querySelectorAll("[data-clock]").forEach(update);
  updateAll();
  setInterval(updateAll, MINUTE / 2);
  document.addEventListener("htmx:afterSettle", updateAll);
}
