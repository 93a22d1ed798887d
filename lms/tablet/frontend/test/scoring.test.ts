import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { joinList, rightResponse, score, splitTyped } from "../src/elements/scoring";
import type { Item } from "../src/protocol.gen";

interface Case {
  name: string;
  item: Record<string, unknown> & { kind: string };
  response: string;
  score: number;
}

const SHARED = join(import.meta.dirname, "../../../../tests/samples/practice_scoring.json");
const CASES = JSON.parse(readFileSync(SHARED, "utf8")) as Case[];
const LISTS = new Set(["options", "entries", "left", "right"]);

function named(ids: unknown): { id: string; text: string }[] {
  return (ids as string[]).map((id) => ({ id, text: id }));
}

/** The sample names things by their id only. */
function itemOf(sample: Case["item"]): Item {
  const full = Object.entries(sample).map(([key, value]) => [key, LISTS.has(key) ? named(value) : value]);
  const item = { id: "urn:newleaf:item:x", version: 1, prompt_html: "", ...Object.fromEntries(full) } as Item;
  if (item.kind === "fill_in") item.gaps = item.gaps.map((gap, i) => ({ ...gap, id: `g${i}` }));
  if (item.kind === "inline_choice") item.gaps = item.gaps.map((gap) => ({ ...gap, options: named(gap.options) }));
  if (item.kind === "hotspot") {
    item.areas = named(item.areas).map(({ id }) => ({ id, shape: "rect", coords: [0, 0, 9, 9], label: id }));
  }
  return item;
}

for (const one of CASES) {
  test(`marks as the server does: ${one.name}`, () => {
    expect(score(itemOf(one.item), one.response)).toBeCloseTo(one.score, 9);
  });
}

test("the answer that is shown is fully right", () => {
  for (const one of CASES) {
    const item = itemOf(one.item);
    expect(score(item, rightResponse(item))).toBe(1);
  }
});

test("a separator that somebody types does not split the answer", () => {
  expect(joinList(["a[,]b", "c"])).toBe("a,b[,]c");
});

test("a space at the end stays while it is typed", () => {
  expect(splitTyped("two [,]x")).toEqual(["two ", "x"]);
});
