/* The room at a glance: seats that update themselves, and what the invigilator can do. */

import { Line } from "./line.js";
import { KEYS, Roll } from "./roll.js";
import { ALL_FLAGS, clock, fill, flagList, leftOf, SeatCard, stateOf } from "./seat.js";

const MOST_SAID = 4;

class Room {
  constructor(part, config) {
    Object.assign(this, { part, config, words: config.words, cards: new Map(), queue: Promise.resolve() });
    this.grid = this.find("[data-grid]");
    this.roll = new Roll(this, this.find("[data-roll]"), this.words);
    this.chosen = null;
    this.#listen();
    this.find("[data-legend]").append(...flagList(ALL_FLAGS, this.words));
    this.show(config.board);
    setInterval(() => this.#tick(), 1_000);
    new Line(config, (board) => this.show(board), (standing) => this.#line(standing)).begin();
  }

  find(selector) {
    return this.part.querySelector(selector);
  }

  get now() {
    return Date.now() / 1000 + this.ahead;
  }

  // ── Showing ──────────────────────────────────────────────────────────────────────────────────────

  show(board) {
    if (this.board && board.now < this.board.now) return; // an answer that was overtaken
    const before = this.board;
    this.ahead = board.now - Date.now() / 1000;
    this.board = this.roll.over(board);
    this.redraw();
    if (before) this.#tell(before);
  }

  redraw() {
    const { board, now } = this;
    this.part.dataset.state = board.state;
    this.part.classList.toggle("is-paused", board.paused);
    this.#text("[data-state]", this.words.states[board.state]);
    this.find("[data-paused]").hidden = !board.paused;
    for (const one of this.part.querySelectorAll("[data-in]")) {
      const when = one.dataset.when;
      one.hidden = !one.dataset.in.split(" ").includes(board.state) || (when === "runs" && board.paused) || (when === "stands" && !board.paused);
    }
    for (const seat of board.seats) {
      let card = this.cards.get(seat.id);
      if (!card) {
        card = new SeatCard(this.find("[data-seat-template]"), this.words);
        this.cards.set(seat.id, card);
        this.grid.append(card.item);
      }
      card.show(seat, board, now, this.roll.on);
    }
    this.#counts();
    this.#log();
    this.roll.show();
    this.#filter();
    if (!this.grid.querySelector('[tabindex="0"]')) this.grid.querySelector("button")?.setAttribute("tabindex", "0");
    if (this.chosen) this.#seat();
  }

  say(text) {
    this.#text("[data-say]", text);
  }

  #tick() {
    const { board, now } = this;
    for (const card of this.cards.values()) card.tick(board, now, this.roll.on);
    this.#counts();
    this.#text("[data-clock]", new Date(now * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }));
    if (this.chosen) this.#seat();
  }

  #counts() {
    const counted = {};
    for (const seat of this.board.seats) {
      const state = stateOf(seat, this.board, this.now);
      const key = state === "paused" ? "answering" : state;
      counted[key] = (counted[key] ?? 0) + 1;
    }
    const said = Object.entries(this.words.counts).filter(([key]) => counted[key]).map(([key, text]) => fill(text, { n: counted[key] }));
    this.#text("[data-counts]", said.join(" · "));
  }

  #log() {
    const list = this.find("[data-log]");
    const key = this.board.log.map((one) => one.id).join();
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(
      ...this.board.log.map((one) => {
        const item = document.createElement("li");
        const at = new Date(one.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
        const where = one.seat === null ? this.words.roomName : fill(this.words.seat, { number: one.seat });
        const what = this.words.kinds[one.kind] + (one.kind === "time_added" ? ` ${fill(this.words.minutes, { n: Math.round(one.seconds / 60) })}` : "");
        item.append(Object.assign(document.createElement("time"), { textContent: at }), Object.assign(document.createElement("strong"), { textContent: `${where}: ${what}` }), one.text);
        return item;
      }),
    );
  }

