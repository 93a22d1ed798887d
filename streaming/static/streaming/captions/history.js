/* Undo and redo: lists of cues as they were. Typing in one cue counts as one step until something else happens. */
export class History {
  #done = [];
  #undone = [];
  #lastKind = "";

  constructor(cues) {
    this.cues = cues;
  }

  change(cues, kind) {
    if (!kind.startsWith("text:") || kind !== this.#lastKind) this.#done.push(this.cues);
    if (this.#done.length > 500) this.#done.shift();
    this.#undone = [];
    this.#lastKind = kind;
    this.cues = cues;
  }

  undo() {
    return this.#move(this.#done, this.#undone);
  }

  redo() {
    return this.#move(this.#undone, this.#done);
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  #move(from, to) {
    if (!from.length) return false;
    to.push(this.cues);
    this.cues = from.pop();
    this.#lastKind = "";
    return true;
  }
}
