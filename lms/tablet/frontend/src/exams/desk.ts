/** From a sealed paper to a candidate at a seat. */
import type { Api } from "../api";
import { ServerError } from "../api";
import { type BlobStore, openBlob } from "../blobs";
import type { Clock } from "../clock";
import { fromBase64Url } from "../crypto/bytes";
import type { AttemptRow, Identity, OpenedSitting, PackageDb, WorkDb } from "../db";
import { CoreError, type ErrorCode } from "../errors";
import type { Attempt, Exams, SeatCard, Secret, SittingStanding, SyncStatus } from "../facade";
import type { Identities } from "../identity";
import type { Journal } from "../journal";
import type { ExamEntry, ExamKey, ExamNotice, ExamPaper, ExamSeat, SealedPaper } from "../protocol.gen";
import type { Signal } from "../signal";
import { RunningAttempt } from "./attempt";
import { TickDb } from "./clock";
import { isCandidate, keyByCode, openPaper, paperKey } from "./sealed";
import { sealedResponse, responsesOf } from "./responses";

const TAB = "newleaf-exam-seat";
const SAYS_NO = new Set<ErrorCode>(["seat_elsewhere", "sitting_over", "refused", "revoked"]);
const FREE_TRIES = 4;
const LONGEST_WAIT_MS = 15 * 60_000;

/** What exams need of the tablet. */
export interface ExamParts {
  db: WorkDb;
  packageDb: PackageDb;
  blobs: BlobStore;
  api: Api;
  identities: Identities;
  journal: Journal;
  clock: Clock;
  notices: Signal<ExamNotice[]>;
  sync: Signal<SyncStatus>;
  wake(): void;
}

export class ExamDesk implements Exams {
  readonly ticks = new TickDb();
  private readonly papers = new Map<string, Promise<ExamPaper>>();

  constructor(readonly parts: ExamParts) {}

  async standing(sitting: string): Promise<SittingStanding> {
    const { db, blobs, notices } = this.parts;
    const notice = notices.value.find((one) => one.sitting === sitting) ?? null;
    const opened = await this.openedHere(sitting);
    const attempts = await db.attempts.where("sitting").equals(sitting).toArray();
    const seat = attempts.find((row) => row.state === "running")?.seat ?? null;
    const paper = opened?.package ?? notice?.package;
    return { notice, packageHere: paper !== undefined && (await blobs.has(paper)), opened: opened !== null, seat };
  }

  /** A paper that was sealed anew after it had been opened is another one. */
  private async openedHere(sitting: string): Promise<OpenedSitting | null> {
    const row = await this.parts.db.opened.get(sitting);
    const notice = this.parts.notices.value.find((one) => one.sitting === sitting);
    return row && (!notice || notice.package === row.package) ? row : null;
  }

  async open(sitting: string): Promise<boolean> {
    const identity = this.identity();
    const sealed = await this.sealed(sitting);
    let key: string;
    try {
      ({ key } = await this.parts.api.json<ExamKey>(identity, "POST", `/api/v1/exams/${sitting}/key`));
    } catch (error) {
      if (error instanceof ServerError && error.problem.code === "sitting_not_open") return false;
      throw error;
    }
    await this.keep(sealed, await paperKey(fromBase64Url(key)));
    return true;
  }

  async openWithCode(sitting: string, code: string): Promise<void> {
    const sealed = await this.sealed(sitting);
    const key = await keyByCode(sealed, code).catch(() => {
      throw new CoreError("bad_code");
    });
    await this.keep(sealed, key);
  }

  private identity(): Identity {
    const { current } = this.parts.identities;
    if (!current) throw new CoreError("unknown_device");
    return current;
  }

  private async sealed(sitting: string): Promise<SealedPaper> {
    const notice = this.parts.notices.value.find((one) => one.sitting === sitting);
    if (!notice) throw new CoreError("refused");
    if (!(await this.parts.blobs.has(notice.package))) {
      await this.parts.blobs.fetch(notice.package, notice.bytes);
    }
    return this.parts.blobs.json<SealedPaper>(notice.package);
  }

  private async keep(sealed: SealedPaper, key: CryptoKey): Promise<void> {
    const paper = await openPaper(sealed, key);
    const notice = this.parts.notices.value.find((one) => one.sitting === sealed.sitting)!;
    const row = { sitting: sealed.sitting, package: notice.package, key, openedAt: this.parts.clock.now(), tries: {} };
    await this.parts.db.opened.put(row);
    this.papers.set(notice.package, Promise.resolve(paper));
  }

  private async opened(sitting: string): Promise<{ row: OpenedSitting; paper: ExamPaper }> {
    const row = await this.openedHere(sitting);
    if (!row) throw new CoreError("refused");
    const read = async (): Promise<ExamPaper> => {
      const text = await (await openBlob(this.parts.packageDb, row.package)).text();
      return openPaper(JSON.parse(text) as SealedPaper, row.key);
    };
    if (!this.papers.has(row.package)) this.papers.set(row.package, read());
    return { row, paper: await this.papers.get(row.package)! };
  }

