// "/" goes to the search box, except where a "/" may be meant as text. Escape closes an open menu.

const WRITING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(WRITING)) return;
  const search = document.querySelector("[aria-keyshortcuts='/']");
  if (!search || search.offsetParent === null) return;
  event.preventDefault();
  search.focus();
});

function closeMenu() {
  const menu = document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}
