/* One seat of the room: what it is doing, in a sign, in words, and for those who listen. */

export const QUIET_SECONDS = 30;

export const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replaceAll(`{${name}}`, value), text);

/** Minutes and seconds, as a tablet asks for them when it takes a seat over without a line: 75:00. */
export const clock = (seconds) => {
  const left = Math.max(0, Math.round(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
};

const SIGNS = { waiting: "○", answering: "▶", submitted: "✓", ended: "■", paused: "‖", quiet: "⚠" };
const HERE = { present: "✓", absent: "✗", excused: "–", "": "?" };
const FLAGS = { clock: "history", lost: "cross", late: "warning", free: "mobile-alt", extra: "plus", aloud: "comment" }; // Wagtail's icons

const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  return svg;
};

/* waiting | answering | quiet | paused | submitted | ended; `now`: seconds since 1970, on the server's clock. */
export const stateOf = (seat, board, now) => {
  if (seat.state === "submitted") return "submitted";
  if (seat.ended || (seat.state === "answering" && !["sealed", "open"].includes(board.state))) return "ended";
  if (seat.state === "waiting") return "waiting";
  if (board.state === "open" && (seat.heard === null || now - seat.heard > QUIET_SECONDS)) return "quiet";
  return seat.paused || board.paused ? "paused" : "answering";
};

export const leftOf = (seat, now) => (seat.ends === null ? seat.left : Math.max(0, seat.ends - now));

export class SeatCard {
  constructor(template, words) {
    this.words = words;
    this.item = template.content.firstElementChild.cloneNode(true);
    this.button = this.item.querySelector("button");
    this.parts = Object.fromEntries(["number", "time", "name", "sign", "words", "flags", "answered", "received"].map((name) => [name, this.item.querySelector(`[data-${name}]`)]));
  }

  show(seat, board, now, roll) {
    this.seat = seat;
    const state = stateOf(seat, board, now);
    const { words, button, parts } = this;
    button.dataset.state = state;
    button.dataset.attendance = seat.attendance;
    this.#put("number", seat.number);
    this.#put("name", seat.name);
    this.#put("time", ["submitted", "ended"].includes(state) ? "" : clock(leftOf(seat, now)));
    parts.time.classList.toggle("is-short", state !== "waiting" && leftOf(seat, now) < 300);
    this.#put("sign", roll ? HERE[seat.attendance] : SIGNS[state]);
    this.#put("words", roll ? words.attendance[seat.attendance || "none"] : this.#short(seat, state));
    const flags = roll ? [] : seat.flags;
    if (parts.flags.dataset.shown !== flags.join()) {
      parts.flags.dataset.shown = flags.join();
      parts.flags.replaceChildren(...flags.map((flag) => icon(FLAGS[flag])));
    }
    const share = (n) => `${seat.of ? (100 * n) / seat.of : 0}%`;
    parts.answered.style.inlineSize = share(seat.answered);
    parts.received.style.inlineSize = share(Math.min(seat.received, seat.answered));
    const label = this.#label(seat, state, roll);
    if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
  }

  /* Only what the seconds change. */
  tick(board, now, roll) {
    this.show(this.seat, board, now, roll);
  }

  #short(seat, state) {
    if (state === "waiting") return seat.attendance === "absent" || seat.attendance === "excused" ? this.words.attendance[seat.attendance] : this.words.waiting;
    const behind = seat.answered - seat.received;
    return `${seat.answered}/${seat.of}${behind > 0 ? ` ↑${behind}` : ""}`;
  }

  #label(seat, state, roll) {
    const { words } = this;
    const who = `${fill(words.seat, { number: seat.number })}, ${seat.name}`;
    const here = words.attendance[seat.attendance || "none"];
    if (roll) return `${who}: ${here}`;
    const minutes = Math.ceil(leftOf(seat, Date.now() / 1000) / 60);
    const said = [who, words[state], here];
    if (state !== "waiting") said.push(fill(words.answered, seat), fill(words.received, seat));
    if (["answering", "quiet", "paused"].includes(state) && Number.isFinite(minutes)) said.push(fill(words.left, { time: fill(words.minutes, { n: minutes }) }));
    return [...said, ...seat.flags.map((flag) => words.flags[flag])].join(", ");
  }

  #put(name, text) {
    const value = String(text);
    if (this.parts[name].textContent !== value) this.parts[name].textContent = value;
  }
}

/* The flags of one seat, or all of them for the legend: an icon and its meaning. */
export const flagList = (flags, words) =>
  flags.map((flag) => {
    const item = Object.assign(document.createElement("span"), { className: "nlx-flag" });
    item.append(icon(FLAGS[flag]), words.flags[flag]);
    return item;
  });

export const ALL_FLAGS = Object.keys(FLAGS);
