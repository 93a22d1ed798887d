/**
 * Search in what is on the tablet. A document is indexed when it is installed: every Chinese character and pair of
 * characters, and the beginnings of every other word. So one character already finds something, and nothing is asked of a server.
 */
import type { PackageDb, TextRow } from "./db";
import type { LessonBlock, LessonDocument } from "./protocol.gen";

const CHARACTERWISE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Myanmar}]/u;
const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
const PREFIX = 12;
const EXCERPT = 36;

export const normalise = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** Runs of characters that are searched one by one, and words that are searched from their beginning. */
function parts(text: string): string[] {
  return (normalise(text).match(WORDS) ?? []).flatMap((word) =>
    word
      .split(/((?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Myanmar}])+)/u)
      .filter(Boolean),
  );
}

export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (const part of parts(text)) {
    const characters = [...part];
    if (CHARACTERWISE.test(part)) {
      characters.forEach((character, at) => {
        grams.add(character);
        if (at + 1 < characters.length) grams.add(character + characters[at + 1]);
      });
    } else {
      for (let length = 1; length <= Math.min(characters.length, PREFIX); length++) {
        grams.add(characters.slice(0, length).join(""));
      }
    }
  }
  return grams;
}

/** What a document must hold to be worth reading: the pairs of a Chinese run, the longest beginning of a word. */
export function queryGrams(query: string): string[] {
  return parts(query).flatMap((part) => {
    const characters = [...part];
    if (!CHARACTERWISE.test(part)) return [characters.slice(0, PREFIX).join("")];
    if (characters.length === 1) return [part];
    return characters.slice(1).map((character, at) => characters[at]! + character);
  });
}

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

export function textRow(
  document: LessonDocument,
  place: { package: string; path: string; course: string; lesson: string },
): TextRow {
  const blocks = document.blocks.map((block) => ({ id: block.id, text: blockText(block) })).filter(({ text }) => text);
  const grams = gramsOf([document.title, ...(document.objectives ?? []), ...blocks.map(({ text }) => text)].join(" "));
  return {
    id: `${place.package}/${place.path}`,
    package: place.package,
    lesson: place.lesson,
    course: place.course,
    language: document.language,
    plain: document.plain ?? false,
    title: document.title,
    blocks,
    grams: [...grams],
  };
}

export interface Found {
  row: TextRow;
  block: string | null;
  excerpt: string;
  from: number;
  to: number;
  score: number;
}

/** Documents that hold every part of the query, best first; at most one hit for each. */
export async function findTexts(db: PackageDb, query: string, limit: number): Promise<Found[]> {
  const grams = [...new Set(queryGrams(query))].sort((a, b) => b.length - a.length);
  const [rarest, ...others] = grams;
  if (rarest === undefined) return [];
  const rows = await db.texts.where("grams").equals(rarest).toArray();
  const words = normalise(query).split(" ");
  const found = rows
    .filter((row) => others.every((gram) => row.grams.includes(gram)))
    .map((row) => bestHit(row, normalise(query), words))
    .filter((hit) => hit !== null);
  return found.sort((a, b) => b.score - a.score).slice(0, limit);
}

function bestHit(row: TextRow, query: string, words: string[]): Found | null {
  const title = row.title.normalize("NFKC");
  const places = [{ id: null as string | null, text: title, worth: 4 }].concat(
    row.blocks.map(({ id, text }) => ({ id, text: text.normalize("NFKC"), worth: 1 })),
  );
  let best: Found | null = null;
  for (const { id, text, worth } of places) {
    for (const [needle, weight] of [[query, 2] as const, ...words.map((word) => [word, 1] as const)]) {
      const at = text.toLowerCase().indexOf(needle);
      const score = worth * weight * needle.length;
      if (at < 0 || (best && best.score >= score)) continue;
      best = { row, block: id, score, ...excerptAt(text, at, needle.length) };
    }
  }
  return best;
}

function excerptAt(text: string, at: number, length: number): { excerpt: string; from: number; to: number } {
  const start = at <= EXCERPT ? 0 : at - EXCERPT;
  const end = Math.min(text.length, at + length + EXCERPT * 2);
  const before = start > 0 ? "…" : "";
  const from = before.length + at - start;
  return { excerpt: before + text.slice(start, end) + (end < text.length ? "…" : ""), from, to: from + length };
}
