/* The big state of the studio, its clock and its warnings. Only changes are spoken, never the seconds. */

const clockText = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return parts.join(":");
};

export class Board {
  constructor(root, words) {
    this.part = root.querySelector("[data-state]");
    this.words = words;
    this.big = this.part.querySelector("[data-state-text]");
    this.more = this.part.querySelector("[data-state-more]");
    this.clock = this.part.querySelector("[data-clock]");
    this.alarms = root.querySelector("[data-alarms]");
    this.since = null;
    setInterval(() => this.tick(), 500);
  }

  /* `elapsed`: seconds since the broadcast began, as the server counts them; it runs on here without the wall clock. */
  runFrom(elapsed) {
    this.since = performance.now() - elapsed * 1000;
    this.tick();
  }

  stopClock() {
    this.since = null;
    this.clock.textContent = "";
  }

  tick() {
    if (this.since !== null) this.clock.textContent = clockText((performance.now() - this.since) / 1000);
  }

  show(state, text, more = "") {
    this.part.dataset.state = state;
    if (this.big.textContent !== text) this.big.textContent = text;
    if (this.more.textContent !== more) this.more.textContent = more;
  }

  /* A warning by kind; an empty text takes it away. */
  alarm(kind, text) {
    const before = this.alarms.querySelector(`[data-alarm="${kind}"]`);
    if (!text) return before?.remove();
    if (before) {
      if (before.textContent !== text) before.textContent = text;
      return;
    }
    const line = document.createElement("li");
    line.dataset.alarm = kind;
    line.textContent = text;
    this.alarms.append(line);
  }
}
