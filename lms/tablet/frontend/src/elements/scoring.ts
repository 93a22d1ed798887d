/**
 * Practice items are marked here for feedback at once. The server marks again with the same rules
 * (`assessments/bank/scoring/`), and its mark is the one that counts; `tests/samples/practice_scoring.json` holds both to them.
 *
 * Responses are xAPI's cmi.interaction strings: choice and hotspot "a[,]c", order "c[,]a", match "l1[.]r2[,]l2[.]r1",
 * fill-in "one[,]two", inline choice "g1[.]o2[,]g2[.]o1", numeric "12.5 mm".
 */
import { isWithin } from "./scoring-numbers";
import { fold } from "./scoring-words";
import type { ChoiceItem, FillInItem, Gap, HotspotItem, InlineChoiceItem, Item, Mapping, MatchItem } from "./shapes";

const LIST = "[,]";
const PAIR = "[.]";

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
      return scoreChosen(item, item.options, splitList(response));
    case "hotspot":
      return scoreChosen(item, item.areas, splitList(response));
    case "order":
      return item.correct.length > 0 && sameList(splitList(response), item.correct) ? 1 : 0;
    case "match":
      return scoreMatch(item, splitPairs(response));
    case "fill_in":
      return scoreFillIn(item, response);
    case "inline_choice":
      return scoreInlineChoice(item, splitPairs(response));
    case "numeric":
      return isWithin(item, response) ? 1 : 0;
  }
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, i) => each === other[i]);
}

/** A thing named twice is no answer. */
function repeats(given: readonly string[]): boolean {
  return new Set(given).size !== given.length;
}

function scoreChosen(item: ChoiceItem | HotspotItem, known: readonly { id: string }[], given: string[]): number {
  if (repeats(given) || (!item.multiple && given.length !== 1)) return 0;
  if (!item.multiple && !item.mapping) return sameList(given, item.correct) ? 1 : 0;
  const ids = new Set(known.map(({ id }) => id));
  return mapped(
    item,
    given.filter((id) => ids.has(id)),
    item.correct,
    -1,
  );
}

function scoreMatch(item: MatchItem, given: [string, string][]): number {
  const rights = new Set(item.right.map(({ id }) => id));
  if (repeats(given.map((pair) => pair.join(PAIR)))) return 0;
  for (const { id } of item.left) {
    const room = item.correct.filter(([left]) => left === id).length;
    if (given.filter(([left]) => left === id).length > Math.max(1, room)) return 0;
  }
  const made = given.filter(([left, right]) => item.left.some(({ id }) => id === left) && rights.has(right));
  return mapped(
    item,
    made.map((pair) => pair.join(PAIR)),
    item.correct.map((pair) => pair.join(PAIR)),
    -1,
  );
}

function scoreFillIn(item: FillInItem, response: string): number {
  const given = response.split(LIST);
  if (given.length > item.gaps.length) return 0;
  const worths: number[] = [];
  item.gaps.forEach((gap, i) => {
    if (fold(given[i] ?? "") !== "") worths.push(worthOfWords(item, gap, given[i]!));
  });
  const best = item.gaps.map((gap) => Math.max(...gap.accept.map((each) => worthOfWords(item, gap, each))));
  return mapped(
    item,
    worths,
    best.map((each) => (each === -Infinity ? 0 : each)),
    0,
  );
}

/** What an answer is worth in its gap: the best of what it equals. */
function worthOfWords(item: FillInItem, gap: Gap, said: string): number {
  if (!item.mapping) return gapIsRight(gap, said) ? 1 : 0;
  const ignoreCase = gap.ignore_case ?? true;
  const answer = fold(said, ignoreCase);
  const start = gap.id + PAIR;
  const worths = Object.entries(item.mapping.values)
    .filter(([value]) => value.startsWith(start) && fold(value.slice(start.length), ignoreCase) === answer)
    .map(([, worth]) => worth);
  return worths.length ? Math.max(...worths) : item.mapping.default;
}

function scoreInlineChoice(item: InlineChoiceItem, given: [string, string][]): number {
  const made = given.filter(([id, option]) =>
    item.gaps.some((gap) => gap.id === id && gap.options.some((each) => each.id === option)),
  );
  if (repeats(given.map(([gap]) => gap)) || (item.once && repeats(made.map(([, option]) => option)))) return 0;
  return mapped(
    item,
    made.map((pair) => pair.join(PAIR)),
    item.gaps.map((gap) => gap.id + PAIR + gap.correct),
    0,
  );
}

/**
 * The worth of what was given over the worth of the key, 0–1: parts are values of the mapping, or what they are worth.
 * Without a mapping each part of the key is worth 1 and any other `otherwise`, never below nothing.
 */
function mapped(
  item: Item,
  given: readonly (string | number)[],
  key: readonly (string | number)[],
  otherwise: number,
): number {
  const mapping: Mapping = item.mapping ?? {
    values: Object.fromEntries(key.filter((part) => typeof part === "string").map((part) => [part, 1])),
    default: otherwise,
    lower: 0,
    upper: null,
  };
  if (given.length === 0) return 0;
  const { lower, upper } = mapping;
  const best = upper ?? sum(mapping, key);
  const total = Math.min(upper ?? Infinity, Math.max(lower ?? -Infinity, sum(mapping, given)));
  return best > 0 && Number.isFinite(best) && Number.isFinite(total) ? Math.min(1, Math.max(0, total / best)) : 0;
}

/** From the smallest to the largest: the same parts give the same sum, whatever their order. */
function sum(mapping: Mapping, parts: readonly (string | number)[]): number {
  const own = (part: string): number => (Object.hasOwn(mapping.values, part) ? mapping.values[part]! : mapping.default);
  return parts
    .map((part) => (typeof part === "string" ? own(part) : part))
    .sort((a, b) => a - b)
    .reduce((total, worth) => total + worth, 0);
}

/** The response that is fully right, for “show the answer”. */
export function rightResponse(item: Item): string {
  switch (item.kind) {
    case "choice":
    case "order":
    case "hotspot":
      return joinList(item.correct);
    case "match":
      return joinPairs(item.correct);
    case "fill_in":
      return joinList(item.gaps.map((gap) => bestWords(item, gap)));
    case "inline_choice":
      return joinPairs(item.gaps.map((gap) => [gap.id, gap.correct]));
    case "numeric":
      return [String(item.value), item.units[0]?.text ?? ""].join(" ").trim();
  }
}

function bestWords(item: FillInItem, gap: Gap): string {
  const [first = "", ...others] = gap.accept;
  return others.reduce(
    (best, each) => (worthOfWords(item, gap, each) > worthOfWords(item, gap, best) ? each : best),
    first,
  );
}
