// Two editors: show both values of every field that the other one changed, and let this one choose.
//
// autosave.js hands over {"who": "波多野", "at": "14:18", "fields": [{"name": "cause", "label": "真の原因",
// "theirs": "…", "theirs_text": "…"}]}: theirs is the field's value (a list for tick boxes), theirs_text how it
// reads where the value itself is only a code. Without this script the server shows both on a page of its own.

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function fieldsNamed(form, name) {
  return [...form.elements].filter((field) => field.name === name);
}

function mine(form, name) {
  const fields = fieldsNamed(form, name);
  const chosen = fields.filter((field) => ["radio", "checkbox"].includes(field.type));
  if (!chosen.length) return fields.map((field) => field.value).join("、");
  return chosen.filter((field) => field.checked).map((field) => field.labels[0]?.textContent || field.value).join("、");
}

function take(form, name, theirs) {
  const values = [theirs].flat().map(String);
  for (const field of fieldsNamed(form, name)) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0];
  }
}

function choice(form, conflict, field, done) {
  const item = element("li", "stack");
  item.append(element("h3", "h4", field.label));
  const values = element("dl", "kv");
  values.append(element("dt", "", `${conflict.who}さん`), element("dd", "", field.theirs_text || String(field.theirs)));
  values.append(element("dt", "", "あなた"), element("dd", "", mine(form, field.name) || "（空）"));
  const buttons = element("div", "cluster");
  const theirs = element("button", "btn btn-outline-primary btn-sm", `${conflict.who}さんのほうにする`);
  const own = element("button", "btn btn-outline-primary btn-sm", "自分のほうを残す");
  for (const button of [theirs, own]) button.type = "button";
  theirs.addEventListener("click", () => take(form, field.name, field.theirs) || done(item));
  own.addEventListener("click", () => done(item));
  buttons.append(theirs, own);
  item.append(values, buttons);
  return item;
}

document.addEventListener("autosave:conflict", (event) => {
  const form = event.target;
  const { conflict, resolved } = event.detail;
  form.querySelector(".notice[data-conflict]")?.remove();
  const notice = element("div", "notice notice--warn");
  notice.dataset.conflict = "";
  notice.setAttribute("role", "alert");
  const body = element("div");
  const when = `${conflict.who}さんが${conflict.at}に同じところを直しました。`;
  body.append(element("p", "", `${when}両方を見て、残すほうを選んでください。`));
  const list = element("ul", "plain stack");
  const done = (item) => {
    const next = item.nextElementSibling || item.previousElementSibling;
    item.remove();
    if (next) next.querySelector("button").focus();
    else {
      notice.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      resolved();
    }
  };
  for (const field of conflict.fields) list.append(choice(form, conflict, field, done));
  body.append(list);
  notice.append(element("span"), body);
  form.prepend(notice);
});
