import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test } from "vitest";

import type { Api } from "../src/api";
import { Clock } from "../src/clock";
import { newAgreementKey, publicJwk } from "../src/crypto/jose";
import { aesKey } from "../src/crypto/sealing";
import { type Identity, WorkDb } from "../src/db";
import { Elsewhere } from "../src/elsewhere";
import { CoreError } from "../src/errors";
import type { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import type { Library } from "../src/library";
import { MyWork } from "../src/mywork";
import { Personal } from "../src/personal";
import type { LearnerState, StoredWork, WorkPage } from "../src/protocol.gen";
import { Recorder, type WorkCopy } from "../src/record";
import { VOIDED } from "../src/statements";

const ADL = "http://adlnet.gov/expapi/verbs/";
const NOON = "2026-03-01T12:00:00Z";
const library = {
  demand: async () => null,
  packageOf: async () => null,
  lessonRef: () => null,
  courseTitles: () => null,
} as unknown as Library;

let db: WorkDb;
let keys: Personal["keys"];
let identities: Identities;
/** The server's log of this learner, and what it was asked. */
let log: StoredWork[];
let server: { epoch: string; safeThrough: number; pageSize: number; line: boolean; asked: string[] };
let during: () => void | Promise<void>;
let count = 0;

const newKey = async (kid: string) => ({ kid, key: await aesKey(crypto.getRandomValues(new Uint8Array(32))) });

beforeEach(async () => {
  db = new WorkDb(`elsewhere-${count++}`);
  keys = [await newKey("k")];
  const seal = await publicJwk((await newAgreementKey()).publicKey);
  const current = { device: "d1", state: "current", trust: { verify: {}, seal, recovery: seal } };
  await db.identities.put(current as unknown as Identity);
  identities = { current } as unknown as Identities;
  log = [];
  server = { epoch: "e1", safeThrough: 0, pageSize: 500, line: true, asked: [] };
  during = () => undefined;
});

const api = {
  async json(_identity: unknown, _method: string, address: string): Promise<WorkPage> {
    if (!server.line) throw new CoreError("offline");
    server.asked.push(address.split("?")[1]!);
    const query = new URLSearchParams(address.split("?")[1]);
    const [after, all] = [Number(query.get("after")), query.get("all") === "1"];
    const scope = log.filter(({ device }) => all || device !== "d1");
    const found = scope.filter(({ seq }) => seq > after);
    const items = found.slice(0, server.pageSize);
    const more = items.length < found.length;
    await during();
    return {
      epoch: server.epoch,
      items,
      next: Math.max(after, items.at(-1)?.seq ?? 0),
      more,
      total: scope.length,
      safe_total: scope.filter(({ seq }) => seq <= server.safeThrough).length,
      safe_through: server.safeThrough,
    };
  },
} as unknown as Api;

function stored(fields: Partial<StoredWork> = {}): StoredWork {
  const seq = log.length + 1;
  const base = { id: `s${seq}`, seq, device: "d2", at: NOON, verb: `${ADL}experienced`, object: "l1", lesson: "l1" };
  const one = { ...base, response: null, success: null, receipt: 7, receipt_at: NOON, voided: false, ...fields };
  log.push(one);
  return one;
}

function told(): NonNullable<LearnerState["elsewhere"]> {
  const there = log.filter(({ device }) => device !== "d1");
  const safe = there.filter(({ seq }) => seq <= server.safeThrough).length;
  return { through: there.at(-1)?.seq ?? 0, total: there.length, safe_total: safe };
}

const state = () => ({ elsewhere: told(), answers: [] as unknown[] }) as unknown as LearnerState;

function session(own = keys) {
  const personal = new Personal(db, "l1", own);
  const clock = new Clock(db);
  const recorder = new Recorder(db, new Journal(db), identities, library, clock, personal, () => undefined);
  const elsewhere = new Elsewhere(db, api, identities, personal);
  return { personal, recorder, elsewhere, work: new MyWork(db, personal, library, recorder, elsewhere) };
}

const ids = async (own = session()) => (await own.work.page({ limit: 100 })).map(({ id }) => id);

describe("fetching", () => {
  test("what was done elsewhere comes page by page, and stays when the line is cut", async () => {
    for (let n = 0; n < 5; n++) stored();
    server.pageSize = 2;
    const mine = session();
    expect((await mine.work.counts(state())).elsewhere).toBe("never");
    expect(await mine.elsewhere.bring(told())).toBe(true);
    server.line = false;
    expect((await ids(session())).sort()).toEqual(["s1", "s2", "s3", "s4", "s5"]);
    expect(await session().work.counts(state())).toMatchObject({ total: 5, prison: 5, elsewhere: "all" });
  });

  test("what has come is not asked for again, and new work from where it stopped", async () => {
    stored();
    const mine = session();
    await mine.elsewhere.bring(told());
    await mine.elsewhere.bring(told());
    expect(server.asked).toEqual(["after=0&all=1"]);
    stored();
    expect(await mine.elsewhere.bring(told())).toBe(true);
    expect(await mine.elsewhere.bring(told())).toBe(false);
    expect(server.asked).toEqual(["after=0&all=1", "after=1"]);
  });

  test("a line that is cut in the middle says that not all has come, and goes on from there", async () => {
    for (let n = 0; n < 4; n++) stored();
    server.pageSize = 2;
    during = () => void (server.line = server.asked.length < 1);
    const mine = session();
    await mine.elsewhere.bring(told());
    expect(await mine.work.counts(state())).toMatchObject({ total: 2, elsewhere: "partly" });
    server.line = true;
    during = () => undefined;
    await mine.elsewhere.bring(told());
    expect(server.asked).toEqual(["after=0&all=1", "after=2&all=1"]);
    expect(await mine.work.counts(state())).toMatchObject({ total: 4, elsewhere: "all" });
  });

  test("nothing is kept for somebody who has signed out meanwhile", async () => {
    stored();
    const mine = session();
    during = () => mine.elsewhere.end();
    await mine.elsewhere.bring(told());
    expect(await db.personal.count()).toBe(0);
    await mine.elsewhere.bring(told());
    expect(server.asked).toHaveLength(1);
  });

  test("what this tablet has a copy of does not come twice", async () => {
    const mine = session();
    const id = await mine.recorder.own("asked", { object: "l1", lesson: "l1", result: { response: "?" } });
    stored({ id, device: "d1" });
    stored();
    await mine.elsewhere.bring(told());
    expect((await ids(mine)).sort()).toEqual([id, "s2"].sort());
    expect((await mine.work.counts(state())).total).toBe(2);
  });

  test("a restored server counts anew: what came before is fetched again from the beginning", async () => {
    for (let n = 0; n < 3; n++) stored();
    const mine = session();
    await mine.elsewhere.bring(told());
    log = [];
    server.epoch = "e2";
    stored({ id: "s2" });
    await mine.elsewhere.bring(told());
    expect(await ids(mine)).toEqual(["s2"]);
    expect((await mine.work.counts(state())).total).toBe(1);
  });

  test("after a new PIN the work of before is fetched, and shown once when two officers have opened the old key", async () => {
    const old = session();
    const id = await old.recorder.own("asked", { object: "l1", lesson: "l1", result: { response: "?" } });
    stored({ id, device: "d1", verb: `${ADL}asked`, response: "?" });
    stored();
    await old.elsewhere.bring(told());
    const fresh = [await newKey("k2")];
    expect(await ids(session(fresh))).toEqual([]);
    const after = session(fresh);
    await after.elsewhere.bring(told());
    expect((await ids(after)).sort()).toEqual([id, "s2"].sort());
    expect((await after.work.page({ limit: 5 })).find((item) => item.id === id)!.made).toBe("here");
    expect((await after.work.questions(null)).map(({ text }) => text)).toEqual(["?"]);
    expect((await after.work.counts(state())).total).toBe(2);
    const both = session([...fresh, ...keys]);
    await both.elsewhere.tidy();
    expect((await ids(both)).sort()).toEqual([id, "s2"].sort());
    expect((await both.work.questions(null)).map(({ text }) => text)).toEqual(["?"]);
    expect((await both.work.counts(state())).total).toBe(2);
  });
});

describe("my record", () => {
  test("a page mixes both by time, and the next page goes on where it ended, however many share a moment", async () => {
    for (let n = 0; n < 7; n++) stored();
    stored({ at: "2026-03-02T12:00:00Z" });
    stored({ at: "2099-01-01T12:00:00Z" });
    const mine = session();
    const id = await mine.recorder.own("enrolled", { object: "c", course: "c" });
    await mine.elsewhere.bring(told());
    const seen: string[] = [];
    for (let before = Infinity; ;) {
      const page = await mine.work.page({ before, limit: 3 });
      if (page.length === 0) break;
      seen.push(...page.map((item) => item.id));
      before = page.at(-1)!.shownAt;
    }
    expect(seen.slice(0, 3)).toEqual(["s9", id, "s8"]);
    expect([...seen].sort()).toEqual([id, ...log.map((one) => one.id)].sort());
  });

  test("a batch of a tablet whose clock was wrong all stands at one moment, and each piece has a place of its own", async () => {
    for (let n = 0; n < 250; n++) stored();
    server.pageSize = 100;
    const mine = session();
    await mine.elsewhere.bring(told());
    const times = (await db.personal.toArray()).filter(({ kind }) => kind === "elsewhere").map(({ at }) => at);
    expect([times.length, new Set(times).size]).toEqual([250, 250]);
    expect(Math.max(...times) - Date.parse(NOON)).toBeLessThan(2);
  });

  test("each piece says where it was done, where it is, and its receipt", async () => {
    stored();
    stored({ device: "", verb: "urn:newleaf:verb:attended", receipt: null, receipt_at: null });
    server.safeThrough = 1;
    const mine = session();
    await mine.elsewhere.bring(told());
    const [paper, other] = await mine.work.page({ limit: 10 });
    expect(paper).toMatchObject({ made: "by_officer", place: "prison", receipt: null });
    expect(other).toMatchObject({
      made: "other_tablet",
      place: "province",
      receipt: { number: 7, at: new Date(NOON) },
    });
    expect(await mine.work.counts(state())).toMatchObject({ total: 2, prison: 1, province: 1 });
  });

  test("a backup that covers it is told without new work", async () => {
    stored();
    const mine = session();
    await mine.elsewhere.bring(told());
    server.safeThrough = 1;
    await mine.elsewhere.bring(told());
    expect((await mine.work.page({ limit: 1 }))[0]!.place).toBe("province");
  });

  test("what an officer takes back later is shown so, wherever it was done", async () => {
    const mine = session();
    const id = await mine.recorder.own("enrolled", { object: "c", course: "c" });
    stored({ id: "there" });
    await mine.elsewhere.bring(told());
    stored({ device: "", verb: VOIDED, object: "urn:uuid:there" });
    stored({ device: "", verb: VOIDED, object: `urn:uuid:${id}` });
    await mine.elsewhere.bring(told());
    const voided = (await mine.work.page({ limit: 10 })).filter((item) => item.voided).map((item) => item.id);
    expect(voided.sort()).toEqual([id, "there"].sort());
  });

  test("what was contested on another tablet is shown as contested, and its lesson is found for a contest here", async () => {
    stored({ id: "wrong", lesson: "l9" });
    stored({ verb: "urn:newleaf:verb:contested", object: "urn:uuid:wrong" });
    const mine = session();
    await mine.elsewhere.bring(told());
    const item = (await mine.work.page({ limit: 10 })).find(({ id }) => id === "wrong");
    expect(item!.contested).toBe(true);
    expect(await mine.work.lessonOf("wrong")).toBe("l9");
  });

  test("nobody else's key opens it", async () => {
    stored({ verb: `${ADL}asked`, response: "secret words" });
    await session().elsewhere.bring(told());
    const other = new Personal(db, "l1", [await newKey("other")]);
    expect(await other.all<WorkCopy>("elsewhere")).toEqual([]);
    const rows = await db.personal.toArray();
    const text = rows.map(({ sealed, ...row }) => JSON.stringify(row) + String.fromCharCode(...sealed)).join();
    expect(text).not.toContain("secret words");
  });
});
