/* What this device keeps: filed under the person and the form, and gone where the device keeps nothing. */

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
