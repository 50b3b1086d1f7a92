/* One request to the board: what it answers, or by its own name why not. The protocol stands in web/candidate/uploading.py. */

const AWAY = [503, 507]; // the store of files does not answer, or a disk is full: what has arrived waits
const STALLED = 45_000; // milliseconds without a byte on its way

export class Cut extends Error {} // the board was not reached, or could not do it now, and may say why: try again
export class SignedOut extends Error {} // somebody has to sign in again
export class Gone extends Error {} // there is no such upload any more
export class Refused extends Error {} // the board says why
export class Elsewhere extends Error {
  constructor(offset) {
    super();
    this.offset = offset; // where to go on
  }
}

const token = () => JSON.parse(document.body.getAttribute("hx-headers"));

/** Sends a request and returns the JSON it is answered with. `sent` hears how many bytes are on their way. A signal that
    is given already sends nothing. */
export function ask(method, url, { body = null, headers = {}, signal, sent = () => {} } = {}) {
  return new Promise((done, fail) => {
    signal?.throwIfAborted();
    const xhr = new XMLHttpRequest();
    let patience = null;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => xhr.abort(), STALLED);
    };
    xhr.open(method, url);
    for (const [name, value] of Object.entries({ Accept: "application/json", ...token(), ...headers })) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener("progress", (event) => {
      wait();
      sent(event.loaded);
    });
    xhr.addEventListener("loadend", () => {
      clearTimeout(patience);
      signal?.removeEventListener("abort", stop);
      if (!xhr.status) return fail(new Cut());
      try {
        done(understood(xhr, url));
      } catch (problem) {
        fail(problem);
      }
    });
    const stop = () => xhr.abort();
    signal?.addEventListener("abort", stop);
    wait();
    xhr.send(body);
  });
}

function understood(xhr, url) {
  if (new URL(xhr.responseURL).pathname !== new URL(url, location.href).pathname) throw new SignedOut(); // led to sign-in
  const json = /json/.test(xhr.getResponseHeader("Content-Type") ?? "") ? JSON.parse(xhr.responseText) : null;
  if (json && xhr.status < 300) return json;
  if (json && ["WrongOffset", "NotWhole"].includes(json.kind)) throw new Elsewhere(Number(xhr.getResponseHeader("Upload-Offset")));
  if (json?.detail && AWAY.includes(xhr.status)) throw new Cut(json.detail);
  if (json?.detail) throw new Refused(json.detail);
  if (xhr.status === 404) throw new Gone();
  if (xhr.status === 422) throw new SignedOut(); // the token of this page is of a session that ended
  throw new Cut();
}

/** Asks for this page again and takes over its token. Returns whether the same person is signed in. */
export async function renewed() {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.dataset.person !== document.body.dataset.person) return false;
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
  const fresh = Object.values(token())[0];
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = fresh;
  return true;
}
