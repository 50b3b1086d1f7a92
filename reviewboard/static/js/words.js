/* The words of the scripts come from the templates, already in the person's language: "{n} of {max} words". */

/** Returns the sentence with each {name} replaced by its value. */
export function say(sentence, values = {}) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Says a sentence to assistive technology without moving anything. */
export function announce(sentence) {
  const place = document.getElementById("announce");
  if (place) place.textContent = sentence;
}

/** Returns a fresh random key for one attempt at one act; works on plain http too, where randomUUID is missing. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const LOCALES = { en: "en-GB", fr: "fr-CA" }; // those that write a date as the pages do

/** Returns a moment (milliseconds since 1970) in the person's language and zone, as the rest of the page tells time. */
export function moment(when) {
  const shape = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: document.body.dataset.zone || undefined };
  return new Date(when).toLocaleString(LOCALES[document.documentElement.lang], shape);
}
