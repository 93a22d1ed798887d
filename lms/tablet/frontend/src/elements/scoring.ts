/**
 * Practice items are marked here for feedback at once. The server marks again with the same rules
 * (`assessments/bank/scoring.py`), and its mark is the one that counts; `tests/samples/practice_scoring.json` holds both to them.
 *
 * Responses are xAPI's cmi.interaction strings: choice "a[,]c", order "c[,]a", match "l1[.]r2[,]l2[.]r1", fill-in "one[,]two".
 */
import type { ChoiceItem, FillInItem, Gap, Item } from "./shapes";

const LIST = "[,]";
const PAIR = "[.]";

const WESTERN: Readonly<Record<string, string>> = {
  "。": ".",
  "、": ",",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "「": '"',
  "」": '"',
  "『": '"',
  "』": '"',
  "《": "<",
  "》": ">",
  "【": "[",
  "】": "]",
  "—": "-",
  "–": "-",
  "−": "-",
  "·": ".",
  "…": "...",
};

function western(text: string): string {
  return text.replace(/[。、“”‘’「」『』《》【】—–−·…]/gu, (mark) => WESTERN[mark] ?? mark);
}

/**
 * What counts of a written answer: full width as half width, Chinese punctuation as Western, spaces beside Chinese
 * characters and a closing full stop not at all, capital letters only when they shall.
 */
export function fold(text: string, ignoreCase = true): string {
  const narrow = western(western(text).normalize("NFKC")).replace(/\s+/gu, " ").trim();
  const close = narrow.replace(/(?<=[\u2e80-\u9fff\uf900-\ufaff])\s+|\s+(?=[\u2e80-\u9fff\uf900-\ufaff])/gu, "");
  const open = close.replace(/[.,;! ]+$/u, "") || close;
  return ignoreCase ? open.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ") : open;
}

export function joinList(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(LIST, ",").replaceAll(PAIR, ".")).join(LIST);
}

export function joinPairs(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map((pair) => pair.join(PAIR)).join(LIST);
}

export function splitList(response: string): string[] {
  return response.trim() === "" ? [] : response.split(LIST).map((part) => part.trim());
}

/** The parts as they were typed, spaces at the ends included: for a field that somebody is still typing in. */
export function splitTyped(response: string): string[] {
  return response === "" ? [] : response.split(LIST);
}

export function splitPairs(response: string): [string, string][] {
  return splitList(response).map((part) => {
    const at = part.indexOf(PAIR);
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + PAIR.length)];
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
    case "choice":
      return scoreChoice(item, splitList(response));
    case "order":
      return sameList(splitList(response), item.correct) ? 1 : 0;
    case "match":
      return mapped(
        splitList(response),
        item.correct.map((pair) => pair.join(PAIR)),
      );
    case "fill_in":
      return scoreFillIn(item, response);
  }
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, i) => each === other[i]);
}

function scoreChoice(item: ChoiceItem, given: string[]): number {
  if (!item.multiple) return sameList(given, item.correct) ? 1 : 0;
  if (new Set(given).size !== given.length) return 0;
  const known = new Set(item.options.map((option) => option.id));
  return mapped(
    given.filter((id) => known.has(id)),
    item.correct,
  );
}

/** One point for each that belongs, one off for each that does not; a thing named twice is no answer. */
function mapped(given: readonly string[], correct: readonly string[]): number {
  const right = new Set(correct);
  const chosen = new Set(given);
  if (right.size === 0 || chosen.size !== given.length) return 0;
  const hits = [...chosen].filter((id) => right.has(id)).length;
  return Math.max(0, (hits - (chosen.size - hits)) / right.size);
}

function scoreFillIn(item: FillInItem, response: string): number {
  const given = response.split(LIST);
  if (item.gaps.length === 0 || given.length > item.gaps.length) return 0;
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