  private async seatOf(
    sitting: string,
    seat: string,
  ): Promise<{ row: OpenedSitting; paper: ExamPaper; card: ExamSeat }> {
    const found = await this.opened(sitting);
    const card = found.paper.seats.find((one) => one.seat === seat);
    if (!card) throw new CoreError("refused");
    return { ...found, card };
  }

  async seats(sitting: string): Promise<SeatCard[]> {
    const { paper } = await this.opened(sitting);
    return paper.seats.map(({ seat, number, name, learner, learner_number, verifier }) => ({
      ...{ seat, number, name, learner, learnerNumber: learner_number },
      secretKind: verifier?.secret_kind ?? null,
    }));
  }

  async check(sitting: string, seat: string, secret: Secret): Promise<void> {
    const { row, card } = await this.seatOf(sitting, seat);
    const { failures = 0, nextTryAt = 0 } = row.tries[seat] ?? {};
    const now = this.parts.clock.now();
    if (nextTryAt > now && nextTryAt - now <= LONGEST_WAIT_MS) {
      throw new CoreError("too_many", undefined, Math.ceil((nextTryAt - now) / 1000));
    }
    const right = card.verifier !== null && (await isCandidate(card.verifier, seat, secret));
    const wrong = failures + 1;
    const pause = right || wrong < FREE_TRIES ? 0 : Math.min(30_000 * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);
    await this.parts.db.opened
      .where("sitting")
      .equals(sitting)
      .modify((one: OpenedSitting) => {
        one.tries = { ...one.tries, [seat]: { failures: right ? 0 : wrong, nextTryAt: pause ? now + pause : 0 } };
      });
    if (!right) throw new CoreError("wrong_secret", undefined, pause ? pause / 1000 : undefined);
  }

  async enter(sitting: string, seat: string): Promise<"ready" | "alone"> {
    const { row, card } = await this.seatOf(sitting, seat);
    const known = await this.parts.db.attempts.get(seat);
    try {
      await this.takeSeat(row, card);
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      // an attempt that is here goes on whatever else the server finds wrong with this tablet
      if (SAYS_NO.has(error.code) || (!known && error.code !== "offline")) throw error;
      if (!known) return "alone";
    }
    sessionStorage.setItem(TAB, `${sitting} ${seat}`);
    return "ready";
  }

  /** Asks the server for the seat, and takes over what it knows of the attempt: of both, what is later. */
  private async takeSeat(row: OpenedSitting, card: ExamSeat): Promise<ExamEntry> {
    const path = `/api/v1/exams/${row.sitting}/seats/${card.seat}/enter`;
    const entry = await this.parts.api.json<ExamEntry>(this.identity(), "POST", path);
    const { db } = this.parts;
    const mine = await responsesOf(db, row.key, card.seat);
    const later = entry.responses.filter(({ item, used_ms }) => used_ms > (mine.get(item)?.usedMs ?? -1));
    const rows = await Promise.all(
      later.map(({ item, response, used_ms }) =>
        sealedResponse(row.key, { seat: card.seat, item, sitting: row.sitting, usedMs: used_ms }, response),
      ),
    );
    await db.transaction("rw", db.attempts, db.responses, async () => {
      const before = (await db.attempts.get(card.seat)) ?? newAttempt(row.sitting, card);
      const state = entry.submitted ? "submitted" : before.state === "elsewhere" ? "running" : before.state;
      await db.attempts.put({ ...before, state, usedMs: Math.max(before.usedMs, entry.used_ms), entered: 1 });
      await db.responses.bulkPut(rows);
    });
    return entry;
  }

  seatOfTab(sitting: string): string | null {
    const [at, seat] = (sessionStorage.getItem(TAB) ?? "").split(" ");
    return at === sitting && seat ? seat : null;
  }

  leaveSeat(): void {
    sessionStorage.removeItem(TAB);
  }

  async attempt(sitting: string, seat: string): Promise<Attempt> {
    const { row, paper, card } = await this.seatOf(sitting, seat);
    const kept = (await this.parts.db.attempts.get(seat)) ?? newAttempt(sitting, card);
    sessionStorage.setItem(TAB, `${sitting} ${seat}`);
    return RunningAttempt.open(this.parts, this.ticks, {
      key: row.key,
      paper,
      seat: card,
      row: kept,
      takeSeat: () => this.takeSeat(row, card),
    });
  }
}

function newAttempt(sitting: string, { seat, learner, seconds }: ExamSeat): AttemptRow {
  return { seat, sitting, learner, state: "waiting", usedMs: 0, seconds, entered: 0, submission: "", receipt: 0 };
}
