import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test, vi } from "vitest";

import { Api } from "../src/api";
import { Clock } from "../src/clock";
import { fromUtf8, toHex } from "../src/crypto/bytes";
import { linkAad } from "../src/crypto/chain";
import { newAgreementKey, newSigningKey, openSealed, publicJwk } from "../src/crypto/jose";
import { aesKey, unseal } from "../src/crypto/sealing";
import { type AttemptRow, forgetEverybody, type Identity, PackageDb, WorkDb } from "../src/db";
import { letGo } from "../src/exams/ahead";
import { RunningAttempt } from "../src/exams/attempt";
import { TickDb } from "../src/exams/clock";
import { FileDelivery } from "../src/exams/delivery";
import type { ExamParts } from "../src/exams/desk";
import { hashesOf } from "../src/exams/files";
import { paperKey } from "../src/exams/sealed";
import type { SyncStatus } from "../src/facade";
import { CoreError } from "../src/errors";
import { Identities } from "../src/identity";
import { Journal } from "../src/journal";
import type { ExamNotice, ExamPaper, ExamSeat } from "../src/protocol.gen";
import { Signal } from "../src/signal";

const SITTING = "018f0000-0000-7000-8000-000000000010";
const OVER = { sitting: SITTING, package: "hash", state: "ended" } as ExamNotice;
const SEAT: ExamSeat = {
  ...{ seat: "s1", number: 1, learner: "l1", learner_number: "2001", name: "王", language: "zh-Hans" },
  ...{ read_aloud: false, seconds: 600, verifier: null },
  sections: [{ title: "", instructions: "", questions: [{ item: "11", points: 2, order: [] }] }],
};
const PAPER: ExamPaper = {
  ...{ kind: "exam_paper", format: 1, sitting: SITTING, title: "焊工", room: "1", language: "zh-Hans", minutes: 10 },
  items: {
    "11": {
      ...{ id: "bank", version: 1, kind: "upload" as const, prompt_html: "", pictures: [], accepts: ["photo", "file"] },
      ...{ feedback_correct: "", feedback_incorrect: "", mapping: null, rubric: [], model_answer: "" },
    },
  },
  ...{ pictures: {}, seats: [SEAT] },
};
const FRESH: AttemptRow = {
  ...{ seat: "s1", sitting: SITTING, learner: "l1", state: "waiting", usedMs: 0, seconds: 600 },
  ...{ entered: 1, submission: "", receipt: 0 },
};

const pdf = (size: number, fill = 7): Blob => new Blob([new Uint8Array(size).fill(fill)], { type: "application/pdf" });

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The server's side of tus, as `lms/sync/uploads.py` has it. */
class TusServer {
  readonly uploads = new Map<
    string,
    { sha256: string; length: number; bytes: Uint8Array<ArrayBuffer>; done: boolean }
  >();
  readonly pieces: [number, number][] = [];
  cutAfter = Infinity;
  spoils = false;
  refuses: [number, string] | null = null;

  readonly fetcher = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    const { pathname } = new URL(String(url));
    if (this.refuses) return this.problem(...this.refuses);
    if (init?.method === "POST") {
      const said = Object.fromEntries(
        headers
          .get("Upload-Metadata")!
          .split(",")
          .map((pair) => pair.split(" ") as [string, string])
          .map(([name, value]) => [name, atob(value)]),
      );
      const place = `/api/v1/uploads/${said["sha256"]}`;
      const length = Number(headers.get("Upload-Length"));
      if (!this.uploads.has(place))
        this.uploads.set(place, { sha256: said["sha256"]!, length, bytes: new Uint8Array(), done: false });
      return this.described(place, 201);
    }
    const upload = this.uploads.get(pathname)!;
    const at = Number(headers.get("Upload-Offset"));
    if (at !== upload.bytes.length || upload.done) return this.problem(409, "upload_mismatch");
    if (this.pieces.length >= this.cutAfter) throw new TypeError("the line is cut");
    const body = new Uint8Array(await new Response(init!.body).arrayBuffer());
    if (this.spoils) body[0]! ^= 1;
    this.pieces.push([at, body.length]);
    const bytes = new Uint8Array([...upload.bytes, ...body]);
    if (bytes.length === upload.length) {
      if ((await hashOf(bytes)) !== upload.sha256) {
        upload.bytes = new Uint8Array();
        return this.problem(460, "checksum");
      }
      upload.done = true;
    }
    upload.bytes = bytes;
    return this.described(pathname, 204);
  };

  private described(place: string, status: number): Response {
    const headers = { Location: place, "Upload-Offset": String(this.uploads.get(place)!.bytes.length) };
    return new Response(null, { status, headers });
  }

  private problem(status: number, code: string): Response {
    return new Response(JSON.stringify({ code, title: "" }), { status });
  }
}

