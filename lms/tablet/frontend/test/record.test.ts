import "fake-indexeddb/auto";

import { beforeEach, expect, test } from "vitest";

import { Clock } from "../src/clock";
import { newAgreementKey, publicJwk } from "../src/crypto/jose";
import { aesKey } from "../src/crypto/sealing";
import { type Identity, WorkDb } from "../src/db";
import type { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import type { Library } from "../src/library";
import { Personal } from "../src/personal";
import type { LessonDemand } from "../src/progress";
import { Recorder, type WorkCopy } from "../src/record";

const DEMAND: LessonDemand = {
  completion: { rule: "passed", fraction: 1 } as LessonDemand["completion"],
  questions: ["i1", "i2"],
  longestVideo: null,
};
const library = { demand: async () => DEMAND, packageOf: async () => null } as unknown as Library;
let db: WorkDb;
let keys: Personal["keys"];
let identities: Identities;
let count = 0;

beforeEach(async () => {
  db = new WorkDb(`record-${count++}`);
  keys = [{ kid: "k", key: await aesKey(crypto.getRandomValues(new Uint8Array(32))) }];
  const seal = await publicJwk((await newAgreementKey()).publicKey);
  const current = {
    device: "d1",
    state: "current",
    trust: { verify: {}, seal, recovery: seal },
  } as unknown as Identity;
  await db.identities.put(current);
  identities = { current } as Identities;
});

function tab(): { recorder: Recorder; personal: Personal } {
  const personal = new Personal(db, "l1", keys);
  const clock = new Clock(db);
  return {
    personal,
    recorder: new Recorder(db, new Journal(db), identities, library, clock, personal, () => undefined),
  };
}

const right = (object: string, draft?: { key: string; text: string }) =>
  ({ verb: "answered", object, lesson: "l", course: "c", draft, result: { response: "a", success: true } }) as const;

async function verbs(): Promise<string[]> {
  const copies = await tab().personal.all<WorkCopy>("work");
  return copies.map(({ value }) => value.verb.split("/").pop()!).reverse();
}

test("two tabs that answer one question each complete the lesson together, once", async () => {
  const [first, second] = [tab(), tab()];
  await Promise.all([first.recorder.lessonFacts(), second.recorder.lessonFacts()]); // both have looked before
  await Promise.all([first.recorder.lesson(right("i1")), second.recorder.lesson(right("i2"))]);
  await first.recorder.lesson(right("i1"));
  expect((await verbs()).sort()).toEqual(["answered", "answered", "answered", "completed"]);
  expect((await tab().recorder.lessonFacts()).get("l")).toMatchObject({ completed: true, fraction: 1 });
});

test("a statement and the draft that says so are kept together, or neither is", async () => {
  const { recorder, personal } = tab();
  await recorder.lesson(right("i1", { key: "q", text: "right" }));
  expect((await personal.get("draft", "q"))!.value).toBe("right");
  db.journal.bulkAdd = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  await expect(recorder.lesson(right("i2", { key: "q", text: "wrong" }))).rejects.toMatchObject({ code: "no_space" });
  expect((await personal.get("draft", "q"))!.value).toBe("right");
  expect(await verbs()).toEqual(["answered"]);
});
