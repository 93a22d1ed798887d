/**
 * Practice items are marked here for feedback at once. The server marks again with the same rules
 * (`assessments/bank/scoring.py`), and its mark is the one that counts.
 *
 * Responses are xAPI's cmi.interaction strings: choice "a[,]c", order "c[,]a", match "l1[.]r2[,]l2[.]r1", fill-in "one[,]two".
 */
import type { FillInItem, Gap, Item, MatchItem } from "./shapes";

const LIST = "[,]";
const PAIR = "[.]";

/** One written answer, as it is compared: full-width forms become half-width, spaces collapse, case goes if it does not count. */
export function fold(text: string, ignoreCase = true): string {
  const folded = text.normalize("NFKC").replace(/\s+/gu, " ").trim();
  return ignoreCase ? folded.toLowerCase() : folded;
}

export function joinList(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(LIST, ",").replaceAll(PAIR, ".")).join(LIST);
}

export function joinPairs(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map((pair) => pair.join(PAIR)).join(LIST);
}

export function splitList(response: string): string[] {
  return response === "" ? [] : response.split(LIST).map((part) => part.trim());
}

/** The parts as they were typed, spaces at the ends included: for a field that somebody is still typing in. */
export function splitTyped(response: string): string[] {
  return response === "" ? [] : response.split(LIST);
}

export function splitPairs(response: string): [string, string][] {
  return splitList(response).map((part) => {
    const at = part.indexOf(PAIR);
    return at < 0 ? [part, ""] : [part.slice(0, at).trim(), part.slice(at + PAIR.length).trim()];
  });
}

export function gapIsRight(gap: Gap, given: string): boolean {
  const ignoreCase = gap.ignore_case ?? true;
  const answer = fold(given, ignoreCase);
  return answer !== "" && gap.accept.some((accepted) => fold(accepted, ignoreCase) === answer);
}

/** The share of the item that is right, 0–1. */
export function score(item: Item, response: string): number {
  switch (item.kind) {
    case "choice": {
      const given = new Set(splitList(response));
      const right = new Set(item.correct);
      return right.size > 0 && given.size === right.size && [...right].every((id) => given.has(id)) ? 1 : 0;
    }
    case "order": {
      const given = splitList(response);
      return given.length > 0 && given.length === item.correct.length && given.every((id, i) => id === item.correct[i]) ? 1 : 0;
    }
    case "match":
      return scoreMatch(item, response);
    case "fill_in":
      return scoreFillIn(item, response);
  }
}

function scoreMatch(item: MatchItem, response: string): number {
  if (item.correct.length === 0) return 0;
  const chosen = new Map<string, string>();
  for (const [left, right] of splitPairs(response)) if (!chosen.has(left)) chosen.set(left, right);
  const hits = item.correct.filter(([left, right]) => chosen.get(left) === right).length;
  return hits / item.correct.length;
}

function scoreFillIn(item: FillInItem, response: string): number {
  if (item.gaps.length === 0) return 0;
  const given = splitList(response);
  const hits = item.gaps.filter((gap, i) => gapIsRight(gap, given[i] ?? "")).length;
  return hits / item.gaps.length;
}

/** The response that is fully right, for “show the answer”. */
export function rightResponse(item: Item): string {
  switch (item.kind) {
    case "choice":
    case "order":
      return joinList(item.correct);
    case "match":
      return joinPairs(item.correct);
    case "fill_in":
      return joinList(item.gaps.map((gap) => gap.accept[0] ?? ""));
  }
}
