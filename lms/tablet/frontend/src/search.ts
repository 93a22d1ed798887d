/**
 * Search in what is on the tablet. What is installed is indexed at once: every Chinese character and pair of
 * characters, every other word whole. A query reads the index, and then only the rows that it will show.
 */
import type { PackageDb, PassageRow } from "./db";
import type { LessonBlock, LessonDocument } from "./protocol.gen";
import { find, type Run, runs, type Token, tokens } from "./search-text";

const BEFORE = 36;
const AFTER = 72;
/** Words of captions in one row, about half a minute, and how many the next row says again. */
const SPOKEN_WORDS = 160;
const OVERLAP_WORDS = 24;
const MOST_ROWS = 300;

const plainText = (html: string): string =>
  html
    .replace(/<(br|\/p|\/h\d|\/li|\/td|\/tr)[^>]*>/gi, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");

/** The words of a block; never the answers of a question. */
export function blockText(block: LessonBlock): string {
  const texts: (string | undefined)[] = [];
  if ("title" in block) texts.push(block.title);
  switch (block.type) {
    case "text":
    case "callout":
      texts.push(plainText(block.html));
      break;
    case "picture":
      texts.push(block.caption, block.alt);
      break;
    case "audio":
      texts.push(plainText(block.transcript_html ?? ""));
      break;
    case "glossary":
      texts.push(...block.terms.flatMap((term) => [term.term, term.reading, term.meaning]));
      break;
    case "steps":
      texts.push(...block.steps.flatMap((step) => [step.title, plainText(step.html)]));
      break;
    case "reflection":
      texts.push(block.prompt);
      break;
    case "song":
      texts.push(...block.lines.flatMap((line) => [line.text, line.translation]));
      break;
    case "characters":
      texts.push(...block.characters.flatMap((one) => [one.character, one.pinyin, one.meaning]));
      break;
    case "question":
      texts.push(plainText(block.item.prompt_html));
      break;
  }
  return texts.filter(Boolean).join(" · ").replace(/\s+/g, " ").trim();
}

export interface Place {
  package: string;
  course: string;
  lesson: string;
}

/** What a text is found by: words, single characters, and pairs of characters that stand side by side. */
export function wordsOf(found: readonly Token[]): string[] {
  const words = new Set<string>();
  found.forEach(({ word, single }, at) => {
    words.add(word);
    const next = found[at + 1];
    if (single && next?.single) words.add(word + next.word);
  });
  return [...words];
}

const row = (
  id: string,
  place: Place,
  about: Pick<PassageRow, "language" | "plain" | "title" | "place">,
  parts: PassageRow["parts"],
): PassageRow => ({
  ...place,
  ...about,
  id: `${place.package}/${about.place}/${id}`,
  parts,
  words: wordsOf(tokens(parts.map(({ text }) => text).join("\n"))),
});

/** The title of a lesson document, and everything that is written in it. */
export function textRows(document: LessonDocument, place: Place, path: string): PassageRow[] {
  const { language, plain = false, title } = document;
  const heading = { text: title, blocks: [], seconds: null };
  const objectives = (document.objectives ?? []).map((text) => ({ text, blocks: [], seconds: null }));
  const blocks = document.blocks.map((block) => ({ text: blockText(block), blocks: [block.id], seconds: null }));
  return [
    row(path, place, { language, plain, title, place: "title" }, [heading]),
    row(path, place, { language, plain, title, place: "text" }, [
      heading,
      ...objectives,
      ...blocks.filter(({ text }) => text),
    ]),
  ];
}

/** What is said in a video, in pieces that overlap a little. `blocks`: where the film stands, in each language version. */
export function captionRows(
  vtt: string,
  place: Place,
  about: { path: string; blocks: string[]; language: string; title: string },
): PassageRow[] {
  const { path, blocks, language, title } = about;
  const rows: PassageRow[] = [];
  let parts: PassageRow["parts"] = [];
  let count = 0;
  let fresh = false;
  const close = (): void => {
    if (fresh)
      rows.push(row(`${path}/${rows.length}`, place, { language, plain: false, title, place: "spoken" }, parts));
    const kept: PassageRow["parts"] = [];
    count = 0;
    for (const part of parts.toReversed()) {
      if (count >= OVERLAP_WORDS) break;
      kept.unshift(part);
      count += tokens(part.text).length;
    }
    parts = kept;
    fresh = false;
  };
  for (const { seconds, text } of cuesOf(vtt)) {
    const more = tokens(text).length;
    if (fresh && count + more > SPOKEN_WORDS) close();
    parts.push({ text, blocks, seconds });
    count += more;
    fresh = true;
  }
  close();
  return rows;
}

const TIME = /^(?:(\d+):)?(\d+):(\d+)\.(\d+)\s+-->/;

/** Second and text of each cue of a WebVTT file. */
export function cuesOf(vtt: string): { seconds: number; text: string }[] {
  return vtt.split(/\r?\n(?:\r?\n)+/).flatMap((cue) => {
    const lines = cue.split(/\r?\n/);
    const at = lines.findIndex((line) => TIME.test(line));
    const [, hours = "0", minutes, seconds, thousandths] = TIME.exec(lines[at] ?? "") ?? [];
    const text = plainText(lines.slice(at + 1).join(" "))
      .replace(/\s+/g, " ")
      .trim();
    if (at < 0 || !text) return [];
    return [{ seconds: +hours * 3600 + +minutes! * 60 + +seconds! + +`0.${thousandths}`, text }];
  });
}

export interface Found {
  row: PassageRow;
  blocks: string[];
  seconds: number | null;
  excerpt: string;
  from: number;
  to: number;
}

/** What holds every run of the query: titles first, then texts, then what is said; a lesson's text only once. */
export async function findTexts(db: PackageDb, query: string, limit: number): Promise<Found[]> {
  const asked = runs(query);
  if (!asked.length) return [];
  const found: Found[] = [];
  const known = new Set<string>();
  for (const id of await candidates(db, asked)) {
    const passage = await db.passages.get(id);
    const hit = passage && hitIn(passage, asked);
    const key = hit && (hit.seconds === null ? hit.row.lesson : `${hit.row.lesson}/${hit.blocks[0]}/${hit.seconds}`);
    if (!hit || known.has(key!)) continue;
    known.add(key!);
    found.push(hit);
    if (found.length >= limit) break;
  }
  return found;
}

const ORDER = ["title", "text", "spoken"];
const orderOf = (id: string): number => ORDER.indexOf(id.split("/")[1] ?? "");

/** Keys of rows that hold each part of the query somewhere, in the order in which they are shown. */
async function candidates(db: PackageDb, asked: Run[]): Promise<string[]> {
  let common: string[] | null = null;
  for (const part of asked.flatMap(partsOf)) {
    const index = db.passages.where("words");
    const holding = part.prefix ? index.startsWith(part.word).distinct() : index.equals(part.word);
    const keys = new Set(await holding.primaryKeys());
    common = common === null ? [...keys] : (common as string[]).filter((key) => keys.has(key));
    if (!common.length) return [];
  }
  return (common ?? []).sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1)).slice(0, MOST_ROWS);
}

