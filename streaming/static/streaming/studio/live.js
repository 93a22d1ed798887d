/* A broadcast from this page: one lock, one recorder at a time, and the way of its chunks to the server. */

import { Ingest, staff } from "./ingest.js";
import { Recorder, bestType, steadyNow } from "./recorder.js";
import { Sender } from "./sender.js";
import * as store from "./store.js";

const STANDSTILL_MS = 6_000;
const LONGEST_PATIENCE_MS = 30_000;

/* One tab of this computer at a time may hold a broadcast. Resolves to a function that lets go, or null when another tab has it. */
export function hold(broadcast) {
  return new Promise((resolve) => {
    navigator.locks
      .request(`newleaf-broadcast-${broadcast}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((letGo) => resolve(letGo));
      })
      .catch(() => resolve(() => {})); // no locks here: the server's own order still holds
  });
}

/* Resolves when no other tab holds the broadcast any more. */
export const whenFree = (broadcast) => navigator.locks.request(`newleaf-broadcast-${broadcast}`, () => {});

export const ingestFor = (urls, csrf) => new Ingest(() => staff(urls.token, { method: "POST", csrf }));

export class Live {
  /* `tell({phase, waiting, …})`: phase is starting | live | interrupted | ending | ended | refused. */
  constructor(config, mixer, tell) {
    this.config = config;
    this.mixer = mixer;
    this.report = tell;
    this.ingest = ingestFor(config.urls, config.csrf);
    this.phase = "";
    this.senders = [];
    this.patience = STANDSTILL_MS;
  }

  async start() {
    this.phase = "starting";
    this.tell();
    store.keepSafe();
    await this.record();
    this.watch = setInterval(() => this.look(), 2_000);
  }

  /* Begins an epoch. Also called when the recorder has died or its source had to change: the broadcast stays the same. */
  async record() {
    const { broadcast, title, owner } = this.config;
    const epoch = { id: crypto.randomUUID(), broadcast, title, owner, kind: "browser", made: 0, finished: false };
    Object.assign(epoch, { mediaType: bestType(), capturedAt: steadyNow() });
    const stored = await store.saveEpoch(epoch).then(() => true, () => false);
    const sender = new Sender(this.ingest, epoch, { tell: (news) => this.heard(sender, news), end: () => this.endBroadcast() });
    sender.news = { waiting: 0 };
    this.senders.push(sender);
    this.sender = sender;
    this.lastChunkAt = steadyNow();
    this.recorder = new Recorder(this.mixer.recorded(), {
      onChunk: async (chunk) => {
        this.lastChunkAt = steadyNow();
        this.patience = STANDSTILL_MS;
        if (!(await sender.add(chunk))) this.tell({ diskFull: true });
      },
      onFailure: () => this.restart(),
    });
    this.recorder.start();
    sender.done = sender.run();
    if (!stored) this.tell({ diskFull: true });
  }

  async restart({ smaller = false } = {}) {
    if (this.restarting || ["ending", "ended", "refused"].includes(this.phase)) return;
    this.restarting = true;
    const { recorder, sender } = this;
    await recorder.stop().catch(() => {});
    await sender.finish();
    if (smaller) this.mixer.shrink();
    try {
      await this.record();
    } catch (error) {
      this.tell({ recorderFailed: String(error.message ?? error) });
    }
    this.restarting = false;
  }

  /* A recorder that gives nothing for seconds is as good as dead, whatever it says of itself. It may also be that this computer
     is too slow for it: the next one gets a smaller picture and more time. */
  look() {
    if (steadyNow() - this.lastChunkAt < this.patience) return;
    this.lastChunkAt = steadyNow();
    this.patience = Math.min(LONGEST_PATIENCE_MS, 2 * this.patience);
    this.tell({ standstill: true });
    this.restart({ smaller: true });
  }

  heard(sender, news) {
    sender.news = news;
    if (["ended", "ending", "refused"].includes(this.phase)) return this.tell();
    if (news.refused && sender === this.sender) return this.giveUp(news.refused);
    if (sender === this.sender && news.online === false) this.phase = "interrupted";
    else if (sender === this.sender && news.arrived > 0) this.phase = "live"; // the first chunk makes it so, not the open line
    this.tell({ reason: news.reason, sentence: news.sentence });
  }

  /* The server wants no more from here (somebody took over, the broadcast is over): stop, keep what is here. */
  async giveUp(refused) {
    this.phase = "refused";
    clearInterval(this.watch);
    this.tell({ refused });
    await this.recorder.stop().catch(() => {});
    await this.sender.finish();
  }

  async end() {
    this.phase = "ending";
    clearInterval(this.watch);
    this.tell();
    await this.recorder.stop().catch(() => {});
    await this.sender.finish({ endsBroadcast: true });
    const done = await this.sender.done;
    this.phase = done ? "ended" : "refused";
    this.tell({ refused: this.sender.refused });
    return done;
  }

  async endBroadcast() {
    await staff(this.config.urls.end, { method: "POST", csrf: this.config.csrf });
  }

  tell(more = {}) {
    const waiting = this.senders.reduce((sum, one) => sum + (one.news.done ? 0 : one.news.waiting), 0);
    this.report({ phase: this.phase, waiting, ...more });
  }
}
