// The reception of an exhibition goes on without the network: entries go into the queue of reception-queue.js first,
// and from there to the server. Forms marked data-take are entries; without this script they are sent as they are.

const desk = document.querySelector("[data-reception]");
const { linesUrl, peopleUrl, undoUrl, queue: queueName, place, placeLabel } = desk.dataset;
const code = document.querySelector("#code");
const log = document.querySelector("[data-log]");
const last = document.querySelector("[data-last]");
const waitingBox = document.querySelector("[data-waiting]");
const refusedBox = document.querySelector("[data-refused]");
const count = document.querySelector("[data-count]");
const search = document.querySelector("form[data-search]");
const names = document.querySelector("#names");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

const LOST = "つながりが切れています。このまま受け付けられます。つながったら、自動で送ります。";
const EXPIRED = "ログインの時間が切れました。受け付けた分は残っています。別のタブでログインしてから、この画面を開き直してください。";
const TROUBLE = "いま送れません。受け付けた分は残っています。続くときは、この画面を開き直してください。";
const NOT_LASTING = "この画面を閉じると、まだ送っていない分が消えます。";
const SHOWN = 10; // entries in the log, and people in a search without the network
const FIELDS = ["code", "visitor", "staff", "kind", "organization"];

let people = [];

function headers(more = {}) {
  return { Accept: "application/json", "X-CSRFToken": token, ...more };
}

async function send(lines, signal) {
  const body = JSON.stringify({ lines: lines.map(({ id, place, who, means, ago }) => ({ id, place, who, means, ago })) });
  let answer;
  try {
    const options = { method: "POST", headers: headers({ "Content-Type": "application/json" }), body, signal };
    answer = await fetch(`${linesUrl}?at=${encodeURIComponent(place)}`, options);
  } catch {
    throw { words: LOST };
  }
  if (answer.status === 401) throw { words: EXPIRED };
  if (!answer.ok || answer.redirected) throw { words: TROUBLE };
  return answer.json();
}

function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function announce(kind, words) {
  last.className = `notice notice--${kind}`;
  last.setAttribute("role", kind === "error" ? "alert" : "status");
  last.replaceChildren(element("p", words));
  last.hidden = false;
}

function entryOf(id) {
  return log.querySelector(`[data-entry="${id}"]`);
}

function write(line, words, canUndo) {
  const entry = entryOf(line.id) || element("li", "", { "data-entry": line.id });
  const text = element("div", words);
  text.append(element("span", line.placeLabel, { class: "sub d-block" }));
  entry.replaceChildren(text);
  if (canUndo) {
    const button = element("button", "取り消す", { type: "button", class: "btn btn-link btn-sm", "data-undo": line.id });
    button.append(element("span", `：${words}`, { class: "visually-hidden" }));
    entry.append(button);
  }
  if (!entry.parentNode) log.prepend(entry);
  while (log.children.length > SHOWN) log.lastElementChild.remove();
  log.closest("section").hidden = false;
}

const tell = {
  answered(line, answer, reply) {
    if (line.place === place) count.textContent = reply.count;
    if (answer.outcome === "refused") {
      announce("error", `${line.label}：${answer.words}`);
      entryOf(line.id)?.remove();
      return;
    }
    announce(answer.tone, answer.words);
    write(line, answer.words, answer.outcome === "new");
  },
  waiting(lines, words) {
    const open = lines.filter((line) => !line.refused);
    const parts = open.length ? [`まだ送っていない受付：${open.length}件。`, words] : [];
    if (open.length && !queue?.lasts) parts.push(NOT_LASTING);
    waitingBox.textContent = parts.join("");
    waitingBox.hidden = !open.length;
    showRefused(lines.filter((line) => line.refused));
  },
};

function showRefused(lines) {
  const list = refusedBox.querySelector("ul");
  list.replaceChildren(
    ...lines.map((line) => {
      const entry = element("li");
      const text = element("div", `${line.label}：${line.refused}`);
      const when = new Date(line.at).toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
      text.append(element("span", `${when}　${line.placeLabel}`, { class: "sub d-block" }));
      const button = element("button", "確かめた", { type: "button", class: "btn btn-outline-primary btn-sm" });
      button.append(element("span", `：${line.label}`, { class: "visually-hidden" }));
      button.addEventListener("click", async () => {
        await queue.drop(line.id);
        code.focus();
      });
      entry.append(text, button);
      return entry;
    }),
  );
  refusedBox.hidden = !lines.length;
}