let count = 0;
let db: WorkDb;
let ticks: TickDb;
let parts: ExamParts;
let key: CryptoKey;
let seal: CryptoKeyPair;
let identities: Identities;
let server: TusServer;

beforeEach(async () => {
  db = new WorkDb(`files-${count}`);
  ticks = new TickDb(`file-ticks-${count++}`);
  seal = await newAgreementKey();
  const own = await newSigningKey();
  const jwk = await publicJwk(seal.publicKey);
  await db.identities.put({
    ...{ device: "d1", name: "T1", kind: "shared", prison: "p1", prisonName: "P", token: "t", epoch: "e1" },
    ...{ trust: { verify: {}, seal: jwk, recovery: jwk }, privateKey: own.privateKey },
    ...{ jwk: await publicJwk(own.publicKey), state: "current", pairedAt: 1 },
  } as Identity);
  identities = new Identities(db);
  await identities.load();
  key = await paperKey(crypto.getRandomValues(new Uint8Array(32)));
  server = new TusServer();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const json = async (): Promise<never> => {
    throw new CoreError("offline");
  };
  parts = {
    ...{ db, identities, journal: new Journal(db), clock: new Clock(db), notices: new Signal<ExamNotice[]>([]) },
    ...{ api: { json } as unknown as Api, wake: () => undefined },
    sync: new Signal<SyncStatus>({ state: "idle", lastContact: null, nextAt: null, waiting: 0 }),
  } as unknown as ExamParts;
});

async function sitDown(): Promise<RunningAttempt> {
  const row = (await db.attempts.get("s1")) ?? FRESH;
  const takeSeat = async () => ({ used_ms: 0, responses: [], submitted: false });
  const attempt = await RunningAttempt.open(parts, ticks, { key, paper: PAPER, seat: SEAT, row, takeSeat });
  await attempt.begin();
  return attempt;
}

async function said(): Promise<{ result?: { response: string }; attachments?: { sha2: string; length: number }[] }[]> {
  return Promise.all(
    (await db.journal.orderBy("[device+seq]").toArray()).map(async (entry) => {
      const segment = (await db.segments.get(entry.segment))!;
      const opening = await aesKey(await openSealed(seal.privateKey, segment.jwe));
      return JSON.parse(
        fromUtf8(await unseal(opening, entry.sealed, linkAad(entry.device, entry.segment, entry.seq))),
      ) as object;
    }),
  );
}

const accepted = (): Promise<number> => db.journal.toCollection().modify({ accepted: 1, receipt: 3 });
const round = (): Promise<void> =>
  new FileDelivery(db, new Api("http://tablet", server.fetcher as typeof fetch), identities).round(() => undefined);
const arrived = async (): Promise<number[]> => (await db.files.toArray()).map((row) => row.arrived);

describe("a file of a response", () => {
  test("is named by its hash in the response, and as an attachment", async () => {
    const attempt = await sitDown();
    await attempt.files.add("11", "file", pdf(1000, 1));
    await attempt.files.add("11", "file", pdf(2000, 2));
    const [first, second] = [await hashOf(new Uint8Array(1000).fill(1)), await hashOf(new Uint8Array(2000).fill(2))];
    expect(attempt.response("11")).toBe(`${first}[,]${second}`);
    const last = (await said()).at(-1)!;
    expect(last.result!.response).toBe(`${first}[,]${second}`);
    expect(last.attachments!.map(({ sha2, length }) => [sha2, length])).toEqual([
      [first, 1000],
      [second, 2000],
    ]);
    attempt.close();
  });

  test("is sealed on the disk, and there again after a crash", async () => {
    const first = await sitDown();
    await first.files.add("11", "file", pdf(1000));
    const row = (await db.files.toCollection().first())!;
    expect(toHex(row.sealed)).not.toContain("07".repeat(16));
    const again = await sitDown();
    expect(again.files.of("11")).toEqual([
      { sha256: row.sha256, mediaType: "application/pdf", bytes: 1000, here: true },
    ]);
    expect(await again.files.url("11", row.sha256)).toMatch(/^blob:/);
    first.close();
    again.close();
  });

  test("can be taken away again", async () => {
    const attempt = await sitDown();
    await attempt.files.add("11", "file", pdf(1000));
    await attempt.files.remove("11", attempt.files.of("11")[0]!.sha256);
    expect([attempt.response("11"), await db.files.count(), attempt.state.value.answered.size]).toEqual(["", 0, 0]);
    expect((await said()).at(-1)!.result!.response).toBe("");
    attempt.close();
  });

  test("is refused when it is too large, of another kind, or one too many", async () => {
    const attempt = await sitDown();
    const code = (work: Promise<void>): Promise<string> =>
      work.then(
        () => "",
        (error: CoreError) => error.code,
      );
    expect(await code(attempt.files.add("11", "file", pdf(8 * 1024 * 1024 + 1)))).toBe("file_large");
    expect(await code(attempt.files.add("11", "file", new Blob(["x"], { type: "text/html" })))).toBe("file_kind");
    for (let n = 1; n <= 4; n++) await attempt.files.add("11", "file", pdf(10, n));
    expect(await code(attempt.files.add("11", "file", pdf(10, 9)))).toBe("file_count");
    expect(hashesOf(attempt.response("11")).length).toBe(4);
    attempt.close();
  });

  test("that was being read when the candidate hands in is handed in, and none after it", async () => {
    const attempt = await sitDown();
    const adding = attempt.files.add("11", "file", pdf(1000));
    await attempt.submit();
    await adding;
    expect(attempt.state.value.answered.size).toBe(1);
    await expect(attempt.files.add("11", "file", pdf(10))).rejects.toMatchObject({ code: "refused" });
    expect((await said()).map(({ attachments }) => attachments?.length ?? 0)).toEqual([0, 1, 0]);
    attempt.close();
  });
});

