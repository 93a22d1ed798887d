/** One candidate's attempt: responses go to the journal as they are given, the clock runs only while they can be given. */
import { CoreError } from "../errors";
import type { AttemptRow } from "../db";
import type { Attempt, AttemptState, PlacedQuestion } from "../facade";
import type { ExamEntry, ExamPaper, ExamSeat } from "../protocol.gen";
import { Signal } from "../signal";
import { CandidateClock, type Tick, type TickDb } from "./clock";
import type { ExamParts } from "./desk";
import { AttemptFiles, type FileChange, filesHere, keptOf } from "./files";
import { isBlank, questionsOf } from "./form";
import { holdSeat } from "./hold";
import { PaperPictures } from "./pictures";
import { type Given, responsesOf, sealedResponse } from "./responses";
import { Reporter } from "./reporter";
import { stateAtFirst } from "./standing";
import { type Answer, attemptStatement, type Verb } from "./statement";

const TYPING_MS = 1_000;
const AGAIN_MS = 3_000;

export interface AttemptFacts {
  key: CryptoKey;
  paper: ExamPaper;
  seat: ExamSeat;
  row: AttemptRow;
  takeSeat(): Promise<ExamEntry>;
}

export class RunningAttempt implements Attempt {
  readonly paper: ExamPaper;
  readonly seat: ExamSeat;
  readonly questions: readonly PlacedQuestion[];
  readonly state: Signal<AttemptState>;
  readonly files: AttemptFiles;
  private readonly late = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly pictures: PaperPictures;
  private readonly reporter: Reporter;
  private row: AttemptRow;
  private queue: Promise<void> = Promise.resolve();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private finishing: Promise<void> | null = null;
  private release: () => void = () => undefined;
  private endSync: () => void = () => undefined;

  private constructor(
    private readonly parts: ExamParts,
    private readonly ticks: TickDb,
    private readonly facts: AttemptFacts,
    private readonly given: Map<string, Given>,
    private readonly clock: CandidateClock,
    tick: Tick | undefined,
  ) {
    ({ paper: this.paper, seat: this.seat, row: this.row } = facts);
    this.questions = questionsOf(this.paper, this.seat);
    this.pictures = new PaperPictures(this.paper);
    this.files = new AttemptFiles(parts.db, facts.key, this.row, {
      isOpen: () => this.state.value.phase === "running" && !this.finishing,
      response: (item) => this.response(item),
      give: (item, change) => this.giveFiles(item, change),
    });
    const left = this.leftOf(this.row.seconds);
    this.state = new Signal<AttemptState>(stateAtFirst(this.row, left, this.answeredNow(), tick));
    this.reporter = new Reporter(parts, this.row.sitting, this.row.seat, {
      facts: () => ({ used_ms: this.usedMs, answered: this.answeredNow().size, submitted: this.isOver }),
      entered: () => this.row.entered === 1 || this.isOver,
      enter: () => this.mergeSeat(),
      orders: (orders) => this.obey(orders.seconds, orders.paused, orders.ended, orders.elsewhere),
      elsewhere: () => this.goElsewhere(),
      online: (online) => this.set({ online }),
      paused: () => this.state.value.phase === "paused",
      done: () => this.isOver && this.state.value.place !== "tablet",
    });
    this.endSync = parts.sync.watch(() => void this.lookForReceipt());
  }

  static async open(parts: ExamParts, ticks: TickDb, facts: AttemptFacts): Promise<RunningAttempt> {
    const given = await responsesOf(parts.db, facts.key, facts.row.seat);
    const tick = await ticks.ticks.get(facts.row.seat);
    const clock = new CandidateClock(Math.max(facts.row.usedMs, tick?.usedMs ?? 0));
    const attempt = new RunningAttempt(parts, ticks, facts, given, clock, tick);
    await attempt.files.load();
    return attempt;
  }

  /** True as well for a row that says "running" before the clock runs again here: after a crash, or a reload. */
  get wasRunning(): boolean {
    return this.row.state === "running";
  }

  private get isOver(): boolean {
    return this.row.state === "submitted" || this.row.state === "elsewhere";
  }

  private get usedMs(): number {
    return Math.min(this.clock.usedMs, this.row.seconds * 1000);
  }

  private leftOf(seconds: number): number {
    return Math.max(0, Math.ceil(seconds - this.clock.usedMs / 1000));
  }

  private answeredNow(): Set<string> {
    return new Set([...this.given].flatMap(([item, { response }]) => (isBlank(response) ? [] : [item])));
  }

  private set(change: Partial<AttemptState>): void {
    this.state.set({ ...this.state.value, ...change });
  }

