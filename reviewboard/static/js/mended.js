/* A save by script says which fields of its form are still wrong; what was said of the others goes. */

export function start() {
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const form = detail.requestConfig?.elt;
    const said = form?.querySelector?.("[data-still-wrong]");
    if (!said) return;
    const wrong = said.dataset.stillWrong.split(" ");
    for (const control of form.querySelectorAll("[aria-invalid]")) {
      if (wrong.includes(control.id)) continue;
      document.getElementById(`${control.id}-error`)?.remove();
      control.removeAttribute("aria-invalid");
      control.closest(".field-wrong")?.classList.remove("field-wrong");
      const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== `${control.id}-error`);
      if (ids.join("")) control.setAttribute("aria-describedby", ids.join(" "));
      else control.removeAttribute("aria-describedby");
    }
  });
}
