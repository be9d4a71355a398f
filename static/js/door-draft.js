// What is typed at the public door stays in this browser until it is sent: a closed tab loses nothing.
// Only forms with data-draft; chosen files and hidden fields are not kept.

const PREFIX = "door-draft:";
const DELAY = 800;
const MONTH = 30 * 24 * 60 * 60 * 1000;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const kept = (field) => field.name && !["hidden", "file", "submit"].includes(field.type) && field.name !== "website_url";

function read(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      (values[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    } else {
      values[field.name] = [field.value];
    }
  }
  return values;
}

function write(form, values) {
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in values)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values[field.name].includes(field.value);
    else field.value = values[field.name][0] ?? "";
  }
}

function say(form, text) {
  const status = form.querySelector("[data-draft-status]");
  if (status) status.textContent = text;
}

function forget(store, beginning) {
  for (const key of Object.keys(store)) if (key.startsWith(PREFIX + beginning)) store.removeItem(key);
}

function offerToForget(form, store, key) {
  const status = form.querySelector("[data-draft-status]");
  if (!status || form.querySelector("[data-draft-forget]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link";
  button.dataset.draftForget = "";
  button.textContent = "この端末の下書きを消す";
  button.addEventListener("click", () => {
    store.removeItem(key);
    button.remove();
    say(form, "この端末の下書きを消しました");
    status.tabIndex = -1;
    status.focus();
  });
  status.after(button);
}

function keep(form, store) {
  const key = PREFIX + form.dataset.draft;
  const old = JSON.parse(store.getItem(key) || "null");
  if (old && Date.now() - old.at > MONTH) store.removeItem(key);
  // Once the door has something of this step, that is what is shown.
  else if (old && "draftFresh" in form.dataset) {
    write(form, old.values);
    say(form, "この端末の下書きから戻しました");
    offerToForget(form, store, key);
  }
  let timer;
  const save = () => {
    try {
      store.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
      say(form, "この端末に下書きを保存しました");
      offerToForget(form, store, key);
    } catch {
      say(form, "この端末には下書きを保存できません");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, DELAY);
  });
  form.addEventListener("change", save);
}

const store = storage();
if (store) {
  document.querySelectorAll("form[data-draft]").forEach((form) => keep(form, store));
  // Sent: nothing of it stays on this device.
  document.querySelectorAll("form[data-draft-sends]").forEach((form) => {
    form.addEventListener("submit", () => forget(store, form.dataset.draftSends));
  });
}
