// <button type="button" data-copy="#id" hidden>コピーする</button> copies the text of a field; shown only where this
// script can. Without it the text is selected and copied by hand. What came of it is said in [data-copy-said].

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Not every browser of a closed network lets a page write to the clipboard: then the selection is copied.
    field.select();
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  const said = document.querySelector("[data-copy-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copied(field);
    said.textContent = done ? "コピーしました。" : "コピーできませんでした。文を選んで、Ctrlキーを押しながらCを押してください。";
  });
}