describe("on the way to the server", () => {
  const SIZE = 600 * 1024;

  beforeEach(async () => {
    const attempt = await sitDown();
    await attempt.files.add("11", "file", pdf(SIZE));
    await attempt.submit();
    attempt.close();
    await db.opened.put({ sitting: SITTING, package: "hash", key, openedAt: 0, tries: {} });
  });

  test("it waits for its statement", async () => {
    await round();
    expect([server.uploads.size, await arrived()]).toEqual([0, [0]]);
    await accepted();
    await round();
    expect(await arrived()).toEqual([1]);
  });

  test("it goes on where the line was cut, also after a restart", async () => {
    await accepted();
    server.cutAfter = 1;
    await expect(round()).rejects.toMatchObject({ code: "offline" });
    expect(await arrived()).toEqual([0]);
    server.cutAfter = Infinity;
    await round();
    expect(server.pieces.map(([at]) => at)).toEqual([0, 262144, 524288]);
    expect([...server.uploads.values()][0]!.done).toBe(true);
    expect(await arrived()).toEqual([1]);
  });

  test("bytes that are not what their hash says do not count, and it begins again", async () => {
    await accepted();
    server.spoils = true;
    await round();
    expect([await arrived(), [...server.uploads.values()][0]!.bytes.length]).toEqual([[0], 0]);
    server.spoils = false;
    await round();
    expect(await arrived()).toEqual([1]);
  });

  test("bytes that were changed on the tablet are not sent", async () => {
    await accepted();
    await db.files.toCollection().modify((row) => void (row.sealed[40]! ^= 1));
    await round();
    expect([server.pieces.length, await arrived()]).toEqual([0, [0]]);
  });

  test("one that is refused stays here, and the next contact tries again", async () => {
    await accepted();
    server.refuses = [422, "upload_kind"];
    await round();
    expect(await arrived()).toEqual([0]);
    server.refuses = null;
    await round();
    expect(await arrived()).toEqual([1]);
  });

  test("nothing is let go before the last byte has arrived, and then everything", async () => {
    await accepted();
    await letGo(db, [OVER], ticks);
    expect([await db.files.count(), await db.opened.count(), await db.attempts.count()]).toEqual([1, 1, 1]);
    await round();
    await letGo(db, [OVER], ticks);
    expect([await db.files.count(), await db.opened.count(), await db.attempts.count()]).toEqual([0, 0, 0]);
  });

  test("a tablet that is taken out of use keeps what has not arrived", async () => {
    await forgetEverybody(db, new PackageDb(`files-packages-${count}`));
    expect(await arrived()).toEqual([0]);
    await accepted();
    await round(); // after the next pairing
    await forgetEverybody(db, new PackageDb(`files-packages-${count}`));
    expect(await db.files.count()).toBe(0);
  });

  test("the last page says what is still here", async () => {
    await accepted();
    const attempt = await RunningAttempt.open(parts, ticks, {
      ...{ key, paper: PAPER, seat: SEAT, row: (await db.attempts.get("s1"))! },
      takeSeat: async () => ({ used_ms: 0, responses: [], submitted: false }),
    });
    parts.sync.set({ ...parts.sync.value });
    await vi.waitFor(() => expect(attempt.state.value.filesHere).toBe(1));
    expect(attempt.state.value.place).toBe("tablet");
    await round();
    parts.sync.set({ ...parts.sync.value });
    await vi.waitFor(() => expect(attempt.state.value.place).toBe("prison"));
    expect(attempt.state.value.filesHere).toBe(0);
    attempt.close();
  });
});
