/* A passage is taken from a text by mouse, touch or keyboard. Offsets count Unicode code points of the candidate's text;
   what the page adds (numbers of passages) is marked data-aside and never counted. */
import { cite, fill } from "./citing.js";
import { unfold } from "./fold.js";
import { say } from "./words.js";

const countPoints = (text) => [...text].length;
const GAP = 8; // pixels between the bar and the words
let home = null; // where the bar stands in the page
let taken = null; // the passage on offer: { field, start, end, quote }

/** Returns the candidate's own text between two boundary points of one paragraph. */
function textBetween(range) {
  const copy = range.cloneContents();
  copy.querySelectorAll("[data-aside]").forEach((aside) => aside.remove());
  return copy.textContent;
}

/** Returns the part of the selection inside one paragraph as { start, text }, or null. */
function within(paragraph, range) {
  if (!range.intersectsNode(paragraph)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  const part = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) part.setEnd(range.endContainer, range.endOffset);
  const before = whole.cloneRange();
  before.setEnd(part.startContainer, part.startOffset);
  const text = textBetween(part);
  return text ? { start: Number(paragraph.dataset.start) + countPoints(textBetween(before)), text } : null;
}

/** Returns the passage a selection marks in a field, trimmed of white space, or null. */
export function passage(field, range) {
  const parts = [...field.querySelectorAll("[data-start]")].map((paragraph) => within(paragraph, range)).filter(Boolean);
  if (!parts.length) return null;
  let quote = "";
  for (const part of parts) {
    const gap = quote ? part.start - parts[0].start - countPoints(quote) : 0;
    quote += "\n".repeat(gap) + part.text;
  }
  const lead = countPoints(quote) - countPoints(quote.trimStart());
  const bare = quote.trim();
  const start = parts[0].start + lead;
  return bare ? { field, start, end: start + countPoints(bare), quote: bare } : null;
}

/** Returns whether a selection that begins in this field takes words of another one too. */
const goesOn = (field, range) => [...document.querySelectorAll("[data-citable]")].some((other) => other !== field && passage(other, range));

const bar = () => document.querySelector("[data-cite-bar]");

function offer() {
  const selection = getSelection();
  const box = bar();
  if (!box || !selection.rangeCount || box.contains(document.activeElement)) return;
  const range = selection.getRangeAt(0);
  const begin = range.startContainer; // three clicks on a paragraph end in the next block: the field is where it begins
  const field = (begin.nodeType === Node.ELEMENT_NODE ? begin : begin.parentElement)?.closest("[data-citable]");
  taken = field && !selection.isCollapsed ? passage(field, range) : null;
  box.hidden = !taken;
  goHome(box);
  if (!taken) return;
  box.querySelector("[data-cite-preview]").textContent = taken.quote;
  const cut = box.querySelector("[data-cite-cut]");
  cut.hidden = !goesOn(field, range);
  cut.textContent = cut.hidden ? "" : say(cut.dataset.words, { part: field.getAttribute("aria-label") });
  const said = box.querySelector("[data-cite-said]");
  said.textContent = [say(said.dataset.words, { quote: taken.quote }), cut.textContent].join(" ").trim();
  stand(box, range);
}

/* On a very low window the bar has a place in the page instead of the window's edge: that is right below the words. */
const goHome = (box) => box.parentElement !== home && home.append(box);

/** Moves the bar off the selected words: above them where it would lie on them and there is room, else it stays. */
function stand(box, range) {
  box.style.setProperty("--cite-lift", "0px");
  if (getComputedStyle(box).position === "static") return lastParagraph(range).after(box);
  const pane = box.closest(".pane");
  const top = pane && getComputedStyle(pane).overflowY === "auto" ? pane.getBoundingClientRect().top : 0;
  const [words, own] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
  const lift = own.bottom - words.top + GAP;
  if (words.bottom > own.top && words.top < own.bottom && own.top - lift > top) box.style.setProperty("--cite-lift", `${-lift}px`);
}

const lastParagraph = (range) => [...taken.field.querySelectorAll("[data-start]")].findLast((each) => range.intersectsNode(each));

function scrolled() {
  if (taken && !bar()?.hidden && getSelection().rangeCount) stand(bar(), getSelection().getRangeAt(0));
}

/** Puts the passage on offer into the form; with a dimension it is cited for that at once, else the form asks for what. */
function take(dimension) {
  const box = bar();
  if (!taken || !document.getElementById(box?.dataset.fills)) return;
  const values = { example: taken.field.dataset.example ?? "", field: taken.field.dataset.field, start: taken.start, end: taken.end, quote: taken.quote };
  const { field } = taken;
  box.hidden = true;
  goHome(box); // the text is drawn anew, and what stands in it goes
  taken = null;
  getSelection().removeAllRanges(); // else the bar comes back when the text is drawn anew
  if (dimension) {
    field.focus({ preventScroll: true }); // the text is drawn anew, and htmx brings the focus back to it by its id
    return cite(box, { ...values, dimension });
  }
  const form = fill(box, values);
  unfold(form);
  if (!form.getClientRects().length) location.hash = form.closest(".pane")?.id ?? form.id; // on a phone: its pane
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("select, input:not([type=hidden]), textarea:not([data-cite-quote]), button[type=submit]")?.focus();
}

