/* What is pasted with a form of its own becomes plain text that keeps its paragraphs and lists. Nothing pasted is run or fetched. */
import { plainTextOf } from "./plain.js";

function paste(event) {
  const area = event.target.closest?.("textarea");
  const html = area && event.clipboardData?.getData("text/html");
  if (!html || area.readOnly || area.disabled) return;
  const text = plainTextOf(html);
  if (!text) return; // a picture alone: the browser does what it does
  event.preventDefault();
  if (document.execCommand("insertText", false, text)) return; // one that can be undone
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function start() {
  document.addEventListener("paste", paste);
}
