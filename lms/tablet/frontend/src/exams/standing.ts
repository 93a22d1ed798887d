/** Where an attempt stands when its page is opened. */
import type { AttemptRow } from "../db";
import type { AttemptState } from "../facade";
import type { Tick } from "./clock";

export function stateAtFirst(
  { state, seconds, receipt }: AttemptRow,
  leftSeconds: number,
  answered: Set<string>,
  tick: Tick | undefined,
): AttemptState {
  return {
    ...{ phase: state === "running" ? "waiting" : state, seconds, leftSeconds },
    ...{ answered, flagged: new Set(tick?.flagged), at: tick?.at ?? 0 },
    ...{ textSize: tick?.textSize ?? "normal", online: true, keeping: false, notKept: false },
    ...{ endedBy: null, place: "tablet", filesHere: 0, receipt },
  };
}
