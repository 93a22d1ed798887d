/**
 * The text normaliser of the search, twin of `lms/lib/search_text.py`: NFKC, lower case, Traditional → Simplified
 * character by character, every character of a script without spaces a word of its own, Latin and digit runs whole.
 * `tests/samples/search_text.json` holds the two together.
 */
import { SIMPLIFIED, TRADITIONAL } from "./simplified.gen";

/** One word of the index; `start` and `end` are places in the text that it came from. */
export interface Token {
  word: string;
  start: number;
  end: number;
  single: boolean;
}

/** Words that must stand next to each other; with `prefix` the last may go on. */
export interface Run {
  words: string[];
  prefix: boolean;
}

/** Characters of a word that count. */
const LONGEST = 60;
const SINGLES: readonly (readonly [number, number])[] = [
  [0x0e00, 0x0eff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x2e80, 0x2fdf],
  [0x3005, 0x3007],
  [0x3021, 0x3029],
  [0x3031, 0x3035],
  [0x3038, 0x30ff],
  [0x3100, 0x318f],
  [0x31a0, 0x31bf],
  [0x31f0, 0x31ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa960, 0xa97f],
  [0xac00, 0xd7ff],
  [0xf900, 0xfaff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3ffff],
];

type Kind = "gap" | "single" | "word";

const kinds = new Map<string, Kind>();
let simplified: Map<string, string> | undefined;

function simple(character: string): string {
  if (!simplified) {
    const to = [...SIMPLIFIED];
    simplified = new Map([...TRADITIONAL].map((from, at) => [from, to[at]!]));
    simplified.set("ς", "σ");
  }
  return simplified.get(character) ?? character;
}

function kindOf(character: string): Kind {
  const known = kinds.get(character);
  if (known) return known;
  const point = character.codePointAt(0)!;
  const kind = !/[\p{L}\p{M}\p{N}]/u.test(character)
    ? "gap"
    : SINGLES.some(([first, last]) => first <= point && point <= last)
      ? "single"
      : "word";
  kinds.set(character, kind);
  return kind;
}

/** What NFKC may join to the character before it: marks, the later letters of a Hangul syllable, half-width voicing signs. */
const joins = (character: string): boolean => /[\p{M}\u1160-\u11ff\uff9e\uff9f]/u.test(character);

/** The text as it is compared, one entry a character, with the stretch of the text that it came from. */
function folded(text: string): { character: string; start: number; end: number }[] {
  const clusters: string[] = [];
  for (const character of text) {
    if (clusters.length && joins(character)) clusters[clusters.length - 1] += character;
    else clusters.push(character);
  }
  const found: { character: string; start: number; end: number }[] = [];
  let start = 0;
  for (const cluster of clusters) {
    const end = start + cluster.length;
    for (const character of cluster.normalize("NFKC").toLowerCase())
      if (!/\p{Cf}/u.test(character)) found.push({ character: simple(character), start, end });
    start = end;
  }
  return found;
}

/** The words of a text in their order, each with its place in the text as it was given. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let word: { characters: string[]; start: number; end: number } | null = null;
  const close = (): void => {
    if (word) {
      const { characters, start, end } = word;
      found.push({ word: characters.slice(0, LONGEST).join(""), start, end, single: false });
    }
    word = null;
  };
  for (const { character, start, end } of folded(text)) {
    const kind = kindOf(character);
    if (kind !== "word") close();
    if (kind === "single") found.push({ word: character, start, end, single: true });
    if (kind !== "word") continue;
    word ??= { characters: [], start, end };
    word.characters.push(character);
    word.end = end;
  }
  close();
  return found;
}

/** The words with one space between them: what is indexed. */
export const normalise = (text: string): string =>
  tokens(text)
    .map(({ word }) => word)
    .join(" ");

/** What a text must hold: a phrase for each run of single characters, each other word, the last of them as a beginning. */
export function runs(query: string): Run[] {
  const found: (Run & { latin: boolean })[] = [];
  let phrase: string[] = [];
  let end = -1;
  const close = (): void => {
    if (phrase.length) found.push({ words: phrase, prefix: false, latin: false });
    phrase = [];
  };
  for (const token of tokens(query)) {
    if (!token.single || token.start > end) close();
    if (token.single) phrase.push(token.word);
    else found.push({ words: [token.word], prefix: false, latin: true });
    end = token.end;
  }
  close();
  const last = found.findLastIndex(({ latin }) => latin);
  return found.map(({ words }, at) => ({ words, prefix: at === last }));
}

/** Where a run stands in the words, from `begin` on; -1 where it does not. */
export function find(run: Run, words: readonly Token[], begin = 0): number {
  const [first = ""] = run.words;
  for (let at = begin; at + run.words.length <= words.length; at++) {
    const fits = run.prefix
      ? words[at]!.word.startsWith(first)
      : run.words.every((word, step) => words[at + step]!.word === word);
    if (fits) return at;
  }
  return -1;
}
