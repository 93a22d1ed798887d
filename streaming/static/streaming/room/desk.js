/* The classroom in the studio: questions, the poll's tally and who is there, told by the server as it changes. */

import { staff } from "../studio/ingest.js";

const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replaceAll(`{${name}}`, value), text);

class Desk {
  /* `config`: that of the studio; `room`: {urls: {settle, openPoll, closePoll}, words}. */
  constructor(config, room) {
    this.config = config;
    this.room = room;
    this.questions = document.querySelector("[data-room-questions]");
    this.poll = document.querySelector("[data-room-poll]");
    this.wards = document.querySelector("[data-room-wards] tbody");
    this.rows = new Map();
    this.form = this.poll?.querySelector("[data-new]");
    this.form?.addEventListener("submit", (event) => this.#open(event));
    for (const button of this.poll?.querySelectorAll("[data-close]") ?? []) {
      button.addEventListener("click", () => this.#send(fill(this.room.urls.closePoll, { poll: this.last.poll.id }), { show: button.dataset.close === "show" }));
    }
  }

  async listen() {
    const { urls, csrf, broadcast } = this.config;
    let granted;
    try {
      granted = await staff(urls.token, { method: "POST", csrf });
    } catch {
      setTimeout(() => this.listen(), 5_000);
      return;
    }
    const source = new EventSource(`${granted.url}/ingest/v1/broadcasts/${broadcast}/events?token=${encodeURIComponent(granted.token)}`);
    source.onmessage = (event) => this.show(JSON.parse(event.data));
    source.onopen = () => this.#line("");
    source.onerror = () => {
      this.#line(this.room.words.away);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), 5_000); // the token has run out
    };
  }

  show(desk) {
    this.last = desk;
    this.#showQuestions(desk.questions);
    this.#showPoll(desk.poll, ["live", "interrupted"].includes(desk.state));
    this.#showWards(desk.wards);
  }

  #line(text) {
    this.questions.querySelector("[data-room-line]").textContent = text;
  }

  #showQuestions(questions) {
    const list = this.questions.querySelector("ul");
    const order = { waiting: 0, released: 1, answered: 2, aside: 3 };
    const sorted = [...questions].sort((a, b) => order[a.state] - order[b.state]);
    for (const question of sorted) {
      const row = this.rows.get(question.id) ?? this.#row(question);
      row.classList.toggle("is-settled", question.state !== "waiting");
      row.querySelector("[data-state]").textContent = question.state === "waiting" ? "" : `· ${this.room.words.questionStates[question.state]}`;
      for (const button of row.querySelectorAll("[data-to]")) {
        button.hidden = button.dataset.to === question.state || (button.dataset.to === "waiting") === (question.state === "waiting");
      }
      if (row.parentElement !== list || list.children[sorted.indexOf(question)] !== row) list.insertBefore(row, list.children[sorted.indexOf(question)] ?? null);
    }
    const waiting = questions.filter((one) => one.state === "waiting").length;
    this.questions.querySelector("[data-waiting]").textContent = waiting || "";
    this.questions.querySelector("[data-none]").hidden = questions.length > 0;
  }

  #row(question) {
    const row = this.questions.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector(".nlr-text").textContent = question.text;
    row.querySelector("[data-who]").textContent = question.who;
    for (const button of row.querySelectorAll("[data-to]")) {
      button.addEventListener("click", () => this.#send(fill(this.room.urls.settle, { question: question.id }), { state: button.dataset.to }));
    }
    this.rows.set(question.id, row);
    return row;
  }

  #showPoll(poll, running) {
    const part = this.poll.querySelector("[data-running]");
    part.hidden = !poll || (!poll.open && !running && !poll.tally.some(Boolean));
    if (this.form) {
      this.form.hidden = Boolean(poll?.open);
      this.form.querySelector("[data-before]").hidden = running;
      this.form.querySelector("button").disabled = !running;
    }
    if (!poll) return;
    part.querySelector("[data-question]").textContent = poll.question;
    const all = poll.tally.reduce((sum, one) => sum + one, 0);
    const bars = poll.options.map((text, at) => {
      const bar = document.createElement("li");
      bar.classList.toggle("is-right", poll.right === at);
      const meter = Object.assign(document.createElement("meter"), { min: 0, max: Math.max(1, all), value: poll.tally[at] });
      meter.setAttribute("aria-label", `${text}: ${poll.tally[at]}`);
      const label = Object.assign(document.createElement("span"), { textContent: poll.right === at ? `✓ ${text}` : text });
      bar.append(label, Object.assign(document.createElement("span"), { textContent: poll.tally[at] }), meter);
      return bar;
    });
    part.querySelector(".nlr-bars").replaceChildren(...bars);
    const words = this.room.words;
    part.querySelector("[data-count]").textContent = fill(poll.open ? words.pollOpen : words.pollClosed, { n: all });
    for (const button of part.querySelectorAll("[data-close]")) button.hidden = !poll.open;
  }

  #showWards(wards) {
    const { words } = this.room;
    const rows = wards.map((ward) => {
      const row = document.createElement("tr");
      const trouble = [ward.no_picture && fill(words.noPicture, { n: ward.no_picture }), ward.no_sound && fill(words.noSound, { n: ward.no_sound })];
      const cells = [ward.ward, `${ward.here} / ${ward.of}`, trouble.filter(Boolean).join(", ") || "–"];
      row.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
      row.lastElementChild.classList.toggle("is-trouble", trouble.some(Boolean));
      return row;
    });
    this.wards.replaceChildren(...rows);
  }

  async #open(event) {
    event.preventDefault();
    const texts = [...this.form.elements.option].map((field) => field.value.trim());
    const marked = this.form.elements.right.value;
    const right = marked === "" || !texts[marked] ? null : texts.slice(0, Number(marked)).filter(Boolean).length;
    const sent = await this.#send(this.room.urls.openPoll, { question: this.form.elements.question.value, options: texts.filter(Boolean), right });
    if (sent) this.form.reset();
  }

  async #send(url, data) {
    const error = this.form?.querySelector("[data-error]");
    try {
      await staff(url, { method: "POST", csrf: this.config.csrf, data });
      if (error) error.textContent = "";
      return true;
    } catch (refused) {
      if (error) error.textContent = refused.sentence || this.room.words.lineDown;
      return false;
    }
  }
}

const read = (id) => JSON.parse(document.getElementById(id).textContent);
new Desk(read("studio-config"), read("room-config")).listen();