  response(item: string): string {
    return this.given.get(item)?.response ?? "";
  }

  pictureUrl = (path: string): string => this.pictures.address(path);

  // ── The clock ──────────────────────────────────────────────────────────────────────────────────

  async begin(leftSeconds?: number): Promise<void> {
    if (this.isOver || this.clock.runs) return;
    this.release = await holdSeat(this.row.seat);
    if (leftSeconds !== undefined) this.clock.atLeast((this.row.seconds - leftSeconds) * 1000);
    await this.write("initialized", null, { state: "running" });
    this.clock.run();
    this.set({ phase: "running", leftSeconds: this.leftOf(this.row.seconds) });
    this.ticking = setInterval(() => void this.tick(), 1_000);
    globalThis.addEventListener?.("beforeunload", this.leaving);
    void this.tick();
    this.reporter.start();
  }

  /** Whoever loads the page anew while the last letters are not on the disk yet is asked first; then they are. */
  private readonly leaving = (event: Event): void => {
    if (this.late.size === 0) return;
    this.flush();
    event.preventDefault();
  };

  private async tick(): Promise<void> {
    this.set({ leftSeconds: this.leftOf(this.row.seconds) });
    const { at, flagged, textSize } = this.state.value;
    const row: Tick = { seat: this.row.seat, usedMs: this.usedMs, at, flagged: [...flagged], textSize };
    if (this.row.state === "running" && this.leftOf(this.row.seconds) <= 0)
      await this.finish("time").catch(() => undefined);
    await this.ticks.ticks.put(row).catch(() => undefined); // the next one comes in a second
  }

  look(change: Partial<Pick<AttemptState, "at" | "textSize">>): void {
    this.flush();
    this.set(change);
    void this.tick();
  }

  flag(item: string): void {
    const flagged = new Set(this.state.value.flagged);
    if (!flagged.delete(item)) flagged.add(item);
    this.set({ flagged });
    void this.tick();
  }

  // ── Responses ──────────────────────────────────────────────────────────────────────────────────

  answer(item: string, response: string, soon: boolean): void {
    if (this.state.value.phase !== "running" || this.finishing) return;
    this.given.set(item, { response, usedMs: this.usedMs });
    this.set({ answered: this.answeredNow(), keeping: true });
    this.keepAfter(item, soon ? TYPING_MS : 0);
  }

  private keepAfter(item: string, wait: number): void {
    clearTimeout(this.late.get(item));
    if (wait === 0) return this.keep(item);
    const timer = setTimeout(() => this.keep(item), wait);
    this.late.set(item, timer);
  }

  private keep(item: string): void {
    clearTimeout(this.late.get(item));
    this.late.delete(item);
    const { response } = this.given.get(item)!;
    this.write("answered", { item, response }).then(
      () => this.late.size === 0 && this.set({ keeping: false, notKept: false }),
      (error: unknown) => {
        console.error("response", error);
        this.set({ notKept: true });
        if (!this.late.has(item)) this.keepAfter(item, AGAIN_MS); // it stays on the screen, and is tried again
      },
    );
  }

  private flush(): void {
    for (const item of [...this.late.keys()]) this.keep(item);
  }

  /** A file counts as given when statement, response and bytes are on the disk, in one step. */
  private async giveFiles(item: string, change: FileChange): Promise<void> {
    if (this.isOver) throw new CoreError("refused");
    this.set({ keeping: true });
    try {
      await this.write("answered", { item, response: change.response }, {}, change);
      this.given.set(item, { response: change.response, usedMs: this.usedMs });
    } finally {
      this.set({ keeping: this.late.size > 0, answered: this.answeredNow() });
    }
  }

  async settled(): Promise<void> {
    await this.files.settled();
    this.flush();
    await this.queue;
  }

  /** A statement, what the tablet keeps of it and where the attempt stands: in one step, one after the other. */
  private write(
    verb: Verb,
    answer: Answer | null,
    change: Partial<AttemptRow> = {},
    files?: FileChange,
  ): Promise<void> {
    const at = { usedMs: this.usedMs, monotonicMs: performance.now() };
    const work = this.queue.then(() => this.writeNow(verb, answer, change, at, files));
    this.queue = work.catch(() => undefined);
    return work;
  }

