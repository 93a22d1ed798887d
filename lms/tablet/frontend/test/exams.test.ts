import "fake-indexeddb/auto";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Api } from "../src/api";
import { Clock } from "../src/clock";
import { fromBase64Url, fromUtf8, utf8 } from "../src/crypto/bytes";
import { linkAad } from "../src/crypto/chain";
import { newAgreementKey, newSigningKey, openSealed, publicJwk } from "../src/crypto/jose";
import { aesKey, unseal } from "../src/crypto/sealing";
import { type AttemptRow, type Identity, WorkDb } from "../src/db";
import { letGo, papersToKeep } from "../src/exams/ahead";
import { RunningAttempt } from "../src/exams/attempt";
import { CandidateClock, TickDb } from "../src/exams/clock";
import type { ExamParts } from "../src/exams/desk";
import { isBlank, questionsOf } from "../src/exams/form";
import { responsesOf } from "../src/exams/responses";
import { isCandidate, keyByCode, openPaper, paperKey, plainCode } from "../src/exams/sealed";
import type { SyncStatus } from "../src/facade";
import { CoreError } from "../src/errors";
import { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import { secondsOf } from "../src/pages/exam-alone";
import type { ExamNotice, ExamOrders, ExamPaper, ExamSeat, SealedPaper, SeatVerifier } from "../src/protocol.gen";
import { Signal } from "../src/signal";
import vectors from "./vectors.json";

const { exam } = vectors;
const sealed = exam.sealed as SealedPaper;

describe("a paper that the server has sealed", () => {
  test("opens with the server's key", async () => {
    const paper = await openPaper(sealed, await paperKey(fromBase64Url(exam.key)));
    expect(paper.title).toBe(exam.title);
  });

  test("opens with the spoken code, however it is typed", async () => {
    for (const typed of [exam.code, "abcd efgh jklm", "ＡＢＣＤ－ＥＦＧＨ－ＪＫＬＭ"])
      expect((await openPaper(sealed, await keyByCode(sealed, typed))).title).toBe(exam.title);
  });

  test("stays closed to any other code, and to the code of another sitting", async () => {
    await expect(keyByCode(sealed, "ABCD-EFGH-JKLN")).rejects.toThrow();
    await expect(keyByCode({ ...sealed, sitting: "another" }, exam.code)).rejects.toThrow();
  });

  test("gives a key that cannot be read out", async () => {
    const key = await keyByCode(sealed, exam.code);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });

  test("lets in the candidate with the right PIN at the right seat alone", async () => {
    const verifier = exam.verifier as SeatVerifier;
    expect(await isCandidate(verifier, exam.seat, { kind: "pin", pin: exam.pin })).toBe(true);
    expect(await isCandidate(verifier, exam.seat, { kind: "pin", pin: "248161" })).toBe(false);
    expect(await isCandidate(verifier, "another", { kind: "pin", pin: exam.pin })).toBe(false);
  });

  test("a code counts in capitals without spaces and hyphens", () => {
    expect(plainCode(" ab-cd ef‐g ")).toBe("ABCDEFG");
  });
});

describe("the candidate's clock", () => {
  test("counts only while it runs, and never back", () => {
    let now = 500;
    const clock = new CandidateClock(60_000, () => now);
    now += 5_000;
    expect(clock.usedMs).toBe(60_000);
    clock.run();
    now += 3_000;
    expect(clock.usedMs).toBe(63_000);
    clock.stand();
    now += 10_000;
    expect(clock.usedMs).toBe(63_000);
    clock.atLeast(20_000);
    expect(clock.usedMs).toBe(63_000);
    clock.run();
    clock.atLeast(90_000);
    now += 1_000;
    expect(clock.usedMs).toBe(91_000);
  });

  test("the invigilator's clock is read as minutes and seconds", () => {
    expect(["23:30", "5", "１２：０５", "0:07"].map(secondsOf)).toEqual([1410, 300, 725, 7]);
    expect(["", "a", "1:75", "-3", "1:2"].map(secondsOf)).toEqual([null, null, null, null, null]);
  });
});

const SITTING = "018f0000-0000-7000-8000-000000000010";
const choice = {
  ...{ id: "bank", version: 1, kind: "choice" as const, prompt_html: "", pictures: [], multiple: false },
  ...{ feedback_correct: "", feedback_incorrect: "", mapping: null, correct: [] },
  options: [
    { id: "x1", text: "一" },
    { id: "x2", text: "二" },
    { id: "x3", text: "三" },
  ],
};
const SEAT: ExamSeat = {
  ...{ seat: "s1", number: 1, learner: "l1", learner_number: "2001", name: "王", language: "zh-Hans" },
  ...{ read_aloud: false, seconds: 600, verifier: null },
  sections: [
    {
      title: "",
      instructions: "",
      questions: [
        { item: "11", points: 2, order: ["x3", "x1", "x2"] },
        { item: "12", points: 2, order: [] },
      ],
    },
  ],
};
const PAPER: ExamPaper = {
  ...{ kind: "exam_paper", format: 1, sitting: SITTING, title: "焊工", room: "1", language: "zh-Hans", minutes: 10 },
  ...{ items: { "11": choice, "12": choice }, pictures: {}, seats: [SEAT] },
};

test("options stand in the candidate's own order, and an item by its name in this paper", () => {
  const [first, second] = questionsOf(PAPER, SEAT);
  expect(first!.item.kind === "choice" && first!.item.options.map(({ id }) => id)).toEqual(["x3", "x1", "x2"]);
  expect(second!.item.kind === "choice" && second!.item.options.map(({ id }) => id)).toEqual(["x1", "x2", "x3"]);
  expect(first!.item.id).toBe("11");
});

test("empty gaps are no answer", () => {
  expect(["", " ", "[,][,]", " [,] "].map(isBlank)).toEqual([true, true, true, true]);
  expect(isBlank("[,]V")).toBe(false);
});

describe("an attempt", () => {
  let count = 0;
  let db: WorkDb;
  let ticks: TickDb;
  let identity: Identity;
  let server: CryptoKeyPair;
  let parts: ExamParts;
  let key: CryptoKey;
  let orders: ExamOrders | null;
  const attempts: RunningAttempt[] = [];
  const fresh: AttemptRow = {
    ...{ seat: "s1", sitting: SITTING, learner: "l1", state: "waiting", usedMs: 0, seconds: 600 },
    ...{ entered: 1, submission: "", receipt: 0 },
  };

  beforeEach(async () => {
    db = new WorkDb(`exam-${count}`);
    ticks = new TickDb(`ticks-${count++}`);
    server = await newAgreementKey();
    const own = await newSigningKey();
    const seal = await publicJwk(server.publicKey);
    identity = {
      ...{ device: "d1", name: "T1", kind: "shared", prison: "p1", prisonName: "P", token: "t", epoch: "e1" },
      ...{
        trust: { verify: {}, seal, recovery: seal },
        privateKey: own.privateKey,
        jwk: await publicJwk(own.publicKey),
      },
      ...{ state: "current", pairedAt: 1 },
    } as Identity;
    await db.identities.put(identity);
    const identities = new Identities(db);
    await identities.load();
    key = await paperKey(crypto.getRandomValues(new Uint8Array(32)));
    orders = null;
    const json = async (): Promise<ExamOrders> => {
      if (!orders) throw new CoreError("offline");
      return orders;
    };
    parts = {
      ...{ db, identities, journal: new Journal(db), clock: new Clock(db), notices: new Signal<ExamNotice[]>([]) },
      ...{ api: { json } as unknown as Api, wake: () => undefined },
      sync: new Signal<SyncStatus>({ state: "idle", lastContact: null, nextAt: null, waiting: 0 }),
    } as unknown as ExamParts;
  });

  afterEach(() => {
    for (const attempt of attempts.splice(0)) attempt.close();
    vi.useRealTimers();
  });

  async function open(row = fresh): Promise<RunningAttempt> {
    const kept = (await db.attempts.get("s1")) ?? row;
    const takeSeat = async () => ({ used_ms: 0, responses: [], submitted: false });
    const attempt = await RunningAttempt.open(parts, ticks, { key, paper: PAPER, seat: SEAT, row: kept, takeSeat });
    attempts.push(attempt);
    return attempt;
  }

  /** Verb, item, response and time used of all that is in the journal, as the server reads it. */
  async function written(): Promise<[string, string, string | undefined, number][]> {
    const found: [string, string, string | undefined, number][] = [];
    for (const entry of await db.journal.orderBy("[device+seq]").toArray()) {
      const segment = (await db.segments.get(entry.segment))!;
      const opening = await aesKey(await openSealed(server.privateKey, segment.jwe));
      const plain = await unseal(opening, entry.sealed, linkAad(entry.device, entry.segment, entry.seq));
      const { verb, object, result, context } = JSON.parse(fromUtf8(plain));
      expect(context.registration).toBe("s1");
      expect(context.extensions["urn:newleaf:boot"]).toMatch(/^[0-9a-f-]{36}$/);
      const item = object.id.split("#")[1] ?? "";
      found.push([verb.id.split("/").at(-1), item, result?.response, context.extensions["urn:newleaf:used_ms"]]);
    }
    return found;
  }

  test("gives its responses to the journal in order, the last of what was typed alone", async () => {
    const attempt = await open();
    await attempt.begin();
    attempt.answer("11", "x2", false);
    attempt.answer("12", "先", true);
    attempt.answer("12", "先断", true);
    attempt.answer("11", "x1", false);
    await attempt.submit();
    const all = await written();
    expect(all.map(([verb, item, response]) => [verb, item, response])).toEqual([
      ["initialized", "", undefined],
      ["answered", "11", "x2"],
      ["answered", "11", "x1"],
      ["answered", "12", "先断"],
      ["terminated", "", undefined],
    ]);
    expect(attempt.state.value.phase).toBe("submitted");
    expect(await db.vaults.count()).toBe(0); // nobody needs one for an exam
  });

  test("shows everything again after a crash, and goes on with its time", async () => {
    const first = await open();
    await first.begin();
    first.answer("11", "x2", false);
    await first.settled();
    await ticks.ticks.put({ seat: "s1", usedMs: 90_000, at: 1, flagged: ["12"], textSize: "large" });
    const again = await open();
    expect(again.wasRunning).toBe(true);
    expect(again.response("11")).toBe("x2");
    expect(again.state.value.leftSeconds).toBe(510);
    expect([...again.state.value.flagged]).toEqual(["12"]);
    await again.begin();
    expect((await written()).at(-1)!.slice(0, 2)).toEqual(["initialized", ""]);
  });

  test("keeps its copies unreadable without the paper's key", async () => {
    const attempt = await open();
    await attempt.begin();
    attempt.answer("12", "先断电", false);
    await attempt.settled();
    const rows = await db.responses.toArray();
    expect(rows.length).toBe(1);
    expect(JSON.stringify([...rows[0]!.sealed])).not.toContain(JSON.stringify([...utf8("先断电")]).slice(1, -1));
    const other = await paperKey(crypto.getRandomValues(new Uint8Array(32)));
    expect((await responsesOf(db, other, "s1")).size).toBe(0);
  });

  test("hands in by itself when the time is over, and takes nothing after it", async () => {
    const attempt = await open({ ...fresh, usedMs: 599_000 });
    await attempt.begin();
    attempt.answer("11", "x3", true);
    await vi.waitFor(() => expect(attempt.state.value.phase).toBe("submitted"), { timeout: 4_000 });
    attempt.answer("11", "x1", false);
    await attempt.settled();
    const all = await written();
    expect(all.map(([verb, , response]) => [verb, response])).toEqual([
      ["initialized", undefined],
      ["answered", "x3"],
      ["terminated", undefined],
    ]);
    expect(all.every(([, , , used]) => used <= 600_000)).toBe(true);
    expect(attempt.state.value.endedBy).toBe("time");
  });

  const decided = {
    state: "open",
    paused: false,
    seconds: 600,
    ended: false,
    elsewhere: false,
    server_time: "",
  } as const;

  test("stands still while the invigilator pauses it, and has the time that was added", async () => {
    orders = { ...decided, paused: true, seconds: 900 };
    const attempt = await open();
    await attempt.begin();
    await vi.waitFor(() => expect(attempt.state.value.phase).toBe("paused"));
    expect(attempt.state.value.seconds).toBe(900);
    attempt.answer("11", "x1", false);
    await attempt.settled();
    expect((await written()).length).toBe(1);
    orders = { ...decided, seconds: 900 };
    await vi.waitFor(() => expect(attempt.state.value.phase).toBe("running"), { timeout: 4_000 });
  });

  test("stops without handing in when another tablet has the seat", async () => {
    orders = { ...decided, elsewhere: true };
    const attempt = await open();
    await attempt.begin();
    await vi.waitFor(() => expect(attempt.state.value.phase).toBe("elsewhere"));
    expect((await written()).map(([verb]) => verb)).toEqual(["initialized"]);
    expect((await db.attempts.get("s1"))!.state).toBe("elsewhere");
  });

  test("a key and its copies go after the sitting, and not before the last receipt", async () => {
    const attempt = await open();
    await attempt.begin();
    attempt.answer("11", "x1", false);
    await attempt.submit();
    await db.opened.put({ sitting: SITTING, package: "hash", key, openedAt: 0, tries: {} });
    const over = { sitting: SITTING, package: "hash", state: "ended" } as ExamNotice;
    await letGo(db, [over], ticks);
    expect(await db.responses.count()).toBe(1);
    expect([...(await papersToKeep(db, [over]))]).toEqual(["hash"]);
    await db.journal.toCollection().modify({ accepted: 1, receipt: 3 });
    await letGo(db, [{ ...over, state: "open" }], ticks);
    expect(await db.opened.count()).toBe(1);
    await letGo(db, [over], ticks);
    expect([await db.opened.count(), await db.responses.count(), await db.attempts.count()]).toEqual([0, 0, 0]);
    expect((await papersToKeep(db, [over])).size).toBe(0);
  });
});