  /* What matters to somebody who only listens. */
  #tell(before) {
    const { say } = this.words;
    const old = new Map(before.seats.map((seat) => [seat.id, seat]));
    const said = [];
    if (before.state !== this.board.state) said.push(fill(say.state, { state: this.words.states[this.board.state] }));
    if (before.paused !== this.board.paused) said.push(this.board.paused ? say.paused : say.resumed);
    for (const seat of this.board.seats) {
      const was = old.get(seat.id);
      if (!was) continue;
      const who = fill(this.words.seat, { number: seat.number });
      const [then, now] = [stateOf(was, before, before.now), stateOf(seat, this.board, this.now)];
      if (then !== now && now === "submitted") said.push(fill(say.submitted, { who }));
      if (then !== now && now === "quiet") said.push(fill(say.quiet, { who }));
      if (then === "quiet" && now === "answering") said.push(fill(say.back, { who }));
      for (const flag of ["lost", "clock"]) if (seat.flags.includes(flag) && !was.flags.includes(flag)) said.push(fill(say[flag], { who }));
    }
    if (said.length) this.say(said.length > MOST_SAID ? `${said.slice(0, MOST_SAID).join(" ")} … ${this.find("[data-counts]").textContent}` : said.join(" "));
  }

  #line(standing) {
    const line = this.find("[data-line]");
    line.dataset.standing = standing;
    this.#text("[data-line]", this.words.line[standing]);
  }

  #text(selector, text) {
    const place = this.find(selector);
    if (place.textContent !== text) place.textContent = text;
  }

  #filter() {
    const wanted = this.find("[data-find]").value.trim().toLowerCase();
    let shown = 0;
    for (const card of this.cards.values()) {
      const { number, learner, name } = card.seat;
      const fits = !wanted || String(number) === wanted || learner.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
      card.item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    this.find("[data-none]").hidden = shown > 0;
    return shown;
  }

  // ── Doing ────────────────────────────────────────────────────────────────────────────────────────

  /* Sent one after the other, so that what was tapped last is what stands. `always` runs when the answer is there, before it is shown. */
  send(act, said = {}, always = () => {}) {
    const task = this.queue.then(() => this.#post(act, said, always));
    this.queue = task.catch(() => {});
    return task;
  }

  async #post(act, said, always) {
    let reply, answer;
    try {
      reply = await fetch(this.config.urls.act.replace("ACT", act), {
        method: "POST",
        headers: { "X-CSRFToken": this.config.csrf, "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(said),
      });
      answer = await reply.json();
    } catch {
      always();
      this.#text("[data-error]", this.words.failed);
      return null;
    }
    always();
    this.#text("[data-error]", reply.ok ? "" : (answer.title ?? this.words.failed));
    if (!reply.ok) {
      this.#again();
      return null;
    }
    this.show(answer.board);
    return answer;
  }

  async #again() {
    try {
      this.show(await (await fetch(this.config.urls.board, { headers: { Accept: "application/json" } })).json());
    } catch {
      // The line says so by itself.
    }
  }

  #dialog(name) {
    return this.find(`dialog[data-for="${name}"]`);
  }

  #open(name) {
    const dialog = this.#dialog(name);
    for (const form of dialog.querySelectorAll("form")) form.reset();
    if (name === "end") this.#names(dialog);
    if (name === "code") this.#hideCode(dialog);
    if (name === "note") {
      const list = dialog.querySelector("[data-seats]");
      list.replaceChildren(list.options[0], ...this.board.seats.map((seat) => new Option(`${seat.number} ${seat.name}`, seat.id)));
    }
    dialog.showModal();
  }

  #names(dialog) {
    const still = this.board.seats.filter((seat) => ["answering", "quiet", "paused"].includes(stateOf(seat, this.board, this.now)));
    dialog.querySelector("[data-still]").textContent = still.length ? fill(this.words.endNames, { n: still.length }) : this.words.endNobody;
    dialog.querySelector("[data-names]").replaceChildren(...still.map((seat) => Object.assign(document.createElement("li"), { textContent: `${seat.number} ${seat.name}` })));
  }

  #hideCode(dialog) {
    dialog.querySelector("[data-code]").textContent = "";
    dialog.querySelector("[data-before]").hidden = false;
    dialog.querySelector("[data-after]").hidden = true;
  }

  async #showCode(dialog) {
    const answer = await this.send("code");
    if (!answer) return;
    const place = dialog.querySelector("[data-code]");
    place.replaceChildren(...answer.done.split("-").map((part) => Object.assign(document.createElement("span"), { textContent: part })));
    place.setAttribute("aria-label", [...answer.done.replaceAll("-", ",")].join(" "));
    dialog.querySelector("[data-before]").hidden = true;
    dialog.querySelector("[data-after]").hidden = false;
    place.focus();
  }

  // ── One seat ─────────────────────────────────────────────────────────────────────────────────────

  #choose(id) {
    this.chosen = id;
    const dialog = this.#dialog("seat");
    for (const form of dialog.querySelectorAll("form")) form.reset();
    for (const one of dialog.querySelectorAll("details")) one.open = false;
    this.#seat();
    dialog.showModal();
  }

  #seat() {
    const seat = this.board.seats.find((one) => one.id === this.chosen);
    const dialog = this.#dialog("seat");
    if (!seat) return;
    const state = stateOf(seat, this.board, this.now);
    const put = (name, text) => {
      const place = dialog.querySelector(`[data-${name}]`);
      if (place.textContent !== text) place.textContent = text;
    };
    put("title", `${fill(this.words.seat, { number: seat.number })} · ${seat.name} · ${seat.learner} · ${seat.ward}`);
    put("seat-state", this.words[state]);
    put("seat-left", clock(leftOf(seat, this.now)));
    put("seat-answers", `${fill(this.words.answered, seat)}, ${fill(this.words.received, seat)}`);
    const flags = dialog.querySelector("[data-seat-flags]");
    if (flags.dataset.shown !== seat.flags.join()) {
      flags.dataset.shown = seat.flags.join();
      flags.replaceChildren(...flagList(seat.flags, this.words));
    }
    dialog.querySelector("[data-seat-flags-label]").hidden = dialog.querySelector("[data-seat-flags]").hidden = !seat.flags.length;
    dialog.querySelector('[data-seat-act="pause"]').hidden = seat.paused || seat.ended || seat.state === "submitted";
    dialog.querySelector('[data-seat-act="resume"]').hidden = !seat.paused;
    for (const button of dialog.querySelectorAll("[data-seat-attendance] button")) button.setAttribute("aria-pressed", String(button.dataset.value === seat.attendance));
  }

  #listen() {
    const { part } = this;
    const choice = this.find("[data-seat-attendance]");
    for (const value of ["present", "absent", "excused"]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary", textContent: this.words.attendance[value] });
      button.dataset.value = value;
      button.addEventListener("click", () => {
        const seat = this.board.seats.find((one) => one.id === this.chosen);
        this.roll.set(seat, seat.attendance === value ? "" : value);
      });
      choice.append(button);
    }
    part.addEventListener("click", (event) => this.#clicked(event));
    part.addEventListener("submit", (event) => this.#submitted(event));
    this.#dialog("seat").addEventListener("close", () => {
      this.chosen = null;
    });
    this.#dialog("code").addEventListener("close", () => this.#hideCode(this.#dialog("code")));
    this.find("[data-find]").addEventListener("input", () => this.say(fill(this.words.say.found, { n: this.#filter() })));
    this.grid.addEventListener("keydown", (event) => this.#key(event));
  }

  #clicked(event) {
    const of = (selector) => event.target.closest(selector);
    const seat = of(".nlx-seat");
    if (seat) {
      const card = [...this.cards.values()].find((one) => one.button === seat);
      this.#focus(seat);
      if (this.roll.on) this.roll.cycle(card.seat);
      else this.#choose(card.seat.id);
    } else if (of("[data-dialog]")) this.#open(of("[data-dialog]").dataset.dialog);
    else if (of("[data-close]")) of("dialog").close();
    else if (of("[data-act]")) this.send(of("[data-act]").dataset.act);
    else if (of("[data-minutes]")) of("form").elements.minutes.value = of("[data-minutes]").dataset.minutes;
    else if (of("[data-show-code]")) this.#showCode(of("dialog"));
    else if (of("[data-seat-act]")) this.send(of("[data-seat-act]").dataset.seatAct, { seat: this.chosen });
    else if (of("[data-mode]")) {
      this.roll.on = !this.roll.on;
      of("[data-mode]").setAttribute("aria-pressed", String(this.roll.on));
      this.part.classList.toggle("is-roll", this.roll.on);
      this.redraw();
      if (this.roll.on) this.grid.querySelector("li:not([hidden]) button")?.focus();
    }
  }

  async #submitted(event) {
    const form = event.target;
    const act = form.dataset.send;
    if (!act) return;
    event.preventDefault();
    const said = Object.fromEntries(new FormData(form));
    if ("lost" in said) said.lost = said.lost === "1";
    if ("ofSeat" in form.dataset) said.seat = this.chosen;
    form.closest("dialog").close();
    await this.send(act, said);
  }

  #focus(button) {
    for (const one of this.grid.querySelectorAll('[tabindex="0"]')) one.setAttribute("tabindex", "-1");
    button.setAttribute("tabindex", "0");
    button.focus();
  }

  #key(event) {
    const seats = [...this.grid.querySelectorAll("li:not([hidden]) button")];
    const at = seats.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const columns = Math.max(1, seats.filter((one) => one.offsetTop === seats[0].offsetTop).length);
    const forward = getComputedStyle(this.grid).direction === "rtl" ? -1 : 1;
    const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns, Home: -at, End: seats.length - 1 - at };
    if (this.roll.on && event.key in KEYS) {
      event.preventDefault();
      const card = [...this.cards.values()].find((one) => one.button === event.target);
      this.roll.set(card.seat, KEYS[event.key]);
      if (seats[at + 1]) this.#focus(seats[at + 1]);
    } else if (event.key in steps && seats[at + steps[event.key]]) {
      event.preventDefault();
      this.#focus(seats[at + steps[event.key]]);
    }
  }
}

new Room(document.querySelector("[data-room]"), JSON.parse(document.getElementById("room-config").textContent));
