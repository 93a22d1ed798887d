/* The line to the server: events as they come; while they cannot, the same is asked for every few seconds. */

const ASK_MS = 3_000;
const AGAIN_MS = 8_000;

export class Line {
  /* `urls`: events, line, board. `told(board)`; `standing("open" | "asking" | "away")`. */
  constructor({ urls, csrf }, told, standing) {
    Object.assign(this, { urls, csrf, told, standing });
    this.asking = null;
  }

  async begin() {
    this.#ask();
    let token;
    try {
      const reply = await fetch(this.urls.line, { method: "POST", headers: { "X-CSRFToken": this.csrf, Accept: "application/json" } });
      if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
      ({ token } = await reply.json());
    } catch {
      setTimeout(() => this.begin(), AGAIN_MS);
      return;
    }
    const source = new EventSource(`${this.urls.events}?token=${encodeURIComponent(token)}`);
    source.onopen = () => {
      clearTimeout(this.asking);
      this.asking = null;
      this.standing("open");
    };
    source.onmessage = (event) => this.told(JSON.parse(event.data));
    source.onerror = () => {
      this.#ask();
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.begin(), AGAIN_MS); // the token has run out, or nobody answers there
    };
  }

  #ask() {
    if (this.asking !== null) return;
    const ask = async () => {
      try {
        const reply = await fetch(this.urls.board, { headers: { Accept: "application/json" } });
        if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
        const board = await reply.json();
        if (this.asking !== null) {
          this.told(board);
          this.standing("asking");
        }
      } catch {
        if (this.asking !== null) this.standing("away");
      }
      if (this.asking !== null) this.asking = setTimeout(ask, ASK_MS);
    };
    this.asking = setTimeout(ask, ASK_MS);
  }
}
