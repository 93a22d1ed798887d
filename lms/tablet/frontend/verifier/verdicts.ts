/** What a check found: findings with a code and a sentence in both languages (sentences.json, shared with the server). */
import type { Words } from "./bundle";

export type Language = "zh" | "en";
export type Kind = "good" | "bad" | "open" | "note";
export type Outcome = "valid" | "invalid" | "open";
export type Sentences = Record<string, Record<Language, string>>;

export interface Finding {
  code: string;
  /** Days as 2026-12-01. */
  values: Record<string, string | number | Words>;
}

/** What the certificate says; told only when its signature holds. */
export interface Shown {
  id: string;
  did: string;
  number: string;
  holder: string;
  body: Words;
  code: string;
  title: Words;
  issuedOn: string;
  validUntil: string | null;
  listNumber: string;
  index: number;
  latinName: string;
  bornOn: string;
  results: [string, string][];
}

export interface Verdict {
  findings: Finding[];
  certificate: Shown | null;
}

const GOOD = ["signature_good", "key_good", "in_time", "for_life", "not_revoked", "matches"];
const OPEN = ["status_unknown", "achievement_unknown"];
const NOTES = ["status_old", "status_predates", "clock_behind", "compact_only", "person_unchecked"];
const MONTHS = "January February March April May June July August September October November December".split(" ");

export function kindOf(finding: Finding): Kind {
  if (GOOD.includes(finding.code)) return "good";
  if (OPEN.includes(finding.code)) return "open";
  return NOTES.includes(finding.code) ? "note" : "bad";
}

/** `valid` only when everything was checked and is good. */
export function outcome(verdict: Verdict): Outcome {
  const kinds = verdict.findings.map(kindOf);
  if (kinds.includes("bad") || !kinds.includes("good")) return "invalid";
  return kinds.includes("open") ? "open" : "valid";
}

export function sentence(sentences: Sentences, finding: Finding, language: Language): string {
  return sentences[finding.code]![language].replace(/\{(\w+)\}/g, (_, name: string) =>
    told(finding.values[name] ?? "", language),
  );
}

export function pick(words: Words, language: Language): string {
  return (language === "en" && words.en) || words.zh;
}

export function day(iso: string, language: Language): string {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  return language === "zh" ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
}

function told(value: string | number | Words, language: Language): string {
  if (typeof value === "object") return pick(value, language);
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? day(value, language) : String(value);
}
