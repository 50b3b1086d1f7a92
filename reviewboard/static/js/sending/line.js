/* The line of one file in the list: its name, how far it is, its state in words and in a shape, what can be done. */
import { announce, say } from "../words.js";

const SETTLED = ["refused", "gone", "unreadable"];
const ACTS = { pause: ["in_line", "sending", "cut", "signed_out"], resume: ["paused"], cancel: ["in_line", "sending", "cut", "signed_out", "paused"], drop: SETTLED };
const SHAPES = { gone: "refused", unreadable: "refused", signed_out: "cut" };
const TOLD = ["cut", "signed_out", ...SETTLED];

export const settled = (state) => SETTLED.includes(state) || ["received", "cancelled"].includes(state);

/** Returns a size in bytes as people say it: decimal, as the board's pages do. */
export function sized(bytes, words) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return bytes < 1_000_000 ? say(words.wordsKb, { size: number.format(Math.max(1, Math.round(bytes / 1000))) }) : say(words.wordsMb, { size: number.format(bytes / 1_000_000) });
}

export class Line {
  #shown = null;

  constructor(list, transfer, act) {
    this.words = list.dataset;
    this.transfer = transfer;
    this.element = list.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const place of this.element.querySelectorAll("[data-name]")) place.textContent = transfer.file.name;
    this.bar = this.element.querySelector("progress");
    this.bar.setAttribute("aria-label", say(this.words.wordsBar, { name: transfer.file.name }));
    this.element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) act(button.dataset.act, this);
    });
    list.append(this.element);
    this.show();
  }

  /** Shows how the transfer stands; `reason` is the board's own sentence where it refused the file. */
  show(reason) {
    const { state, offset, file } = this.transfer;
    this.bar.value = file.size ? (100 * offset) / file.size : 0;
    const size = sized(file.size, this.words);
    this.element.querySelector("[data-size]").textContent = offset && offset < file.size ? say(this.words.wordsSize, { sent: sized(offset, this.words), size }) : size;
    if (state === this.#shown) return;
    this.#shown = state;
    this.element.dataset.transfer = state;
    for (const shape of this.element.querySelectorAll("[data-state]")) shape.hidden = shape.dataset.state !== (SHAPES[state] ?? state);
    this.bar.hidden = SETTLED.includes(state);
    const sentence = reason ?? { cut: this.words.wordsCut, signed_out: this.words.wordsSignedOut, gone: this.words.wordsGone, unreadable: this.words.wordsUnreadable, paused: this.words.wordsPaused }[state];
    const note = this.element.querySelector("[data-reason]");
    note.textContent = sentence ?? "";
    note.hidden = !sentence;
    this.#offer(state);
    if (TOLD.includes(state)) announce(`${file.name}. ${sentence ?? ""}`);
  }

  #offer(state) {
    const pressed = document.activeElement;
    for (const button of this.element.querySelectorAll("[data-act]")) button.hidden = !ACTS[button.dataset.act].includes(state);
    if (this.element.contains(pressed) && pressed.hidden) this.element.querySelector("[data-act]:not([hidden])")?.focus();
  }
}
