/** What a live lesson is at this moment, from what the server and the board say. No page, no clock of its own. */
import type { LiveBoard, LiveNow } from "../facade";

/** coming: planned; begins: live, no picture yet; interrupted: goes on by itself; over: the recording follows; lesson: it is one now. */
export type Phase = "coming" | "begins" | "live" | "interrupted" | "over" | "lesson" | "cancelled";

const SOON_MS = 15 * 60_000;

/** `picture`: the player has shown something. A board is younger than what the list said. */
export function phaseOf(now: LiveNow, board: LiveBoard | null, picture: boolean): Phase {
  const state = now.state === "ended" ? "ended" : (board?.state ?? now.state);
  switch (state) {
    case "scheduled":
      return "coming";
    case "cancelled":
      return "cancelled";
    case "interrupted":
      return "interrupted";
    case "ended":
      return now.lesson ? "lesson" : "over";
    default:
      return picture ? "live" : "begins";
  }
}

export interface Parts {
  running: LiveNow[];
  coming: LiveNow[];
  over: LiveNow[];
}

/** Running first by their beginning, coming in order of time, over with the latest first. */
export function partsOf(broadcasts: readonly LiveNow[]): Parts {
  const at = (one: LiveNow): number => Date.parse(one.since ?? one.planned_start);
  const sorted = [...broadcasts].sort((a, b) => at(a) - at(b));
  return {
    running: sorted.filter(({ state }) => state === "live" || state === "interrupted"),
    coming: sorted.filter(({ state }) => state === "scheduled"),
    over: sorted.filter(({ state }) => state === "ended").reverse(),
  };
}

/** Milliseconds until the app asks again about a lesson that it waits for: often only around its beginning. */
export function askAgainIn(now: LiveNow, time: number): number {
  const away = Date.parse(now.planned_start) - time;
  return away < SOON_MS && away > -4 * SOON_MS ? 4_000 : 30_000;
}

/** The same file under the path that is good now; what is no file of a broadcast stays as it is. */
export function freshAddress(address: string, prefix: string): string {
  const found = /\/live\/\d+\/[\w-]{22}\/([0-9a-f-]{36})\/([\w.-]+)$/u.exec(address);
  return found && prefix.endsWith(`/${found[1]}/`) ? prefix + found[2] : address;
}

/** Seconds that were really played: time that runs on counts, jumps do not. */
export class Played {
  private last = NaN;
  private seconds = 0;

  at(position: number, speed = 1): void {
    const step = position - this.last;
    if (step > 0 && step <= 1.5 * Math.max(1, speed)) this.seconds += step / Math.max(0.25, speed);
    this.last = position;
  }

  /** What was played since it was asked last. */
  take(): number {
    const whole = Math.floor(this.seconds);
    this.seconds -= whole;
    return whole;
  }

  /** What was taken but could not be told. */
  giveBack(seconds: number): void {
    this.seconds += seconds;
  }
}

/** Whole percents of each option; they may not add up to 100. */
export function shares(tally: readonly number[]): number[] {
  const all = tally.reduce((sum, n) => sum + n, 0);
  return tally.map((n) => (all ? Math.round((100 * n) / all) : 0));
}
