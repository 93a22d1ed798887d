import { expect, test } from "vitest";

import { directionOf, fill, pick, PSEUDO, setLanguage, setPhrases, t } from "../src/strings";
import { en as enFirst } from "../src/strings/en";
import { exams as enExams } from "../src/strings/en/exams";
import { live as enLive } from "../src/strings/en/live";
import { zhHans as zhHansFirst } from "../src/strings/zh-hans";
import { exams as zhHansExams } from "../src/strings/zh-hans/exams";
import { live as zhHansLive } from "../src/strings/zh-hans/live";

const en = { ...enFirst, ...enLive, ...enExams };
const zhHans = { ...zhHansFirst, ...zhHansLive, ...zhHansExams };

const holes = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/gu)].map((match) => match[1] ?? ""))].sort();

test("both tables have the same keys, and none is empty", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zhHans).sort());
  for (const table of [en, zhHans]) for (const text of Object.values(table)) expect(text.trim()).not.toBe("");
});

test("both tables fill in the same values", () => {
  for (const [key, text] of Object.entries(zhHans))
    expect([key, holes(en[key as keyof typeof en])]).toEqual([key, holes(text)]);
});

test("Chinese stays free of words that hurt", () => {
  for (const text of Object.values(zhHans)) expect(text).not.toMatch(/罪犯|犯人|申诉/u);
});

test("English knows one and many", () => {
  expect(fill("{n} {n|lesson|lessons}", { n: 1 })).toBe("1 lesson");
  expect(fill("{n} {n|lesson|lessons}", { n: 2 })).toBe("2 lessons");
});

test("a phrase from the CMS wins over ours, and other languages fall back to English", () => {
  setPhrases({ "nav.home": { ug: "باش بەت" } });
  setLanguage("ug");
  expect(t("nav.home")).toBe("باش بەت");
  expect(t("nav.search")).toBe("Search");
  setLanguage("zh-Hans");
  setPhrases({});
});

test("the pseudo-locale runs from right to left and keeps its values", () => {
  setLanguage(PSEUDO);
  expect(t("course.done_of", { n: 2, total: 5 })).toMatch(/2.*5/u);
  expect(directionOf(PSEUDO)).toBe("rtl");
  setLanguage("zh-Hans");
});

test("a title is found in the nearest language", () => {
  expect(pick({ "zh-hans": "焊工", en: "Welder" }, "en-GB")).toBe("Welder");
  expect(pick({ "zh-hans": "焊工" }, "fr")).toBe("焊工");
});
