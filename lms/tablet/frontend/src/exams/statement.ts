/** What an attempt says of itself, as `assessments/exams/sittings/attempts.py` reads it. */
import type { AttemptRow } from "../db";
import { type Attachment, newStatement, type Statement } from "../statements";

const ADL = "http://adlnet.gov/expapi/verbs/";
const BOOT = crypto.randomUUID(); // one run of the app, whose monotonic clock begins anew

export interface Answer {
  item: string;
  response: string;
}

export type Verb = "initialized" | "answered" | "terminated";

/** `usedMs`: on the candidate's clock. `now`: the tablet's clock as the server has corrected it. */
export function attemptStatement(
  { seat, sitting, learner }: AttemptRow,
  device: string,
  language: string,
  verb: Verb,
  answer: Answer | null,
  { usedMs, monotonicMs, now }: { usedMs: number; monotonicMs: number; now: Date },
  attachments: Attachment[] = [],
): Statement {
  return newStatement({
    ...{ learner, device, language, monotonicMs, at: new Date(), registration: seat },
    verb: ADL + verb,
    object: `urn:newleaf:sitting:${sitting}${answer ? `#${answer.item}` : ""}`,
    result: answer ? { response: answer.response } : undefined,
    attachments,
    extensions: {
      "urn:newleaf:used_ms": usedMs,
      "urn:newleaf:boot": BOOT,
      "urn:newleaf:now": now.toISOString(),
    },
  });
}
