// A form is sent once: its button keeps its width, says data-wait (「送っています」), and a second press does nothing.
// The button is not disabled: a disabled button would not be sent, and a screen reader would lose it.

const WAIT = "送っています";
const contents = new WeakMap();

function begin(form, button) {
  form.dataset.sending = "";
  if (!button) return;
  button.style.minWidth = `${button.offsetWidth}px`;
  contents.set(button, [...button.childNodes]);
  button.replaceChildren(button.dataset.wait || WAIT);
  button.setAttribute("aria-disabled", "true");
}

function end(form) {
  if (!("sending" in form.dataset)) return;
  delete form.dataset.sending;
  for (const button of form.elements) {
    if (!contents.has(button)) continue;
    button.replaceChildren(...contents.get(button));
    contents.delete(button);
    button.style.minWidth = "";
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post" || form.target === "_blank" || "repeatable" in form.dataset) return;
    if ("sending" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // After the browser has taken the values: the pressed button's name and value are part of them.
    setTimeout(() => begin(form, event.submitter), 0);
  },
  true,
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) end(form);
});
// Coming back with the browser's "back" shows the page as it was left: waiting.
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(end));
