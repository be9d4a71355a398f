// The hearing sheet after each autosave: what each part's mark says now, what the seasons add up to, and beside which
// field something has to be mended before it is saved. The server decides all three; see SheetSaveView.as_json.

const form = document.getElementById("sheet");

function errorPlace(field) {
  return field.closest("td, .field");
}

function errorId(name) {
  return `id_${name}_error`;
}

function fieldsNamed(name) {
  return [...form.elements].filter((field) => field.name === name);
}

function describe(field, id, isWrong) {
  const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter((known) => known && known !== id);
  if (isWrong) ids.push(id);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function clear(name) {
  const old = document.getElementById(errorId(name));
  if (!old) return;
  old.closest(".field")?.classList.remove("field--error");
  old.remove();
  for (const field of fieldsNamed(name)) describe(field, errorId(name), false);
}

function show(name, messages) {
  const [first] = fieldsNamed(name);
  const place = first && errorPlace(first);
  if (!place) return;
  const box = document.createElement("div");
  box.id = errorId(name);
  for (const message of messages) {
    const line = document.createElement("p");
    line.className = "field__error";
    const icon = document.querySelector('[data-autosave-icon="warn"] svg');
    line.append(...(icon ? [icon.cloneNode(true)] : []), message);
    box.append(line);
  }
  const before = place.matches("td") ? place.firstElementChild : first.closest(".input-group, .choice") || first;
  before.before(box);
  place.closest(".field")?.classList.add("field--error");
  for (const field of fieldsNamed(name)) describe(field, box.id, true);
}

// What the page came with stays until its field is written on: it may say what is missing rather than what is wrong.
const edited = new Set();
form.addEventListener("input", (event) => edited.add(event.target.name));

form.addEventListener("autosave:saved", ({ detail }) => {
  for (const name of edited) clear(name);
  for (const [name, messages] of Object.entries(detail.errors || {})) {
    clear(name);
    show(name, messages);
  }
  for (const [id, mark] of Object.entries(detail.parts || {})) {
    const place = document.querySelector(`[data-part="${CSS.escape(id)}"]`);
    if (place && place.innerHTML !== mark) place.innerHTML = mark;
  }
  const seasons = form.querySelector("[data-seasons]");
  if (seasons && detail.seasons !== undefined) seasons.textContent = detail.seasons;
});
