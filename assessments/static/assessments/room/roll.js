/* Attendance: one tap or one key a person, all others at once, and undo. What is tapped shows at once and is sent in order. */

import { fill } from "./seat.js";

const NEXT = { "": "present", present: "absent", absent: "excused", excused: "" };
export const KEYS = { 1: "present", 2: "absent", 3: "excused", 0: "" };

export class Roll {
  /* `room`: board, send(act, said), redraw(), say(text). */
  constructor(room, part, words) {
    Object.assign(this, { room, part, words });
    this.meant = new Map(); // seat → what was tapped and is not yet confirmed
    this.waiting = new Map(); // seat → how many are under way
    this.done = []; // what can be undone: seat → what it was
    this.undoButton = part.querySelector("[data-undo]");
    this.undoButton.addEventListener("click", () => this.undo());
    part.querySelector("[data-others]").addEventListener("click", () => this.others());
  }

  get on() {
    return !this.part.hidden;
  }

  set on(value) {
    this.part.hidden = !value;
  }

  /* Puts over a board from the server what it cannot know yet. */
  over(board) {
    for (const seat of board.seats) if (this.meant.has(seat.id)) seat.attendance = this.meant.get(seat.id);
    return board;
  }

  cycle(seat) {
    this.set(seat, NEXT[seat.attendance]);
  }

  set(seat, attendance) {
    if (seat.attendance === attendance) return;
    this.#remember({ [seat.id]: seat.attendance });
    this.#send("attendance", { seat: seat.id, attendance }, { [seat.id]: attendance });
  }

  async others() {
    const open = this.room.board.seats.filter((seat) => !seat.attendance);
    if (!open.length) return;
    this.#remember(Object.fromEntries(open.map((seat) => [seat.id, ""])));
    const now = Object.fromEntries(open.map((seat) => [seat.id, "present"]));
    await this.#send("attendance", { attendance: "present" }, now);
    this.room.say(fill(this.words.say.allPresent, { n: open.length }));
  }

  async undo() {
    const was = this.done.pop();
    this.undoButton.disabled = this.done.length === 0;
    if (!was) return;
    await this.#send("restore", { was }, was);
    this.room.say(this.words.say.undone);
  }

  show() {
    const counts = { present: 0, absent: 0, excused: 0, none: 0 };
    for (const seat of this.room.board.seats) counts[seat.attendance || "none"] += 1;
    this.part.querySelector("[data-here]").textContent = fill(this.words.here, counts);
    this.part.querySelector("[data-others]").disabled = counts.none === 0;
  }

  #remember(was) {
    this.done.push(was);
    this.undoButton.disabled = false;
  }

  async #send(act, said, meant) {
    for (const [seat, attendance] of Object.entries(meant)) {
      this.meant.set(seat, attendance);
      this.waiting.set(seat, (this.waiting.get(seat) ?? 0) + 1);
    }
    this.over(this.room.board);
    this.room.redraw();
    await this.room.send(act, said, () => {
      for (const seat of Object.keys(meant)) {
        this.waiting.set(seat, this.waiting.get(seat) - 1);
        if (this.waiting.get(seat) === 0) this.meant.delete(seat);
      }
    });
  }
}
