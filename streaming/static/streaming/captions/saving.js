/* Autosave: a second after the last change; what the server does not have yet also stays in this browser. */
const PAUSE = 1000;
const RETRY = 5000;

export class Saving {
  #timer = 0;
  #sending = false;
  #dirty = false;

  /** `say(state)`: "saved", "saving", "waiting" (no server), "conflict", "refused" with a sentence. */
  constructor({ url, token, revision, current, say }) {
    Object.assign(this, { url, token, revision, current, say });
    this.key = `newleaf-captions ${url}`;
    addEventListener("beforeunload", (event) => this.#dirty && event.preventDefault());
    addEventListener("online", () => this.#dirty && this.#send());
  }

  /** The cues that this browser kept and the server does not have; null when there are none (or they are of another revision). */
  kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && kept.revision === this.revision ? kept.cues : null;
    } catch {
      return null;
    }
  }

  changed() {
    this.#dirty = true;
    this.#keep();
    this.say("saving");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), PAUSE);
  }

  /** Sends now; true when the server has everything. */
  async now() {
    clearTimeout(this.#timer);
    if (this.#dirty) await this.#send();
    return !this.#dirty;
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    const cues = this.current();
    try {
      const reply = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ revision: this.revision, cues: cues.map(({ start, end, text }) => ({ start, end, text })) }),
      });
      const body = await reply.json();
      if (reply.ok) this.#stored(body.revision, cues);
      else this.say(reply.status === 409 ? "conflict" : "refused", body.title);
    } catch {
      this.say("waiting");
      this.#timer = setTimeout(() => this.#send(), RETRY);
    } finally {
      this.#sending = false;
    }
  }

  #stored(revision, cues) {
    this.revision = revision;
    this.#dirty = cues !== this.current();
    if (this.#dirty) {
      this.#keep();
      this.#timer = setTimeout(() => this.#send(), PAUSE);
    } else {
      localStorage.removeItem(this.key);
      this.say("saved");
    }
  }

  #keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ revision: this.revision, cues: this.current() }));
    } catch {
      /* this browser's store is full: the server still gets it */
    }
  }
}
