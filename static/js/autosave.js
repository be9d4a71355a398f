// Save a draft on the server while typing; nothing is kept in this browser, which may be a shared one.
//
// <form data-autosave-url="…" data-autosave-key="…"> with its CSRF field, and {% autosave_status %} in it, or beside
// it with the form's id. All fields but files are posted, with "autosave_key". The server answers
//   200 {"saved_at": "10:42", "version": "…"}   version (optional) goes into the form's field "version"; a "message"
//       (optional) stands for the usual words, "errors" (optional) marks that not everything could be saved; the whole
//       answer goes on as the event autosave:saved
//   413 {"error": "…"}, 422 {"message": "…"}    this cannot be saved, and why
//   409 {"conflict": {…}, "version": "…"}       see autosave-conflict.js
//   a redirect to the sign-in page, or 401: the session has ended
//   403: signed in again elsewhere; a fresh token is taken from this page's own address

const PAUSE = 1000;
const RETRY = 15000;
const LOST = "つながりが切れました。書いた内容はこの画面にあります。つながると自動で保存します。";
const EXPIRED = "ログインの時間が切れました。書いた内容はこの画面にあります。";
const CONFLICT = "同じところを、ほかの人も直しました。どちらを残すか選んでください。";

async function renewToken() {
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status =
      document.querySelector(`[data-autosave-status="${CSS.escape(form.getAttribute("id") || "-")}"]`) ||
      form.querySelector("[data-autosave-status]");
    this.saved = this.snapshot();
    this.timer = 0;
    this.busy = false;
    this.stopped = false;
    form.addEventListener("input", () => this.later(PAUSE));
    // What is being sent for good must not come back as a draft.
    form.addEventListener("focusout", (event) => event.relatedTarget?.type === "submit" || this.save());
    form.addEventListener("submit", () => (this.stopped = true));
    form.addEventListener("htmx:afterRequest", (event) => {
      this.stopped = false;
      if (event.detail.successful) this.begin();
    });
    window.addEventListener("pageshow", () => (this.stopped = false));
    window.addEventListener("pagehide", () => this.save({ leaving: true }));
    window.addEventListener("online", () => this.save());
    window.addEventListener("focus", () => this.save());
  }

  // What was sent is no draft any more; the next one begins with the fields that came back.
  begin() {
    clearTimeout(this.timer);
    this.saved = this.snapshot();
    this.say("", "");
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave_key", this.form.dataset.autosaveKey || "");
    return data;
  }

  snapshot() {
    const data = this.body();
    data.delete("version");
    data.delete("csrfmiddlewaretoken");
    return JSON.stringify([...data]);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save({ leaving = false } = {}) {
    const now = this.snapshot();
    if (this.stopped || now === this.saved || (this.busy && !leaving)) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      await this.read(await this.send(leaving), now);
    } catch {
      this.say("warn", LOST);
      this.later(RETRY);
    } finally {
      this.busy = false;
    }
    if (this.saved === now && this.snapshot() !== now) this.later(PAUSE);
  }

  send(keepalive) {
    return fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body: this.body(),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive,
    });
  }

  async read(answer, sent) {
    if (answer.status === 403 && (await renewToken())) answer = await this.send(false);
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return this.expired();
    if (answer.status === 409) return this.conflict(await answer.json());
    if (answer.status === 413 || answer.status === 422) return this.refused(await answer.json());
    if (!answer.ok) throw new Error(String(answer.status));
    const result = await answer.json();
    this.saved = sent;
    this.setVersion(result.version);
    const isWhole = !Object.keys(result.errors || {}).length;
    this.say(isWhole ? "ok" : "warn", result.message || `下書きを保存しました（${result.saved_at}）`);
    this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: result }));
  }

  expired() {
    this.say("warn", EXPIRED);
    this.later(RETRY);
    const login = document.body.dataset.loginUrl;
    if (!this.status || !login) return;
    const link = document.createElement("a");
    link.href = `${login}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.target = "_blank";
    link.textContent = "別のタブでログインする";
    this.status.querySelector("[data-autosave-text]").append(" ", link);
  }

  // Sending the same again would be refused again; the next change is a new try.
  refused({ message, error }) {
    this.say("warn", message || error);
  }

  conflict({ conflict, version }) {
    this.say("warn", CONFLICT);
    this.stopped = true;
    const resolved = () => {
      this.stopped = false;
      this.saved = "";
      this.setVersion(version);
      this.save();
    };
    this.form.dispatchEvent(new CustomEvent("autosave:conflict", { bubbles: true, detail: { conflict, resolved } }));
  }

  setVersion(version) {
    const field = this.form.elements.namedItem("version");
    if (field && version !== undefined) field.value = version;
  }

  say(kind, text) {
    if (!this.status) return;
    for (const icon of this.status.querySelectorAll("[data-autosave-icon]")) {
      icon.hidden = icon.dataset.autosaveIcon !== kind;
    }
    const place = this.status.querySelector("[data-autosave-text]");
    if (place.textContent !== text) place.textContent = text;
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
