// The reception takes in one after another without opening the page anew: the field is free for the next code at once.

const form = document.querySelector("form#reception");
const { code } = form.elements;
let sent = "";

form.addEventListener("htmx:beforeSend", () => {
  sent = code.value;
  code.value = "";
});
// What did not arrive is in the field again, unless the next code is already.
for (const lost of ["htmx:sendError", "htmx:responseError"]) {
  form.addEventListener(lost, () => {
    code.value ||= sent;
  });
}
// The button that was pressed in the list is gone: the keyboard goes back to where the next person begins.
document.querySelector("#reception-state").addEventListener("htmx:afterSwap", () => {
  if (document.activeElement === document.body) code.focus();
});