/** What of a run can be looked up: the pairs of a phrase, a lone character, a word or the beginning of one. */
function partsOf({ words, prefix }: Run): { word: string; prefix: boolean }[] {
  if (words.length < 2) return words.map((word) => ({ word, prefix }));
  return words.slice(1).map((word, at) => ({ word: words[at]! + word, prefix: false }));
}

/** Null where the pairs stand apart and make no phrase. */
function hitIn(passage: PassageRow, asked: Run[]): Found | null {
  const text = passage.parts.map((part) => part.text).join("\n");
  const words = tokens(text);
  const places = asked.map((run) => find(run, words));
  if (places.some((at) => at < 0)) return null;
  const longest = asked.reduce((best, run, at) => (lengthOf(run) > lengthOf(asked[best]!) ? at : best), 0);
  const first = words[places[longest]!]!;
  const last = words[places[longest]! + asked[longest]!.words.length - 1]!;
  let before = 0;
  const part = passage.parts.find((each) => (before += each.text.length + 1) > first.start)!;
  return { row: passage, blocks: part.blocks, seconds: part.seconds, ...excerptAt(text, first.start, last.end) };
}

const lengthOf = ({ words }: Run): number => words.join("").length;

function excerptAt(text: string, at: number, to: number): { excerpt: string; from: number; to: number } {
  const start = at <= BEFORE ? 0 : at - BEFORE;
  const end = Math.min(text.length, to + AFTER);
  const before = start > 0 ? "…" : "";
  const from = before.length + at - start;
  const excerpt = before + text.slice(start, end).replaceAll("\n", " ") + (end < text.length ? "…" : "");
  return { excerpt, from, to: from + to - at };
}
