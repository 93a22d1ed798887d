/** One statement as a sentence that the learner understands. */
import type { WorkItem } from "../facade";
import { t, type Key } from "../strings";

const SMALL = new Set(["played", "paused", "seeked", "progressed", "initialized", "terminated"]);

/** What players and pages write by themselves; shown only when the learner asks for everything. */
export function isSmall(item: WorkItem): boolean {
  return SMALL.has(verbOf(item));
}

/** An officer's: the text that comes with it is the officer's reason. */
export function isTakingBack(item: WorkItem): boolean {
  return verbOf(item) === "voided";
}

function verbOf(item: WorkItem): string {
  return item.verb.split(/[/:]/u).at(-1) ?? item.verb;
}

const KNOWN = new Set(
  "experienced completed answered attended initialized terminated asked voided progressed played paused seeked reflected enrolled withdrew noted contested".split(
    " ",
  ),
);

export function sentenceOf(item: WorkItem): string {
  const verb = verbOf(item);
  if (verb === "answered" && item.success !== null)
    return t(item.success ? "did.answered_right" : "did.answered_wrong");
  return t((KNOWN.has(verb) ? `did.${verb}` : "did.other") as Key);
}