let queue = null;
const opened = window.ReceptionQueue.open(queueName, { send, tell }).then((made) => {
  queue = made;
  return made;
});

function whoOf(form, pressed) {
  const given = new FormData(form, pressed);
  const filled = FIELDS.map((name) => [name, String(given.get(name) ?? "").trim()]).filter(([, value]) => value);
  return Object.fromEntries(filled);
}

async function take(form, pressed) {
  const who = whoOf(form, pressed);
  if (!Object.keys(who).length || ("kind" in who && !who.organization)) {
    announce("error", form.dataset.empty);
    form.querySelector("input:not([type=hidden], [type=radio])")?.focus();
    return;
  }
  const label = pressed?.dataset.label || who.organization || who.code;
  const means = form.dataset.means || (who.code ? "scanner" : "name");
  delete form.dataset.means;
  for (const field of form.querySelectorAll("input[type=text]")) field.value = "";
  const made = await opened;
  const line = await made.add({ place, placeLabel, who, label, means });
  write(line, `${label}：送っています`, false);
  await made.flush();
  if (!navigator.onLine || (await made.waiting()).some((one) => one.id === line.id)) {
    write(line, `${label}：この端末に控えました`, false);
    announce("ok", `${label}：この端末に控えました。つながったら送ります。`);
  }
  if (pressed && !pressed.isConnected) code.focus();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest("form[data-take]");
    if (!form) return;
    event.preventDefault();
    take(form, event.submitter);
    if (event.submitter?.dataset.label) event.submitter.replaceWith(element("span", "受け付けました"));
  },
  true,
);

log.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-undo]");
  if (!button) return;
  const body = new URLSearchParams({ device_id: button.dataset.undo });
  const answer = await fetch(undoUrl, { method: "POST", headers: headers(), body }).catch(() => null);
  if (!answer?.ok) {
    announce("error", "いま取り消せません。つながってから、もう一度押してください。");
    return;
  }
  const entry = button.closest("li");
  announce("ok", `取り消しました：${entry.firstElementChild.firstChild.textContent}`);
  entry.remove();
  count.textContent = Math.max(0, Number(count.textContent) - 1);
  code.focus();
});

// Without the network, names are looked for among those registered, which the page has had since it was opened.
function folded(text) {
  return text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
}

function foundHere(words) {
  const wanted = words.split(/\s+/).map(folded).filter(Boolean);
  return people.filter(([, , name, about]) => wanted.every((word) => folded(name + about).includes(word)));
}

function showFound() {
  const found = foundHere(search.elements.q.value).slice(0, SHOWN);
  const form = element("form", "", { method: "post", "data-take": "", "data-repeatable": "" });
  const list = element("ul", "", { class: "rows rows--line" });
  for (const [field, value, name, about] of found) {
    const entry = element("li");
    const text = element("div", name);
    text.append(element("span", about, { class: "sub d-block" }));
    const attributes = { class: "btn btn-outline-primary btn-sm", name: field, value, "data-label": `${name}さん` };
    const button = element("button", "受け付ける", attributes);
    button.append(element("span", `：${name}さん`, { class: "visually-hidden" }));
    entry.append(text, button);
    list.append(entry);
  }
  form.append(list);
  const words = found.length ? "つながっていないので、登録した人の中からさがしました。" : "登録した人の中にはいません。職員番号でも受け付けられます。";
  names.replaceChildren(element("p", words), form);
}

search.addEventListener("htmx:sendError", showFound);
document.addEventListener(
  "submit",
  (event) => {
    if (event.target !== search || navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    showFound();
  },
  true,
);
fetch(peopleUrl, { headers: headers() })
  .then((answer) => (answer.ok ? answer.json() : { people: [] }))
  .then((found) => {
    people = found.people;
  })
  .catch(() => {});
