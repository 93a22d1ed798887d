import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test } from "vitest";

import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../src/crypto/bytes";
import { FIRST_PREV, linkAad, linkHash } from "../src/crypto/chain";
import { newAgreementKey, newSigningKey, openSealed, publicJwk, signBytes, thumbprint } from "../src/crypto/jose";
import { aesKey, unseal } from "../src/crypto/sealing";
import { type Identity, WorkDb } from "../src/db";
import { Clock } from "../src/clock";
import { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import { Personal } from "../src/personal";
import type { LearnerProfile, PublicJwk, Receipt } from "../src/protocol.gen";
import { Vaults } from "../src/vaults";

let db: WorkDb;
let journal: Journal;
let identity: Identity;
let server: CryptoKeyPair;
let signer: CryptoKeyPair;
let count = 0;
const nothing = async () => ({ rows: [], dropped: [] as [string, string, string, string][] });

beforeEach(async () => {
  db = new WorkDb(`work-${count++}`);
  journal = new Journal(db);
  server = await newAgreementKey();
  signer = await newSigningKey();
  const own = await newSigningKey();
  const jwk = await publicJwk(signer.publicKey);
  const seal = await publicJwk(server.publicKey);
  identity = {
    device: "d1",
    name: "T1",
    kind: "shared",
    prison: "p1",
    prisonName: "P",
    token: "t",
    trust: { verify: { [await thumbprint(jwk)]: jwk }, seal, recovery: seal },
    epoch: "e1",
    privateKey: own.privateKey,
    jwk: await publicJwk(own.publicKey),
    state: "current",
    pairedAt: 1,
  };
  await db.identities.put(identity);
});

const append = (id: string, learner = "l1") => journal.append(identity, learner, { id }, nothing);
const next = (most?: number) => journal.nextBatch(identity, { freeBytes: null, appVersion: "1" }, most);

async function receipt(fields: Partial<Receipt>): Promise<string> {
  const body: Receipt = {
    kind: "receipt",
    number: 1,
    device: "d1",
    prison: "p1",
    accepted: [],
    quarantined: [],
    safe_through: 0,
    epoch: "e1",
    server_time: "2026-01-01T00:00:00Z",
    audit_seq: 1,
    audit_hash: "",
    resend_from: null,
    ...fields,
  };
  const kid = await thumbprint(await publicJwk(signer.publicKey));
  const signed = [{ alg: "ES256", kid }, body].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join(".");
  return `${signed}.${await signBytes(signer.privateKey, utf8(signed))}`;
}

describe("the journal", () => {
  test("a batch can be opened with the server's key, and its chain checked before that", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    const batch = (await next())!;
    const key = await aesKey(await openSealed(server.privateKey, batch.segment_key));
    let hash = FIRST_PREV;
    const ids: string[] = [];
    for (const { seq, sealed } of batch.statements) {
      const bytes = fromBase64Url(sealed);
      hash = await linkHash(hash, seq, bytes);
      ids.push(JSON.parse(fromUtf8(await unseal(key, bytes, linkAad("d1", batch.segment, seq)))).id);
    }
    expect([ids, hash, batch.prev_hash]).toEqual([["a", "b", "c"], batch.head, FIRST_PREV]);
  });

  test("appends at the same moment get numbers of their own", async () => {
    const numbers = await Promise.all(Array.from({ length: 8 }, (_, at) => append(`s${at}`)));
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("what a receipt covers is not sent again, what it does not cover is", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    const { covered } = await journal.applyReceipt(identity, await receipt({ accepted: [{ first: 1, last: 2 }] }));
    expect(covered).toBe(2);
    expect((await next())!.statements.map(({ seq }) => seq)).toEqual([3]);
    expect(await journal.waiting()).toBe(1);
  });

  test("a gap in what was accepted makes two batches", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    await journal.applyReceipt(identity, await receipt({ accepted: [{ first: 2, last: 2 }] }));
    expect((await next())!.statements.map(({ seq }) => seq)).toEqual([1]);
  });

  test("a forged receipt and one for another tablet change nothing", async () => {
    await append("a");
    const good = await receipt({ accepted: [{ first: 1, last: 1 }] });
    await expect(journal.applyReceipt(identity, good.slice(0, -4) + "AAAA")).rejects.toThrow();
    const other = await receipt({ device: "d2", accepted: [{ first: 1, last: 1 }] });
    await expect(journal.applyReceipt(identity, other)).rejects.toThrow();
    expect(await journal.waiting()).toBe(1);
  });

  test("only what has a receipt is let go of, whatever the number says", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    await journal.applyReceipt(identity, await receipt({ accepted: [{ first: 1, last: 1 }], safe_through: 99 }));
    expect((await db.journal.toArray()).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(await append("d")).toBe(4);
  });

  test("a new epoch has everything sent again that is still here", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    await journal.applyReceipt(identity, await receipt({ accepted: [{ first: 1, last: 3 }] }));
    await journal.applyReceipt(identity, await receipt({ number: 2, epoch: "e2", resend_from: 2 }));
    expect((await next())!.statements.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test("a batch holds no more than it may", async () => {
    for (const id of ["a", "b", "c"]) await append(id);
    expect((await next(2))!.statements).toHaveLength(2);
    const long = "x".repeat(700_000);
    for (const id of [long, long]) await append(id);
    expect((await next())!.statements).toHaveLength(4);
  });
});

test("statements that follow from one another are linked, and kept with what belongs to them or not at all", async () => {
  const row = { learner: "l1", kind: "draft" as const, key: "d", kid: "k", sealed: utf8("s"), at: 1 };
  const both = async () => ({ rows: [row], dropped: [], more: [{ id: "b" }] });
  await journal.append(identity, "l1", { id: "a" }, both);
  await append("c");
  const entries = await db.journal.toArray();
  expect(entries.map(({ id, seq }) => [id, seq])).toEqual([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  expect(entries.slice(1).map(({ prev }) => prev)).toEqual(entries.slice(0, 2).map(({ hash }) => hash));
  const unstorable = { ...row, key: "e", at: {} as number }; // the last of its writes fails
  const broken = async () => ({ rows: [{ ...unstorable, kid: {} as string }], dropped: [] });
  await expect(journal.append(identity, "l1", { id: "x" }, broken)).rejects.toThrow();
  expect([await db.journal.count(), (await journal.head("d1")).seq]).toEqual([3, 3]);
});

describe("vaults", () => {
  const profile: LearnerProfile = {
    learner: "l1",
    number: "1001",
    name: "N",
    language: "zh-hans",
    literacy_help: false,
    secret_kind: "pin",
    secret_salt: toBase64Url(new Uint8Array(16)),
    secret_iterations: 1000,
    secret_version: 1,
  };
  const pin = (digits: string) => ({ kind: "pin" as const, pin: digits });
  let vaults: Vaults;
  let now = 1000;

  beforeEach(async () => {
    const identities = new Identities(db);
    await identities.load();
    now = 1000;
    vaults = new Vaults(db, identities, () => now);
  });

  test("the right secret opens what was written, in another session too", async () => {
    const keys = await vaults.create(identity, profile, pin("111222"));
    await new Personal(db, "l1", keys).put("draft", "d", "text", 1);
    const again = await vaults.open((await vaults.find("1001"))!, pin("111222"));
    expect((await new Personal(db, "l1", again).get("draft", "d"))!.value).toBe("text");
  });

  test("drafts land in the order in which they were typed, and what is settled is on the disk", async () => {
    const personal = new Personal(db, "l1", await vaults.create(identity, profile, pin("1")));
    const seal = personal.row.bind(personal);
    const gates: (() => void)[] = [];
    personal.row = async (...row) => {
      if (row[2] === "old") await new Promise<void>((open) => gates.push(open)); // its sealing takes longer
      return seal(...row);
    };
    void personal.put("draft", "d", "old", 1);
    void personal.put("draft", "d", "new", 2);
    const settled = personal.settled();
    while (!gates.length) await Promise.resolve();
    gates[0]!();
    await settled;
    expect((await personal.get("draft", "d"))!.value).toBe("new");
  });

  test("a vault that replaces a prepared one wants nothing that it could not show", async () => {
    const prepared = { profile, wrapped_key: toBase64Url(new Uint8Array(48)), recovery: "r" };
    await vaults.prepared([prepared]);
    await db.vaults.update("l1", { wants: ["c1"], state: { deviceSealed: utf8("state") } });
    await vaults.create(identity, { ...profile, secret_version: 2 }, pin("1"));
    expect((await db.vaults.get("l1"))!).toMatchObject({ wants: ["c1"], state: { deviceSealed: utf8("state") } });
    await db.vaults.update("l1", { state: { jwe: "for the inbox of the one before" } });
    await vaults.create(identity, { ...profile, secret_version: 3 }, pin("1"));
    expect((await db.vaults.get("l1"))!).toMatchObject({ wants: [], state: null });
  });

  test("after four wrong tries the learner waits, and then may try again", async () => {
    await vaults.create(identity, profile, pin("111222"));
    for (let at = 0; at < 4; at++) {
      await expect(vaults.open((await vaults.find("1001"))!, pin("000000"))).rejects.toMatchObject({
        code: "wrong_secret",
      });
    }
    await expect(vaults.open((await vaults.find("1001"))!, pin("111222"))).rejects.toMatchObject({ code: "too_many" });
    now += 31_000;
    await expect(vaults.open((await vaults.find("1001"))!, pin("111222"))).resolves.toHaveLength(1);
  });

  test("a reset closes what was written until the old key is released; then both are open, through a second reset too", async () => {
    let keys = await vaults.create(identity, profile, pin("1"));
    await new Personal(db, "l1", keys).put("draft", "a", "first", 1);
    keys = await vaults.create(identity, { ...profile, secret_version: 2 }, pin("2"));
    const between = new Personal(db, "l1", keys);
    expect(await between.get("draft", "a")).toBeNull();
    await between.put("draft", "a", "second", 2);
    await release();
    keys = await vaults.adopt("l1", keys);
    expect((await new Personal(db, "l1", keys).all("draft")).map(({ value }) => value)).toEqual(["second"]);
    await vaults.create(identity, { ...profile, secret_version: 3 }, pin("3"));
    await release();
    keys = await vaults.adopt("l1", await vaults.open((await vaults.find("1001"))!, pin("3")));
    const rows = await db.personal.toArray();
    const opened = new Personal(db, "l1", keys);
    expect(rows).toHaveLength(2);
    expect(keys).toHaveLength(3);
    expect((await opened.get("draft", "a"))!.value).toBe("second");
  });

  /** What the server does after two officers agreed: the old key, sealed to the tablet's reply key. */
  async function release(): Promise<void> {
    const { sealTo } = await import("../src/crypto/jose");
    const vault = (await db.vaults.get("l1"))!;
    for (const closed of vault.closed) {
      const raw = await openSealed(server.privateKey, closed.recovery);
      closed.sealedKey = await sealTo((await publicJwk(closed.reply.publicKey)) as PublicJwk, raw);
      closed.state = "ready";
    }
    await db.vaults.put(vault);
  }

  test("a vault of another prison with the same number is not found", async () => {
    await vaults.create(identity, profile, pin("1"));
    await db.identities.put({ ...identity, device: "d2", prison: "p2", pairedAt: 2 });
    const moved = new Identities(db);
    await moved.load();
    expect(await new Vaults(db, moved, () => now).find("1001")).toBeUndefined();
  });

  test("a pause that was set while the clock stood years ahead ends when the server corrects it", async () => {
    await vaults.create(identity, profile, pin("1"));
    now = Date.parse("2031-01-01");
    for (let tries = 0; tries < 5; tries++) await vaults.open((await vaults.find("1001"))!, pin("9")).catch(() => 0);
    now = Date.parse("2026-01-01");
    expect(await vaults.open((await vaults.find("1001"))!, pin("1"))).toHaveLength(1);
  });

  test("once the server has told of a reset, the old secret no longer counts", async () => {
    await vaults.create(identity, profile, pin("1"));
    await db.vaults.update("l1", { secretVersion: 2 });
    await expect(vaults.open((await vaults.find("1001"))!, pin("1"))).rejects.toMatchObject({ code: "secret_changed" });
  });
});

describe("the clock", () => {
  const DAY = 86_400_000;

  async function clock(start: number) {
    const device = { now: start, ticks: 0 };
    const made = new Clock(
      db,
      () => device.now,
      () => device.ticks,
    );
    await made.load();
    return { made, device };
  }

  test("a lease runs out by time away, and not by setting the clock back", async () => {
    const { made, device } = await clock(Date.parse("2026-01-01"));
    await made.contact("2026-01-01T00:00:00Z");
    device.now += 15 * DAY;
    expect(made.leaseOver(14)).toBe(true);
    await made.keep();
    device.now -= 400 * DAY;
    expect(made.leaseOver(14)).toBe(true);
  });

  test("while the clock stands still, time in use counts", async () => {
    const { made, device } = await clock(Date.parse("2026-01-01"));
    await made.contact("2026-01-01T00:00:00Z");
    device.ticks += 15 * DAY;
    expect(made.leaseOver(14)).toBe(true);
  });

  test("a tablet whose clock is years off is corrected by the server and says so", async () => {
    const { made } = await clock(0);
    await made.contact("2026-01-01T00:00:00Z");
    expect(made.now()).toBe(Date.parse("2026-01-01"));
    expect(made.wrong()?.deviceTime.getTime()).toBe(0);
    expect(made.leaseOver(14)).toBe(false);
  });
});
