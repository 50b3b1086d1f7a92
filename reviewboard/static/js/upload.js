/* Sends the files of a form in pieces, two at a time, each on a line of its own; without this module the form posts by itself. */
import { Line, settled } from "./sending/line.js";
import { Transfer } from "./sending/transfer.js";
import { announce, say } from "./words.js";

const AT_A_TIME = 2;
const FILED = "#filed"; // the part of the page that shows what the board has
const NOT_TAKEN = ["refused", "gone", "unreadable"];
const REFUSED = "#refused-files";
const lines = [];
let wasChecking = false;
let told = 0; // quarters of all that is sent, announced so far

const list = () => document.querySelector("[data-uploads]");
const under = (...states) => lines.filter(({ transfer }) => states.includes(transfer.state));
const busy = () => under("in_line", "sending", "cut", "signed_out", "checking");

function next() {
  const running = lines.filter((line) => line.running).length;
  const ready = under("in_line").filter((line) => !line.running); // one that was stopped may still be ending
  for (const line of ready.slice(0, Math.max(0, AT_A_TIME - running))) begin(line);
}

async function begin(line) {
  line.running = true;
  line.transfer.state = "sending";
  line.show();
  try {
    await line.transfer.run();
  } finally {
    line.running = false;
    next();
  }
}

function changed(transfer, reason) {
  const line = lines.find((each) => each.transfer === transfer);
  line?.show(reason);
  if (line && NOT_TAKEN.includes(transfer.state)) setApart(line);
  if (transfer.state === "received") arrived(line);
  else quarters();
}

/* What was not taken stands apart with its reason; several fold under their number, so that they push nothing away. */
function setApart(line) {
  const pressed = line.element.contains(document.activeElement) ? document.activeElement : null;
  const fold = document.querySelector("[data-not-taken]");
  fold.querySelector("ul").append(line.element);
  pressed?.focus();
  counted(fold);
  const several = fold.querySelectorAll("li").length;
  if (several <= 2 && !fold.contains(document.activeElement)) fold.open = several === 1;
}

function counted(fold) {
  const n = fold.querySelectorAll("li").length;
  fold.hidden = !n;
  fold.querySelector("summary").textContent = say(fold.dataset.wordsCount, { n });
}

/* One quiet sentence for all files together, at each quarter. */
function quarters() {
  const counted = lines.filter(({ transfer }) => !NOT_TAKEN.includes(transfer.state));
  const size = counted.reduce((sum, { transfer }) => sum + transfer.file.size, 0);
  const sent = counted.reduce((sum, { transfer }) => sum + transfer.offset, 0);
  const quarter = size ? Math.floor((4 * sent) / size) : 0;
  if (quarter === told) return;
  told = quarter;
  if (quarter > 0) announce(say(list().dataset.wordsQuarter, { percent: 25 * quarter }));
}

async function arrived(line) {
  announce(say(list().dataset.wordsArrived, { name: line.transfer.file.name }));
  await refresh();
  leave(line);
}

let turn = Promise.resolve();
let unfolded = false; // what the check refused was opened by hand: it stays so while the list is renewed

/* Takes the part of the page that shows what the board has from the board again, one time after the other. */
function refresh() {
  turn = turn.then(async () => {
    const answer = await fetch(location.pathname + location.search, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    window.htmx?.swap(FILED, await answer.text(), { swapStyle: "outerHTML" }, { select: FILED });
    shown();
  });
  return turn;
}

function leave(line) {
  const had = line.element.contains(document.activeElement);
  line.element.remove();
  lines.splice(lines.indexOf(line), 1);
  counted(document.querySelector("[data-not-taken]"));
  if (!lines.length) told = 0;
  if (had) (lines[0]?.element.querySelector("[data-act]:not([hidden])") ?? document.querySelector("form[data-begin] input[type=file]"))?.focus();
}

async function act(name, line) {
  const { transfer } = line;
  if (name === "pause") transfer.pause();
  if (name === "resume") {
    transfer.state = "in_line";
    line.show();
    next();
  }
  if (name === "cancel") {
    await transfer.cancel();
    leave(line);
    await refresh();
  }
  if (name === "drop") leave(line);
}

function send(form) {
  const input = form.querySelector("input[type=file]");
  for (const file of input.files) {
    const same = ({ transfer }) => transfer.file.name === file.name && transfer.file.size === file.size && transfer.file.lastModified === file.lastModified;
    if (lines.some((line) => same(line) && !settled(line.transfer.state))) continue;
    lines.push(new Line(list(), new Transfer(file, form.dataset.begin, changed), act));
  }
  input.value = "";
  next();
}

/* What the board knows as half sent and this page is sending is one line, not two. */
function shown() {
  for (const half of document.querySelectorAll("[data-half-sent]")) {
    half.hidden = lines.some(({ transfer }) => transfer.href === half.dataset.halfSent);
  }
  const form = document.querySelector("form[data-begin]");
  const filed = document.querySelector(FILED);
  if (unfolded) document.querySelector(REFUSED)?.setAttribute("open", "");
  if (form && filed) form.hidden = filed.dataset.room === "no";
  if (filed?.dataset.said && wasChecking && !filed.dataset.checking) announce(filed.dataset.said);
  wasChecking = Boolean(filed?.dataset.checking);
}

function submitted(event) {
  const form = event.target;
  if (!form.matches?.("form[data-begin]") || event.defaultPrevented || !form.querySelector("input[type=file]")?.files.length) return;
  event.preventDefault();
  send(form);
}

export function start() {
  wasChecking = Boolean(document.querySelector(`${FILED}[data-checking]`));
  document.addEventListener("submit", submitted);
  document.addEventListener("htmx:afterSettle", shown);
  document.addEventListener("click", (event) => {
    const fold = event.target.closest?.(`${REFUSED} > summary`)?.parentElement;
    if (fold) unfolded = !fold.open;
  });
  window.addEventListener("beforeunload", (event) => busy().length && event.preventDefault());
}
