/* The evaluator's desk while it is unlocked: packages, drafts, photos and records in the clear, in memory only; every change is written first. */

import * as store from "./store.js";
import { canonical, openBytes, openValue, seal, sha256, unlock } from "./vault.js";

export const taskId = (sitting, seat, item) => `${sitting}:${seat}:${item}`;

export class Desk {
  constructor(officer, opened) {
    this.officer = officer;
    this.keys = opened.sittings;
    this.writing = Promise.resolve();
  }

  async load() {
    this.packages = new Map();
    this.work = new Map();
    this.records = [];
    for (const row of await store.all("sittings")) if (this.keys[row.id]) this.packages.set(row.id, await this.open("sittings", row.id, row));
    for (const row of await store.all("work")) if (this.keys[row.sitting]) this.work.set(row.id, await this.open("work", row.sitting, row));
    for (const row of await store.all("records")) {
      if (this.keys[row.sitting]) this.records.push({ ...row, data: undefined, said: await this.open("records", row.sitting, row) });
    }
    this.records.sort((a, b) => a.seq - b.seq);
    this.photos = new Map((await store.all("photos")).map(({ data, ...row }) => [row.id, row]));
    return this;
  }

  open = (name, sitting, row) => openValue(this.keys[sitting], `${name} ${row.id}`, row);
  close = (name, sitting, id, value) => seal(this.keys[sitting], `${name} ${id}`, value);

  /* One after the other, in the order of the calls. */
  inTurn(action) {
    const done = this.writing.then(action);
    this.writing = done.catch(() => {});
    return done;
  }

  async keepPackage(found) {
    const id = found.sitting.id;
    const { records, key, blocked, ...rest } = found;
    const rows = [["sittings", { id, ...(await this.close("sittings", id, id, rest)) }]];
    for (const said of records) if (!this.records.some((one) => one.id === said.id)) rows.push(["records", await this.recordRow(id, said, "server")]);
    await store.write(rows);
    await this.load();
  }

  async recordRow(sitting, said, state) {
    this.seq = Math.max(Date.now(), (this.seq ?? 0) + 1);
    return { id: said.id, sitting, seq: this.seq, state, reason: "", ...(await this.close("records", sitting, said.id, said)) };
  }

  blocked = (task) => this.officer.sittings[task.sitting]?.blocked.includes(task.seat) ?? true;

  tasks(sitting) {
    return this.packages.get(sitting).tasks.map((task) => ({ ...task, sitting, id: taskId(sitting, task.seat, task.item) }));
  }

  task(id) {
    const [sitting] = id.split(":");
    return this.packages.has(sitting) ? this.tasks(sitting).find((one) => one.id === id) : undefined;
  }

  itemOf = (task) => this.packages.get(task.sitting).items[task.item];

  draft(task) {
    return this.work.get(task.id) ?? { levels: {}, note: "", photos: [], began_at: "", ended_at: "", seconds: 0, running_since: 0, signed: "", replaces: null };
  }

  keepDraft(task, draft) {
    this.work.set(task.id, draft);
    return this.inTurn(async () => store.write([["work", { id: task.id, sitting: task.sitting, ...(await this.close("work", task.sitting, task.id, draft)) }]]));
  }

  secondsOf = (draft) => draft.seconds + (draft.running_since ? Math.max(0, Math.round((Date.now() - draft.running_since) / 1000)) : 0);

  /* The last assessment of a task that nobody has replaced, with who has signed it. */
  signedOf(task) {
    const theirs = this.records.filter(({ said }) => said.kind === "assessment" && said.content.seat === task.seat && said.content.item === task.item);
    const replaced = new Set(theirs.map(({ said }) => said.content.replaces));
    const last = theirs.filter(({ id }) => !replaced.has(id)).at(-1);
    if (!last) return null;
    const others = this.records.filter(({ said }) => said.kind === "signature" && said.assessment === last.id);
    const signers = [{ id: last.said.content.assessor, name: last.said.assessor }, ...others.map(({ said }) => ({ id: said.officer, name: said.name }))];
    const rows = [last, ...others];
    return { record: last, signers, rows, state: this.stateOf(rows, last.said.content.photos) };
  }

  stateOf(rows, photos) {
    if (rows.some(({ state }) => state === "refused")) return "refused";
    const there = rows.every(({ state }) => state === "server") && photos.every((id) => this.photos.get(id)?.sent ?? true);
    return there ? "server" : "here";
  }

