import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { find, normalise, runs, tokens } from "../src/search-text";

interface Shared {
  texts: { text: string; words: string; from: string[] }[];
  queries: { query: string; runs: { words: string[]; prefix: boolean }[] }[];
}

const SHARED = join(import.meta.dirname, "../../../../tests/samples/search_text.json");
const { texts, queries } = JSON.parse(readFileSync(SHARED, "utf8")) as Shared;

test.each(texts)("the tablet cuts “$text” as the server does", ({ text, words, from }) => {
  expect(normalise(text)).toBe(words);
  expect(tokens(text).map(({ start, end }) => text.slice(start, end))).toEqual(from);
});

test.each(queries)("the tablet reads the query “$query” as the server does", ({ query, runs: wanted }) => {
  expect(runs(query)).toEqual(wanted);
});

test("a run is found where its words stand next to each other", () => {
  const words = tokens("检查减压阀，再打开气瓶");
  expect(find(runs("减压")[0]!, words)).toBe(2);
  expect(find(runs("减阀")[0]!, words)).toBe(-1);
  expect(find(runs("气")[0]!, words)).toBe(8);
});
