/* A list is drawn as cards on a phone. Some browsers then forget that it is a table: its roles say so. */
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader" };

export function start() {
  for (const list of document.querySelectorAll("table.list")) {
    list.setAttribute("role", ROLES.table);
    for (const [part, role] of Object.entries(ROLES)) {
      for (const found of list.querySelectorAll(part)) found.setAttribute("role", role);
    }
  }
}
