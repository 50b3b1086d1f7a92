/* What this device keeps: filed under the person and the form, and gone where the device keeps nothing. */

const KEPT_DAYS = 7;

/** Returns what action returns, or null on a device that keeps nothing: pages still work there. */
export function stores(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

/** Returns the name under which the words of a form are filed for the person at this page. */
export const filed = (name) => `draft:${document.body.dataset.person ?? ""}:${name}`;

const kept = () => Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
const read = (name) => JSON.parse(localStorage.getItem(name)) ?? {};

/** Takes off the words of forms that the board says it took; `keys` are those of the forms. */
export function forgetTaken(keys) {
  stores(() => {
    for (const name of kept()) if (keys.includes(read(name).sent)) localStorage.removeItem(name);
  });
}

/** Takes off what is older than a week and, once somebody is signed in, what anybody else left: a shared device tells nothing. */
export function clearOthers() {
  const own = document.body.dataset.person;
  stores(() => {
    for (const name of kept()) {
      const { when } = read(name);
      const old = !(Date.now() - when < KEPT_DAYS * 86_400_000);
      if (old || (own && !name.startsWith(`draft:${own}:`))) localStorage.removeItem(name);
    }
  });
}