function drop() {
  const field = taken?.field;
  taken = null;
  getSelection().removeAllRanges();
  if (bar()) {
    bar().hidden = true;
    goHome(bar());
  }
  field?.focus();
}

/* By keyboard: the words of a field, each with its place in the page. */
const cursors = new Map(); // id of a field -> { anchor, focus } as word numbers; the field itself may be drawn anew

function words(field) {
  const found = [];
  for (const paragraph of field.querySelectorAll("[data-start]")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("[data-aside]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, from: text.length });
      text += walker.currentNode.data;
    }
    const spot = (index) => {
      const last = nodes.findLast(({ from }) => from < index || from === 0);
      return [last.node, index - last.from];
    };
    for (const match of text.matchAll(/\S+/gu)) {
      found.push({ text: match[0], from: spot(match.index), to: spot(match.index + match[0].length) });
    }
  }
  return found;
}

const ends = (word) => /[.!?…؟۔]["”»)]*$/u.test(word.text);

/** Returns the first and the last word of the sentence that a word stands in. */
function sentenceAt(list, at) {
  let [first, last] = [at, at];
  while (first > 0 && !ends(list[first - 1])) first -= 1;
  while (last < list.length - 1 && !ends(list[last])) last += 1;
  return { first, last };
}

/** Returns where a key leads: arrows up and down take whole sentences, the others words; Shift keeps the beginning. */
function led(list, { anchor, focus }, key, extend) {
  const inside = (word) => Math.min(Math.max(word, 0), list.length - 1);
  if (key === "ArrowDown" || key === "ArrowUp") {
    const here = focus < 0 ? null : sentenceAt(list, key === "ArrowDown" ? focus : Math.min(anchor, focus));
    const next = sentenceAt(list, here ? inside(key === "ArrowDown" ? here.last + 1 : here.first - 1) : 0);
    if (!extend || !here) return { anchor: next.first, focus: next.last };
    return { anchor, focus: key === "ArrowDown" ? next.last : next.first };
  }
  const target = inside({ ArrowRight: focus + 1, ArrowLeft: focus - 1, Home: 0, End: list.length - 1 }[key]);
  return { anchor: extend && anchor >= 0 ? anchor : target, focus: target };
}

function move(field, key, extend) {
  const list = words(field);
  if (!list.length) return;
  const at = led(list, cursors.get(field.id) ?? { anchor: -1, focus: -1 }, key, extend);
  cursors.set(field.id, at);
  const [first, last] = [Math.min(at.anchor, at.focus), Math.max(at.anchor, at.focus)];
  const range = document.createRange();
  range.setStart(...list[first].from);
  range.setEnd(...list[last].to);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  offer(); // not left to selectionchange, which comes later than a quick Enter
  const focusWord = document.createRange();
  focusWord.setStart(...list[at.focus].from);
  focusWord.setEnd(...list[at.focus].to);
  keepInView(field, focusWord.getBoundingClientRect());
}

function keepInView(field, word) {
  const pane = field.closest(".pane");
  const own = pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).overflowY === "auto";
  const view = own ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const margin = 90;
  const by = word.top < view.top + margin ? word.top - view.top - margin : Math.max(word.bottom - view.bottom + margin, 0);
  if (by) (own ? pane : window).scrollBy(0, by);
}

function pressed(event) {
  const field = event.target.matches?.("[data-citable]") ? event.target : null;
  if (!field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) move(field, event.key, event.shiftKey);
  else if (event.key === "Enter" && taken) take();
  else if (event.key === "Escape" && taken) drop();
  else return;
  event.preventDefault();
}

export function start() {
  home = bar()?.parentElement;
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
  document.addEventListener("selectionchange", offer);
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const field = event.target.closest?.("[data-citable]");
    if (event.target.closest?.("[data-cite-take]")) take(event.target.closest("[data-cite-take]").dataset.citeTake);
    else if (event.target.closest?.("[data-cite-drop]")) drop();
    else if (field && event.detail === 0) move(field, "ArrowDown", false); // pressed by its key, not by a pointer: the next sentence
  });
  /* pressing the button must not first undo the selection */
  document.addEventListener("pointerdown", (event) => event.target.closest?.("[data-cite-bar] button") && event.preventDefault());
  offer(); // what was selected before the scripts came
}
