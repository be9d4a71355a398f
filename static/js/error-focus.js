// Bring the reader to the summary of what has to be mended: after a page load, and after htmx brought a form back.

function focusSummary(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

focusSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.target));
