// A queue for a reception: what was taken in stands in IndexedDB until the server has answered it, line by line.
// Each line has an id that was made here, so that sending it twice counts once. Where a browser gives no IndexedDB
// (private windows), the lines stand in this page only, and window.ReceptionQueue says so by `lasts`.

const STORE = "lines";
const AT_ONCE = 50; // lines in one message
const AGAIN_AFTER = 5_000; // milliseconds until what did not arrive is tried again
const PATIENCE = 15_000; // milliseconds until a message counts as lost

// crypto.randomUUID is there over HTTPS only.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Kept {
  static async open(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    return new Kept(await asked(request));
  }

  constructor(database) {
    this.database = database;
    this.lasts = true;
  }

  async put(line) {
    const change = this.database.transaction(STORE, "readwrite");
    change.objectStore(STORE).put(line);
    await new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onerror = change.onabort = () => reject(change.error);
    });
  }

  drop(id) {
    return asked(this.database.transaction(STORE, "readwrite").objectStore(STORE).delete(id));
  }

  async all() {
    const lines = await asked(this.database.transaction(STORE).objectStore(STORE).getAll());
    return lines.sort((one, other) => one.at - other.at);
  }
}

class InThisPage {
  lines = new Map();
  lasts = false;
  put = async (line) => this.lines.set(line.id, line);
  drop = async (id) => this.lines.delete(id);
  all = async () => [...this.lines.values()];
}

// `send(lines)` answers {answers: [{id, outcome, words}], …}, or throws {words} for the reception to read.
// `tell` hears: answered(line, answer, reply), waiting(lines, words).
class ReceptionQueue {
  static async open(name, { send, tell }) {
    let store;
    try {
      store = await Kept.open(name);
    } catch {
      store = new InThisPage();
    }
    const queue = new ReceptionQueue(store, send, tell);
    window.addEventListener("online", () => queue.flush());
    queue.flush();
    return queue;
  }

  constructor(store, send, tell) {
    Object.assign(this, { store, send, tell, isSending: false, isAsked: false, timer: null });
  }

  get lasts() {
    return this.store.lasts;
  }

  async add(line) {
    const whole = { id: newId(), at: Date.now(), refused: "", ...line };
    await this.store.put(whole);
    return whole;
  }

  async drop(id) {
    await this.store.drop(id);
    await this.report();
  }

  async waiting() {
    return (await this.store.all()).filter((line) => !line.refused);
  }

  async flush() {
    clearTimeout(this.timer);
    this.isAsked = true;
    if (this.isSending) return;
    this.isSending = true;
    let words = "";
    try {
      // What is added while the last message is on its way asks again.
      while (this.isAsked) {
        this.isAsked = false;
        for (let lines = await this.waiting(); lines.length; lines = await this.waiting()) {
          await this.deliver(lines.slice(0, AT_ONCE));
        }
      }
    } catch (fault) {
      words = fault.words || "";
      this.timer = setTimeout(() => this.flush(), AGAIN_AFTER);
    } finally {
      this.isSending = false;
    }
    await this.report(words);
  }

  async deliver(lines) {
    const reply = await this.send(
      lines.map((line) => ({ ...line, ago: Math.max(0, Date.now() - line.at) })),
      AbortSignal.timeout(PATIENCE),
    );
    const answers = new Map(reply.answers.map((answer) => [answer.id, answer]));
    for (const line of lines) {
      const answer = answers.get(line.id);
      if (!answer) throw new Error("a line without an answer");
      if (answer.outcome === "refused") await this.store.put({ ...line, refused: answer.words });
      else await this.store.drop(line.id);
      this.tell.answered(line, answer, reply);
    }
  }

  async report(words = "") {
    this.tell.waiting(await this.store.all(), words);
  }
}

window.ReceptionQueue = ReceptionQueue;
