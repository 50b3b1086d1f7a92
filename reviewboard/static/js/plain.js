/* Rich text as plain text: an empty line between paragraphs, a sign before each line of a list, a tab between cells. */

const LEFT_OUT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "HEAD", "TITLE", "META", "LINK", "NOSCRIPT"]);
const PARAGRAPHS = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "UL", "OL", "TABLE", "PRE"]);
const LINES = new Set(["DIV", "LI", "TR", "SECTION", "ARTICLE", "DT", "DD", "FIGURE", "FIGCAPTION", "HEADER", "FOOTER"]);
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
const [LINE, PARAGRAPH, SPACE] = ["\x01", "\x02", "\x03"]; // a break at least so wide; a space that stays: texts hold none of them

/** Returns the text of a piece of HTML as a person would have typed it. */
export function plainTextOf(html) {
  return written(new DOMParser().parseFromString(html, "text/html").body)
    .replace(/ *[\n\x01\x02][ \n\x01\x02]*/g, broken)
    .replace(/^[·o§]\xa0{2,}\s*/gm, "• ") // a word processor's bullets
    .replace(/^\n+|\s+$/g, "")
    .replaceAll(SPACE, " ");
}

const broken = (run) => "\n".repeat(Math.max(run.includes(PARAGRAPH) ? 2 : 1, Math.min(2, run.split("\n").length - 1)));

function written(node) {
  if (node.nodeType === Node.TEXT_NODE) return textOf(node);
  if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.has(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const inner = [...node.childNodes].map(written).join("");
  if (node.tagName === "TD" || node.tagName === "TH") return node.nextElementSibling ? `${inner.trim()}\t` : inner.trim();
  if (node.tagName === "LI") return `${LINE}${signOf(node)}${inner}${LINE}`;
  if (PARAGRAPHS.has(node.tagName) && node.parentElement?.closest("li, td, th")) return `${begins(node) ? "" : LINE}${inner}${LINE}`;
  if (PARAGRAPHS.has(node.tagName)) return `${PARAGRAPH}${inner}${PARAGRAPH}`;
  return LINES.has(node.tagName) ? `${LINE}${inner}${LINE}` : inner;
}

const begins = (node) => node.parentElement.firstElementChild === node && !node.previousSibling?.data?.trim();

function textOf(node) {
  const text = node.data.replace(CONTROLS, "");
  return node.parentElement?.closest("pre") ? text.replaceAll(" ", SPACE) : text.replace(/[ \t\r\n\f]+/g, " ");
}

function signOf(item) {
  const list = item.parentElement;
  const ordered = list?.tagName === "OL";
  const number = [...(list?.children ?? [])].filter((each) => each.tagName === "LI").indexOf(item) + (list?.start || 1);
  return `${SPACE.repeat(4 * Math.max(0, depthOf(item) - 1))}${ordered ? `${number}.` : "•"} `;
}

function depthOf(item) {
  let depth = 0;
  for (let list = item.parentElement?.closest("ul, ol"); list; list = list.parentElement?.closest("ul, ol")) depth += 1;
  return depth;
}
