/**
 * The app's words. Chinese is first and complete, English complete; phrases translated in the CMS come with the sync
 * state and win over ours, so that a prison can add a language without a new app.
 */
import { en } from "./en";
import type { certificates } from "./zh-hans/certificates";
import type { exams } from "./zh-hans/exams";
import type { live } from "./zh-hans/live";
import { zhHans } from "./zh-hans";

/** Words that come with the app, and words that come with the pages that use them: `addWords`. */
export type Key = keyof typeof zhHans | keyof typeof live | keyof typeof exams | keyof typeof certificates;
export type Table = Readonly<Record<keyof typeof zhHans, string>>;
export type LiveTable = Readonly<Record<keyof typeof live, string>>;
export type CertificateTable = Readonly<Record<keyof typeof certificates, string>>;
export type ExamTable = Readonly<Record<keyof typeof exams, string>>;
type Values = Readonly<Record<string, string | number>>;

/** English turned into a right-to-left, longer text: shows what a layout does with Arabic or Uyghur. */
export const PSEUDO = "ar-XB";
const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

let language = "zh-Hans";
let overrides: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
const ours: { en: Partial<Record<Key, string>>; zhHans: Partial<Record<Key, string>> } = { en, zhHans };
const listeners = new Set<() => void>();

export function currentLanguage(): string {
  return language;
}

export function onStringsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLanguage(tag: string): void {
  if (tag === language) return;
  language = tag;
  for (const listener of [...listeners]) listener();
}

/** key → language → text */
export function setPhrases(phrases: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  overrides = phrases;
  for (const listener of [...listeners]) listener();
}

/** Words that are not needed before their page is: the first page stays small. */
export function addWords(words: { en: Partial<Record<Key, string>>; zhHans: Partial<Record<Key, string>> }): void {
  ours.en = { ...ours.en, ...words.en };
  ours.zhHans = { ...ours.zhHans, ...words.zhHans };
}

/** The languages that the interface can be shown in: ours, and those that have phrases. */
export function interfaceLanguages(): string[] {
  const added = new Set(Object.values(overrides).flatMap((texts) => Object.keys(texts)));
  added.delete("zh-Hans");
  added.delete("en");
  return ["zh-Hans", "en", ...[...added].sort()];
}

export function directionOf(tag: string): "rtl" | "ltr" {
  const [primary = "", script = ""] = tag.toLowerCase().split("-");
  return RIGHT_TO_LEFT.has(primary) || ["arab", "hebr", "thaa"].includes(script) ? "rtl" : "ltr";
}

/** A phrase with its `{values}` filled in; `{n|one|many}` picks by number. */
export function t(key: Key, values: Values = {}): string {
  const own = language.startsWith("zh") ? ours.zhHans : ours.en;
  const text = overrides[key]?.[language] ?? own[key] ?? ours.zhHans[key] ?? key;
  return fill(language === PSEUDO ? pseudo(text) : text, values);
}

export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/gu, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : ((Number(value) === 1 ? one : many) ?? "");
  });
}

function pseudo(text: string): string {
  const swapped = text.replace(/\{[^}]*\}|[a-z]/gu, (match) =>
    match.length > 1 ? match : (PSEUDO_LETTERS[match] ?? match),
  );
  return `\u2067${swapped} ـــ\u2069`;
}

const PSEUDO_LETTERS: Readonly<Record<string, string>> = {
  a: "ا",
  e: "ع",
  i: "ي",
  o: "و",
  u: "ۇ",
  s: "س",
  t: "ت",
  n: "ن",
  r: "ر",
  l: "ل",
};

/** The text in the language of the interface, else in Chinese, else in any. */
export function pick(texts: Readonly<Record<string, string>>, wanted = language): string {
  const primary = wanted.split("-")[0] ?? "";
  const near =
    Object.keys(texts).find((tag) => tag === wanted) ?? Object.keys(texts).find((tag) => tag.split("-")[0] === primary);
  return (near && texts[near]) || texts["zh-Hans"] || texts["zh-hans"] || texts["en"] || Object.values(texts)[0] || "";
}

export function languageName(tag: string): string {
  const known: Record<string, string> = {
    "zh-hans": "中文",
    zh: "中文",
    en: "English",
    [PSEUDO.toLowerCase()]: "Pseudo",
  };
  const own = known[tag.toLowerCase()];
  if (own) return own;
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Tag for Intl: the pseudo-locale counts in English, so that digits stay readable. */
function locale(): string {
  return language === PSEUDO ? "en" : language;
}

/** 1:05, 1:02:03 */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function bytes(count: number): string {
  if (count < 1_000_000) return `${Math.max(1, Math.round(count / 1000))} KB`;
  const [value, unit] = count < 1_000_000_000 ? [count / 1e6, "MB"] : [count / 1e9, "GB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

export function day(date: Date): string {
  return new Intl.DateTimeFormat(locale(), { month: "long", day: "numeric" }).format(date);
}

export function moment(date: Date): string {
  const now = new Date();
  const time = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(date);
  if (date.toDateString() === now.toDateString()) return t("time.today", { time });
  if (date.toDateString() === new Date(now.getTime() - 86_400_000).toDateString()) return t("time.yesterday", { time });
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const on = new Intl.DateTimeFormat(locale(), { year, month: "long", day: "numeric" }).format(date);
  return t("time.on", { day: on, time });
}
