/* Recordings that still wait on this computer: after a lost line, a killed browser, or days later. They go up by themselves. */

import { hold, ingestFor } from "./live.js";
import { staff } from "./ingest.js";
import { Sender } from "./sender.js";
import * as store from "./store.js";

const fill = (template, values) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), template);

export class Pending {
  /* `urlsOf(broadcast)` gives {token, end}; `held` is the broadcast whose lock this page already has. */
  constructor(part, { words, owner, csrf, urlsOf, held = null, onChange = () => {} }) {
    Object.assign(this, { part, words, owner, csrf, urlsOf, held, onChange });
    this.list = part.querySelector("ul");
    this.active = new Set();
  }

  async start() {
    let epochs = [];
    try {
      epochs = await store.allEpochs();
    } catch {
      return; // a browser without a store keeps nothing either
    }
    const rows = [];
    for (const epoch of epochs) {
      const waiting = await store.waiting(epoch.id);
      rows.push({ epoch, waiting });
    }
    await Promise.all(this.byBroadcast(rows).map(([broadcast, own]) => this.takeUp(broadcast, own)));
    this.onChange(this.active.size);
  }

  byBroadcast(rows) {
    const found = new Map();
    for (const row of rows) found.set(row.epoch.broadcast, [...(found.get(row.epoch.broadcast) ?? []), row]);
    return [...found];
  }

  async takeUp(broadcast, rows) {
    const letGo = broadcast === this.held ? () => {} : await hold(broadcast);
    if (!letGo) return; // another tab is recording or sending it at this moment
    try {
      for (const row of rows.sort((a, b) => a.epoch.capturedAt - b.epoch.capturedAt)) await this.bring(broadcast, row);
    } finally {
      letGo();
    }
  }

  async bring(broadcast, { epoch, waiting }) {
    if (epoch.made === 0) return await store.forgetEpoch(epoch.id); // nothing was ever recorded
    const line = this.show(epoch, waiting);
    if (epoch.owner !== this.owner) return this.say(line, this.words.others);
    const urls = this.urlsOf(broadcast);
    const sender = new Sender(ingestFor(urls, this.csrf), { ...epoch, finished: true }, {
      tell: (news) => this.follow(line, epoch, news),
      end: () => staff(urls.end, { method: "POST", csrf: this.csrf }),
    });
    await sender.run();
  }

  show(epoch, waiting) {
    const line = document.createElement("li");
    const title = epoch.owner === this.owner ? epoch.title : this.words.anotherOfficer;
    const when = new Date(epoch.capturedAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const name = Object.assign(document.createElement("strong"), { textContent: title });
    const state = Object.assign(document.createElement("span"), { className: "nl-pending__state" });
    state.textContent = fill(this.words.waiting, { n: waiting });
    line.append(name, " ", Object.assign(document.createElement("time"), { textContent: when }), state);
    this.list.append(line);
    this.part.hidden = false;
    this.active.add(line);
    return line;
  }

  say(line, text, state = "") {
    line.querySelector(".nl-pending__state").textContent = text;
    line.dataset.state = state;
  }

  follow(line, epoch, news) {
    if (news.done) {
      this.say(line, this.words.done, "done");
      this.active.delete(line);
      this.onChange(this.active.size);
    } else if (news.refused) {
      this.say(line, news.refused.sentence || this.words.refused, "refused");
      this.offerRemoval(line, epoch);
    } else {
      this.say(line, fill(news.online ? this.words.sending : this.words.offline, { n: news.waiting }), news.online ? "sending" : "offline");
    }
  }

  /* Only what the server will never take may be thrown away here, and only after a question. */
  offerRemoval(line, epoch) {
    if (line.querySelector("button")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-small no" });
    button.textContent = this.words.remove;
    button.addEventListener("click", async () => {
      if (!confirm(this.words.removeSure)) return;
      await store.forgetEpoch(epoch.id);
      line.remove();
      this.active.delete(line);
      this.onChange(this.active.size);
      this.part.hidden = this.list.children.length === 0;
    });
    line.append(button);
  }
}
