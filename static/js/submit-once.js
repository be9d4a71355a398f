// A form is sent once: its button keeps its width, says data-wait (「送っています」), and a second press does nothing.
// The button is not disabled: a disabled button would not be sent, and a screen reader would lose it.

const WAIT = "送っています";
const contents = new WeakMap();

function begin(form, button) {
  form.dataset.sending = "";
  if (!button) return;
  contents.set(button, [...button.childNodes]);
  const { style } = button;
  [style.width, style.paddingInline, style.whiteSpace] = [`${button.offsetWidth}px`, "0", "nowrap"];
  button.replaceChildren(button.dataset.wait || WAIT);
  // A word longer than the button is shown whole, even if the button has to grow.
  if (button.scrollWidth > button.clientWidth) [style.width, style.paddingInline] = ["", ""];
  button.setAttribute("aria-disabled", "true");
}

function end(form) {
  if (!("sending" in form.dataset)) return;
  delete form.dataset.sending;
  for (const button of form.elements) {
    if (!contents.has(button)) continue;
    button.replaceChildren(...contents.get(button));
    contents.delete(button);
    [button.style.width, button.style.paddingInline, button.style.whiteSpace] = ["", "", ""];
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    // By attribute: a field named "method" stands in the way of form.method.
    const sends = form.getAttribute("method")?.toLowerCase() === "post" && form.getAttribute("target") !== "_blank";
    if (!sends || "repeatable" in form.dataset) return;
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
