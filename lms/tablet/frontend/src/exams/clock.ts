/**
 * The candidate's clock: time used, counted by the browser's monotonic clock only while the candidate can answer.
 * A tick is kept every second in a small database of its own, which need not wait for the disk.
 */
import Dexie, { type EntityTable } from "dexie";

/** Where a candidate stands, apart from the responses. */
export interface Tick {
  seat: string;
  usedMs: number;
  /** The question that is on the screen, by its place in the form. */
  at: number;
  /** Items that the candidate wants to look at again. */
  flagged: string[];
  textSize: "normal" | "large" | "larger";
}

export class TickDb extends Dexie {
  ticks!: EntityTable<Tick, "seat">;

  constructor(name = "newleaf-exam-clock") {
    super(name, { chromeTransactionDurability: "relaxed" });
    this.version(1).stores({ ticks: "seat" });
  }
}

export class CandidateClock {
  private before: number; // ms used when the clock last stood
  private since: number | null = null; // monotonic ms when it began to run

  constructor(
    usedMs: number,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.before = usedMs;
  }

  get runs(): boolean {
    return this.since !== null;
  }

  /** Milliseconds used, never less than before. */
  get usedMs(): number {
    return Math.round(this.before + (this.since === null ? 0 : Math.max(0, this.monotonic() - this.since)));
  }

  run(): void {
    this.since ??= this.monotonic();
  }

  stand(): void {
    this.before = this.usedMs;
    this.since = null;
  }

  /** Somebody knows of more time used than this tablet: another tablet, before this one took the seat. */
  atLeast(usedMs: number): void {
    if (usedMs <= this.usedMs) return;
    this.before = usedMs;
    if (this.since !== null) this.since = this.monotonic();
  }
}