  private async writeNow(
    verb: Verb,
    answer: Answer | null,
    change: Partial<AttemptRow>,
    { usedMs, monotonicMs }: { usedMs: number; monotonicMs: number },
    kept?: FileChange,
  ): Promise<void> {
    const { parts, facts, paper } = this;
    const identity = parts.identities.current;
    if (!identity) throw new CoreError("unknown_device");
    const { seat, sitting, learner } = this.row;
    const now = new Date(parts.clock.now());
    const at = { usedMs, monotonicMs, now };
    const statement = attemptStatement(this.row, identity.device, paper.language, verb, answer, at, kept?.attachments);
    const attempt = { ...this.row, ...change, usedMs: Math.max(usedMs, this.row.usedMs) };
    if (verb === "terminated") attempt.submission = statement.id;
    const response =
      answer && (await sealedResponse(facts.key, { seat, sitting, item: answer.item, usedMs }, answer.response));
    await parts.journal.append(identity, learner, statement, async () => ({
      ...{ rows: [], dropped: [] },
      exam: { attempt, ...(response ? { response } : {}), ...(kept ? keptOf(kept, statement.id) : {}) },
    }));
    this.row = attempt;
    parts.wake();
  }

  // ── What the invigilator decides ───────────────────────────────────────────────────────────────

  private async mergeSeat(): Promise<void> {
    const entry = await this.facts.takeSeat();
    this.row = { ...this.row, entered: 1 };
    this.clock.atLeast(entry.used_ms);
    for (const [item, given] of await responsesOf(this.parts.db, this.facts.key, this.row.seat)) {
      if (given.usedMs > (this.given.get(item)?.usedMs ?? -1)) this.given.set(item, given);
    }
    this.set({ answered: this.answeredNow() });
    if (entry.submitted) await this.finish("candidate");
  }

  private obey(seconds: number, paused: boolean, ended: boolean, elsewhere: boolean): void {
    if (elsewhere) return this.goElsewhere();
    if (this.isOver) return;
    if (seconds !== this.row.seconds) {
      this.row = { ...this.row, seconds };
      void this.parts.db.attempts.update(this.row.seat, { seconds });
    }
    this.set({ seconds, leftSeconds: this.leftOf(seconds) });
    if (ended) return void this.finish("invigilator").catch(() => undefined);
    const { phase } = this.state.value;
    if (paused && phase === "running") {
      this.flush();
      this.clock.stand();
      this.set({ phase: "paused" });
    } else if (!paused && phase === "paused") {
      this.clock.run();
      this.set({ phase: "running" });
    }
  }

  /** Another tablet has the seat: nothing more is given here, what there is goes to the server. */
  private goElsewhere(): void {
    if (this.isOver) return;
    void this.settled().then(async () => {
      this.clock.stand();
      this.row = { ...this.row, state: "elsewhere" };
      await this.parts.db.attempts.update(this.row.seat, { state: "elsewhere" });
      this.set({ phase: "elsewhere" });
      this.parts.wake();
      await this.lookForReceipt();
    });
  }

  submit = (): Promise<void> => this.finish("candidate");

  /** Everything that was given, then the statement that hands in. Throws when that could not be written: then it is not handed in. */
  private finish(endedBy: "candidate" | "time" | "invigilator"): Promise<void> {
    if (this.isOver) return Promise.resolve();
    this.finishing ??= this.handIn(endedBy).finally(() => (this.finishing = null));
    return this.finishing;
  }

  private async handIn(endedBy: "candidate" | "time" | "invigilator"): Promise<void> {
    await this.settled();
    try {
      await this.write("terminated", null, { state: "submitted" });
    } catch (error) {
      this.set({ notKept: true });
      throw error;
    }
    this.clock.stand();
    this.set({ phase: "submitted", endedBy, notKept: false });
    this.reporter.soon();
    await this.lookForReceipt();
  }

  private async lookForReceipt(): Promise<void> {
    if (!this.isOver || this.state.value.place !== "tablet") return;
    const { journal, attempts } = this.parts.db;
    const left = await filesHere(this.parts.db, this.row.seat);
    if (left !== this.state.value.filesHere) this.set({ filesHere: left });
    if ((await journal.where("[learner+accepted]").equals([this.row.learner, 0]).count()) > 0) return;
    const entry = this.row.submission && (await journal.where("id").equals(this.row.submission).first());
    const receipt = (entry && entry.receipt) || this.row.receipt;
    if (receipt !== this.row.receipt) await attempts.update(this.row.seat, { receipt });
    this.row = { ...this.row, receipt };
    this.set({ place: left ? "tablet" : "prison", receipt });
  }

  close(): void {
    this.flush();
    if (this.clock.runs) {
      this.clock.stand();
      void this.tick();
    }
    clearInterval(this.ticking);
    globalThis.removeEventListener?.("beforeunload", this.leaving);
    this.reporter.stop();
    this.endSync();
    this.release();
    this.files.close();
    this.pictures.close();
  }
}
