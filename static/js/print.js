// <button type="button" data-print hidden>印刷</button>: shown only where this script can answer it.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
