/* Brings one epoch from this computer to the server, chunk by chunk, however often the line goes. */

import * as store from "./store.js";

const LONGEST_WAIT_MS = 8_000;
const STOPPED = new Set([400, 403, 404, 410, 413, 415, 422]);

export class Sender {
  /* `tell({waiting, arrived, online, refused, done})` after every change of what a person should know.
     `end()` tells the staff server that the broadcast is over; it comes after an epoch that `endsBroadcast`. */
  constructor(ingest, epoch, { tell, end }) {
    this.ingest = ingest;
    this.epoch = epoch;
    this.tell = tell;
    this.end = end;
    this.next = 0;
    this.failures = 0;
    this.inMemory = new Map(); // chunks that the disk did not take
    this.online = null;
    this.refused = null;
    this.wake = () => {};
    this.stopped = false;
    this.onOnline = () => this.wake();
    addEventListener("online", this.onOnline);
  }

  /* A chunk of a running recording: on the disk first, then to the server. Resolves false when the disk was full. */
  async add(chunk) {
    let kept = true;
    try {
      await store.saveChunk(this.epoch, chunk);
    } catch {
      this.inMemory.set(chunk.n, chunk);
      kept = false;
    }
    this.epoch.made = chunk.n + 1;
    this.wake();
    return kept;
  }

  /* No more chunks will come; `run` ends when the server has all of them. */
  async finish(changes = {}) {
    Object.assign(this.epoch, changes, { finished: true });
    await store.saveEpoch(this.epoch).catch(() => {});
    this.wake();
  }

  stop() {
    this.stopped = true;
    removeEventListener("online", this.onOnline);
    this.wake();
  }

  /* Until everything has been acknowledged (true), or the server refuses for good or somebody stops it (false). */
  async run() {
    try {
      if (!(await this.open())) return false;
      while (!this.stopped) {
        if (this.next < this.epoch.made) {
          if (!(await this.send())) return false;
        } else if (this.epoch.finished) {
          return await this.close();
        } else {
          await this.pause(60_000);
        }
      }
      return false;
    } finally {
      removeEventListener("online", this.onOnline);
    }
  }

  async open() {
    while (!this.stopped) {
      const said = await this.ingest.open(this.epoch.broadcast, this.epoch);
      if (said.status === 200 || said.status === 201) {
        await this.reached(said.next);
        return true;
      }
      if (!(await this.failed(said, [409]))) return false;
    }
    return false;
  }

  async send() {
    const n = this.next;
    const chunk = this.inMemory.get(n) ?? (await store.chunkAt(this.epoch.id, n));
    if (!chunk) return await this.refuse({ code: "gone", sentence: "" });
    const said = await this.ingest.put(this.epoch.id, n, chunk.bytes, chunk.capturedAt);
    if (said.status === 200 || (said.status === 409 && Number.isInteger(said.next))) {
      await this.reached(said.next);
      return true;
    }
    return await this.failed(said);
  }

  async close() {
    while (!this.stopped) {
      const said = await this.ingest.finish(this.epoch.id, this.epoch.made);
      if (said.status === 200) {
        const ended = this.epoch.endsBroadcast ? await this.end().catch((error) => error) : null;
        const nothing = this.epoch.made === 0 && ended?.code === "not_running"; // ended before anything was recorded
        if (ended instanceof Error && !nothing) {
          if (await this.failed(ended)) continue;
          return false;
        }
        await store.forgetEpoch(this.epoch.id);
        this.say({ done: true });
        return true;
      }
      if (said.status === 409 && Number.isInteger(said.next) && said.next < this.epoch.made) {
        this.next = said.next;
        return await this.run();
      }
      if (!(await this.failed(said))) return false;
    }
    return false;
  }

  async reached(next) {
    this.failures = 0;
    this.online = true;
    this.next = next;
    for (const n of this.inMemory.keys()) if (n < next) this.inMemory.delete(n);
    await store.acknowledge(this.epoch.id, next);
    this.say();
  }

  /* True: it was the line, try again after a while. False: the server has said no. */
  async failed(said, forGood = []) {
    if (STOPPED.has(said.status) || forGood.includes(said.status) || said.code === "taken_over") return await this.refuse(said);
    this.failures += 1;
    this.online = said.status === 429; // too fast is no lost line
    this.say({ reason: said.code, sentence: said.sentence });
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** (this.failures - 1));
    await this.pause(wait * (0.75 + Math.random() / 2));
    return !this.stopped;
  }

  async refuse(said) {
    this.refused = said;
    this.say();
    return false;
  }

  pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  say(more = {}) {
    this.tell({ waiting: Math.max(0, this.epoch.made - this.next), arrived: this.next, online: this.online, refused: this.refused, done: false, ...more });
  }
}
