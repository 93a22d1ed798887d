/* The list of cues: one row each, made again only where a cue has changed. */
import { matches, trouble } from "./edits.js";

export const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return `${parts.join(":")}.${String(Math.round((seconds - whole) * 10) % 10)}`;
};

/** Seconds of "1:02:03.4", "2:03" or "63.4"; null when it is no time. */
export function seconds(text) {
  const parts = text.trim().replace("：", ":").split(":").map(Number);
  if (!parts.length || parts.length > 3 || parts.some((part) => !Number.isFinite(part) || part < 0)) return null;
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

export class Rows {
  #made = new Map(); // cue id → { cue, row }

  /** `act(name, id, detail)`: focus, text, times, play. `words`: the page's sentences. */
  constructor(list, { words, act }) {
    Object.assign(this, { list, words, act });
    this.template = document.getElementById("cue-row");
  }

  show(cues, { find = "", playing = "" } = {}) {
    const wanted = new Set(cues.map((cue) => cue.id));
    for (const [id, { row }] of this.#made) {
      if (wanted.has(id)) continue;
      row.remove();
      this.#made.delete(id);
    }
    let before = null;
    for (const [index, cue] of cues.entries()) {
      const row = this.#row(cue, index);
      row.classList.toggle("is-found", Boolean(find) && matches(cue, find));
      row.classList.toggle("is-playing", cue.id === playing);
      const place = before ? before.nextElementSibling : this.list.firstElementChild;
      if (place !== row) this.list.insertBefore(row, place);
      before = row;
    }
  }

  mark(playing) {
    for (const [id, { row }] of this.#made) row.classList.toggle("is-playing", id === playing);
  }

  focus(id, caret) {
    const made = this.#made.get(id);
    if (!made) return;
    const box = made.row.querySelector("textarea");
    box.focus();
    if (caret !== undefined) box.setSelectionRange(caret, caret);
    made.row.scrollIntoView({ block: "nearest" });
  }

  /* What counts stands in the fields, whatever was typed there. */
  showTimes(id) {
    const { cue, row } = this.#made.get(id) ?? {};
    if (!cue) return;
    const [start, end] = row.querySelectorAll("input");
    start.value = clock(cue.start);
    end.value = clock(cue.end);
  }

  reveal(id) {
    this.#made.get(id)?.row.scrollIntoView({ block: "nearest" });
  }

  caret(id) {
    return this.#made.get(id)?.row.querySelector("textarea").selectionStart ?? 0;
  }

  #row(cue, index) {
    const made = this.#made.get(cue.id) ?? this.#make(cue.id);
    const { row } = made;
    if (made.index !== index) {
      made.index = index;
      row.querySelector(".cue-number").textContent = String(index + 1);
      row.querySelector("textarea").setAttribute("aria-label", this.words.cue.replace("{number}", index + 1));
    }
    if (made.cue === cue) return row;
    made.cue = cue;
    const box = row.querySelector("textarea");
    if (box.value !== cue.text) box.value = cue.text;
    const [start, end] = row.querySelectorAll("input");
    if (document.activeElement !== start) start.value = clock(cue.start);
    if (document.activeElement !== end) end.value = clock(cue.end);
    const found = trouble(cue);
    row.classList.toggle("has-trouble", Boolean(found));
    row.querySelector(".cue-trouble").textContent = found ? this.words[found] : "";
    return row;
  }

  #make(id) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    const box = row.querySelector("textarea");
    const [start, end] = row.querySelectorAll("input");
    row.addEventListener("focusin", () => this.act("focus", id));
    box.addEventListener("input", () => this.act("text", id, box.value));
    row.querySelector("button").addEventListener("click", () => this.act("play", id));
    for (const field of [start, end]) {
      field.addEventListener("change", () => this.act("times", id, [seconds(start.value), seconds(end.value)]));
    }
    const made = { row, cue: null, index: -1 };
    this.#made.set(id, made);
    return made;
  }
}
