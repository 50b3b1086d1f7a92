/* One file on its way: begun, sent piece by piece, taken up again after any interruption, finished with its digest. */
import { Cut, Elsewhere, Gone, Refused, SignedOut, ask, renewed } from "./asking.js";
import { Sha256 } from "./sha256.js";

const MEGABYTE = 1024 * 1024;
const LARGEST = 4 * MEGABYTE;
const QUICK = 2000; // milliseconds: a piece that took less may be followed by one twice as large
const SLOWEST = 30_000; // milliseconds between two tries

class Unreadable extends Error {}

/** A transfer tells its listener each state: sending, cut, signed_out, paused, checking, received, refused, gone, unreadable. */
export class Transfer {
  #begin;
  #tell;
  #stop = null;
  #piece = MEGABYTE;
  #hash = new Sha256();
  #hashed = 0;

  constructor(file, begin, tell) {
    this.file = file;
    this.#begin = begin;
    this.#tell = tell;
    this.offset = 0;
    this.href = null;
    this.state = "in_line";
  }

  #is(state, reason) {
    this.state = state;
    this.#tell(this, reason);
  }

  /** Sends until the file is kept or refused, or somebody stops it; only then may it run again. Throws what nobody foresaw. */
  async run() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    let fresh = false; // the page's token was renewed just now
    for (let wait = 1000; !signal.aborted; wait = Math.min(2 * wait, SLOWEST)) {
      const before = this.offset;
      try {
        await this.#send(signal);
        return;
      } catch (problem) {
        if (signal.aborted) return;
        if (problem instanceof Refused) return this.#is("refused", problem.message);
        if (problem instanceof Gone) return this.#is("gone");
        if (problem instanceof Unreadable) return this.#is("unreadable");
        if (problem instanceof Elsewhere) continue;
        const away = problem instanceof SignedOut;
        if (!away && !(problem instanceof Cut)) {
          this.#is("paused"); // nobody foresaw it: what has arrived waits for somebody to go on
          throw problem;
        }
        if (away && !fresh && (fresh = await renewed())) continue;
        if (signal.aborted) return;
        fresh = false;
        if (this.offset > before) wait = 1000;
        this.#is(away ? "signed_out" : "cut", problem.message || undefined);
        await pause(wait, signal);
      }
    }
  }

  async #send(signal) {
    const { file } = this;
    const known = this.href
      ? await ask("GET", this.href, { signal })
      : await ask("POST", this.#begin, { body: form({ name: file.name, size: file.size, modified: file.lastModified }), signal });
    this.href = known.href;
    this.offset = known.offset;
    this.#is("sending");
    while (this.offset < file.size) await this.#next(signal);
    signal.throwIfAborted();
    this.#is("checking");
    await this.#hashTo(file.size);
    this.digest ??= this.#hash.digest();
    await ask("POST", `${this.href}/finish`, { body: form({ sha256: this.digest }), signal });
    this.#is("received");
  }

  async #next(signal) {
    const from = this.offset;
    const piece = this.file.slice(from, Math.min(from + this.#piece, this.file.size));
    const began = performance.now();
    const hashing = this.#hashTo(from + piece.size);
    hashing.catch(() => {}); // heard where it is awaited
    try {
      const headers = { "Upload-Offset": String(from), "Content-Type": "application/octet-stream" };
      const sent = (bytes) => {
        this.offset = Math.min(from + bytes, this.file.size);
        this.#tell(this);
      };
      const answer = await ask("PATCH", this.href, { body: piece, headers, signal, sent });
      this.offset = answer.offset;
      if (performance.now() - began < QUICK) this.#piece = Math.min(2 * this.#piece, LARGEST);
    } catch (problem) {
      this.offset = problem instanceof Elsewhere ? problem.offset : from;
      if (problem instanceof Cut) this.#piece = MEGABYTE;
      await hashing;
      if (!(problem instanceof Elsewhere)) throw problem;
    }
    await hashing;
    this.#tell(this);
  }

  async #hashTo(end) {
    while (this.#hashed < end) {
      const piece = this.file.slice(this.#hashed, Math.min(this.#hashed + MEGABYTE, end));
      const bytes = await piece.arrayBuffer().catch(() => { throw new Unreadable(); });
      this.#hash.update(new Uint8Array(bytes));
      this.#hashed += bytes.byteLength;
    }
  }

  /** Stops sending for now; what has arrived waits. */
  pause() {
    this.#stop?.abort();
    this.#is("paused");
  }

  /** Stops for good; what has arrived is thrown away. */
  async cancel() {
    this.#stop?.abort();
    this.state = "cancelled";
    if (this.href) await ask("POST", `${this.href}/cancel`).catch(() => {});
  }
}

function form(values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  return body;
}

/** Waits, but not longer than until the line is back or somebody stops it. */
function pause(time, signal) {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(clock);
      window.removeEventListener("online", end);
      done();
    };
    const clock = setTimeout(end, time);
    window.addEventListener("online", end, { once: true });
    signal.addEventListener("abort", end, { once: true });
  });
}
