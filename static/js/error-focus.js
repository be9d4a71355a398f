// Bring the reader to the summary of what has to be mended: after a page load, and after htmx brought a form back.

const SUMMARY = "[data-error-summary]";

function focusSummary(root) {
  const summary = root.matches?.(SUMMARY) ? root : root.querySelector?.(SUMMARY);
  summary?.focus();
}

focusSummary(document);
// The event comes from each element that was swapped in.
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
