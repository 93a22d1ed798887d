import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test } from "vitest";

import { type Api, ServerError } from "../src/api";
import { Clock } from "../src/clock";
import type { Bytes } from "../src/crypto/bytes";
import { fromUtf8, toBase64Url, utf8 } from "../src/crypto/bytes";
import { newSigningKey, publicJwk, signBytes, thumbprint } from "../src/crypto/jose";
import { type Identity, PackageDb, type Vault, WorkDb } from "../src/db";
import { CoreError } from "../src/errors";
import { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import type { Batch, Receipt } from "../src/protocol.gen";
import { Contact } from "../src/pull";
import { Vaults } from "../src/vaults";

let db: WorkDb;
let journal: Journal;
let signer: CryptoKeyPair;
let identities: Identities;
let count = 0;

async function identity(device: string, state: Identity["state"], pairedAt: number): Promise<Identity> {
  const jwk = await publicJwk(signer.publicKey);
  const seal = await publicJwk(
    (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"])).publicKey,
  );
  const trust = { verify: { [await thumbprint(jwk)]: jwk }, seal, recovery: seal };
  const names = { device, name: device, prison: "p1", prisonName: "P", token: "t", epoch: "e1" };
  const made: Identity = { ...names, kind: "shared", trust, privateKey: signer.privateKey, jwk, state, pairedAt };
  await db.identities.put(made);
  return made;
}

async function write(who: Identity, many: number): Promise<void> {
  for (let at = 0; at < many; at++)
    await journal.append(who, "l1", { id: `${who.device}-${at}` }, async () => ({ rows: [], dropped: [] }));
}

async function receipt(batch: Batch, fields: Partial<Receipt> = {}): Promise<string> {
  const [first, last] = [batch.statements[0]!.seq, batch.statements.at(-1)!.seq];
  const times = { server_time: "2026-01-01T00:00:00Z", audit_seq: 1, audit_hash: "", safe_through: 0 };
  const base = { kind: "receipt", number: 1, prison: "p1", quarantined: [], epoch: "e1", resend_from: null };
  const body = { ...base, ...times, device: batch.device, accepted: [{ first, last }], ...fields };
  const kid = await thumbprint(await publicJwk(signer.publicKey));
  const signed = [{ alg: "ES256", kid }, body].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join(".");
  return `${signed}.${await signBytes(signer.privateKey, utf8(signed))}`;
}

type Answer = (batch: Batch, withToken: boolean) => Promise<string>;

function contact(answer: Answer): Contact {
  const sendBatch = async (_: Identity, body: Bytes, withToken: boolean) => ({
    receipt: await answer(JSON.parse(fromUtf8(body)) as Batch, withToken),
    next_contact_seconds: 1,
  });
  const clock = new Clock(db);
  const vaults = new Vaults(db, identities, () => clock.now());
  const packages = new PackageDb(`packages-${count}`);
  return new Contact(db, packages, { sendBatch } as unknown as Api, identities, journal, vaults, clock, "1");
}

const deliver = (answer: Answer) =>
  contact(answer).deliver(
    async () => undefined,
    () => undefined,
  );

beforeEach(async () => {
  db = new WorkDb(`delivery-${count++}`);
  journal = new Journal(db);
  signer = await newSigningKey();
  identities = new Identities(db);
});

describe("asking for the state", () => {
  test("a learner who came while the answer was on its way is asked for again", async () => {
    await identity("d1", "current", 1);
    await identities.load();
    const asked: (string | undefined)[] = [];
    const clock = new Clock(db);
    const vaults = new Vaults(db, identities, () => clock.now());
    const packages = new PackageDb(`packages-${count}`);
    const state = {
      server_time: "2026-01-01T00:00:00Z",
      epoch: "e1",
      catalogue: "",
      learners: [],
      members_to_prepare: [],
    };
    const told = { ...state, device_name: "T", device_kind: "shared", lease_days: 14, safe_through: 0 };
    const send = async (_who: Identity, _method: string, _path: string, init: { headers: Record<string, string> }) => {
      asked.push(init.headers["If-None-Match"]);
      if (asked.length === 1) await db.vaults.put({ learner: "l1", kid: "k1" } as Vault);
      return new Response(JSON.stringify({ ...told, next_contact_seconds: 60 }), { headers: { ETag: "e" } });
    };
    const one = new Contact(db, packages, { send } as unknown as Api, identities, journal, vaults, clock, "1");
    for (let at = 0; at < 3; at++) await one.pull();
    expect(asked).toEqual([undefined, undefined, "e"]);
  });
});

describe("delivering", () => {
  test("an earlier pairing that the server does not know holds up nobody's work of today", async () => {
    await write(await identity("old", "former", 1), 1);
    await write(await identity("new", "current", 2), 1);
    await identities.load();
    await deliver(async (batch) => {
      if (batch.device === "old")
        throw new ServerError("unknown_device", 422, { code: "unknown_device", title: "", retry_after_seconds: null });
      return receipt(batch);
    });
    expect([await journal.waiting("old"), await journal.waiting("new")]).toEqual([1, 0]);
  });

  test("a refusal of today's pairing is told, after the others have delivered", async () => {
    await write(await identity("new", "current", 1), 1);
    await write(await identity("old", "former", 2), 1);
    await identities.load();
    const sent = deliver(async (batch) => {
      if (batch.device === "new")
        throw new ServerError("update_needed", 426, { code: "protocol", title: "", retry_after_seconds: null });
      return receipt(batch);
    });
    await expect(sent).rejects.toMatchObject({ code: "update_needed" });
    expect(await journal.waiting("old")).toBe(0);
  });

  test("work of an earlier pairing is sent with its token, so that it counts", async () => {
    await write(await identity("old", "former", 1), 1);
    await identity("new", "current", 2);
    await identities.load();
    const tokens: boolean[] = [];
    await deliver(async (batch, withToken) => {
      tokens.push(withToken);
      return receipt(batch);
    });
    expect(tokens).toEqual([true]);
  });

  test("a line too slow for a batch gets smaller ones, down to a few", async () => {
    await write(await identity("new", "current", 1), 90);
    await identities.load();
    const sizes: number[] = [];
    const slow = contact(async (batch) => {
      sizes.push(batch.statements.length);
      if (batch.statements.length > 30) throw new CoreError("offline", "timeout");
      return receipt(batch);
    });
    for (let tries = 0; tries < 8 && (await journal.waiting()); tries++)
      await slow
        .deliver(
          async () => undefined,
          () => undefined,
        )
        .catch(() => undefined);
    expect(sizes.slice(0, 3)).toEqual([90, 45, 22]);
    expect(await journal.waiting()).toBe(0);
  });

  test("the receipt that came last is shown, also when a restored server counts from an earlier number", async () => {
    const mine = await identity("new", "current", 1);
    await identities.load();
    await write(mine, 2);
    const answers = [{ number: 500 }, { number: 7, epoch: "e2", server_time: "2026-02-01T00:00:00Z" }];
    const shown: string[] = [];
    for (const fields of answers) {
      const batch = (await journal.nextBatch(
        (await db.identities.get("new"))!,
        { freeBytes: null, appVersion: "" },
        1,
      ))!;
      shown.push(await receipt(batch, fields));
      await journal.applyReceipt(mine, shown.at(-1)!);
    }
    expect((await journal.lastReceipt("new"))!.jws).toBe(shown[1]);
  });
});