  async addPhoto(task, bytes) {
    const id = await sha256(bytes);
    if (!this.photos.has(id)) {
      const row = { id, sitting: task.sitting, kept: false, sent: false, bytes: bytes.length };
      await this.inTurn(async () => store.write([["photos", { ...row, ...(await this.close("photos", task.sitting, id, bytes)) }]]));
      this.photos.set(id, row);
    }
    return id;
  }

  async photo(id) {
    const row = await store.one("photos", id);
    return row && this.keys[row.sitting] ? openBytes(this.keys[row.sitting], `photos ${id}`, row) : null;
  }

  async dropPhoto(id) {
    const row = this.photos.get(id);
    if (!row || row.kept || [...this.work.values()].some((draft) => draft.photos.includes(id))) return;
    this.photos.delete(id);
    await this.inTurn(() => store.write([["photos", { id, gone: true }]]));
  }

  /* The first signature: from here on the words stand. `opened` holds the assessor's keys (vault.unlock). */
  async signFirst(task, opened) {
    const draft = { ...this.draft(task) };
    const now = new Date().toISOString();
    const id = crypto.randomUUID();
    const content = {
      assessment: id,
      replaces: draft.replaces,
      sitting: task.sitting,
      seat: task.seat,
      item: task.item,
      assessor: this.officer.id,
      levels: draft.levels,
      note: draft.note.trim().replaceAll("\0", "").toWellFormed(), // what JSON can hold
      photos: draft.photos,
      began_at: draft.began_at || now,
      ended_at: draft.ended_at || now,
      seconds: this.secondsOf(draft),
    };
    const jws = await opened.sign(await this.statement(content, this.officer.id, now));
    const said = { kind: "assessment", id, content, jws, assessor: this.officer.name };
    const signed = { ...draft, seconds: content.seconds, running_since: 0, signed: id };
    await this.inTurn(async () => {
      const photos = await Promise.all(draft.photos.map(async (sha) => ["photos", { ...(await store.one("photos", sha)), kept: true }]));
      const work = ["work", { id: task.id, sitting: task.sitting, ...(await this.close("work", task.sitting, task.id, signed)) }];
      await store.write([["records", await this.recordRow(task.sitting, said, "here")], work, ...photos]);
    });
    await this.load();
  }

  /* Another evaluator's signature below the same words. */
  async signSecond(task, officer, opened) {
    const { record } = this.signedOf(task);
    const statement = await this.statement(record.said.content, officer.id, new Date().toISOString());
    const said = { kind: "signature", id: statement.id, assessment: record.id, officer: officer.id, name: officer.name, jws: await opened.sign(statement) };
    await this.inTurn(async () => store.write([["records", await this.recordRow(task.sitting, said, "here")]]));
    await this.load();
  }

  async statement(content, officer, signed_at) {
    return { id: crypto.randomUUID(), assessment: content.assessment, content: await sha256(canonical(content)), officer, signed_at };
  }

  /* Changing what is signed begins a new assessment that names the old one; the signature below the old one falls away. */
  reopen(task) {
    const { record } = this.signedOf(task);
    const { levels, note, photos, began_at, seconds } = record.said.content;
    return this.keepDraft(task, { levels: { ...levels }, note, photos: [...photos], began_at, ended_at: "", seconds, running_since: 0, signed: "", replaces: record.id });
  }

  counts() {
    const mine = this.records;
    const photos = [...this.photos.values()].filter((one) => one.kept && this.keys[one.sitting]);
    const here = mine.filter((one) => one.state === "here").length + photos.filter((one) => !one.sent).length;
    return { here, there: mine.filter((one) => one.state === "server").length + photos.filter((one) => one.sent).length, refused: mine.filter((one) => one.state === "refused").length };
  }

  /* Everything of a sitting leaves the tablet. Only when all of it is at the server. */
  mayForget(sitting) {
    const photos = [...this.photos.values()].filter((one) => one.sitting === sitting && one.kept);
    const drafts = this.tasks(sitting).some((task) => this.work.has(task.id) && !this.draft(task).signed);
    return !drafts && photos.every((one) => one.sent) && this.records.filter((one) => one.sitting === sitting).every((one) => one.state === "server");
  }

  async forget(sitting) {
    const gone = [["sittings", { id: sitting, gone: true }]];
    for (const name of ["work", "photos", "records"]) for (const row of await store.all(name)) if (row.sitting === sitting) gone.push([name, { id: row.id, gone: true }]);
    await store.write(gone);
    await this.load();
  }
}

/* Opens the desk of an officer who has taken something along; null when the PIN is wrong. */
export async function openDesk(officer, pin) {
  const opened = await unlock(officer, pin);
  return opened && new Desk(officer, opened).load();
}
