import { expect, test } from "vitest";

import { lineAt } from "../src/elements/lyrics";

const LINES = [2, 5.5, 9].map((at_seconds) => ({ at_seconds, text: "", translation: "" }));

test("no line is sung before the first", () => {
  expect(lineAt(LINES, 1)).toBe(-1);
});

test("a line is lit from its own second on", () => {
  expect(lineAt(LINES, 2)).toBe(0);
  expect(lineAt(LINES, 5.49)).toBe(1);
});

test("the last line stays lit to the end", () => {
  expect(lineAt(LINES, 500)).toBe(2);
});

test("a song without words has no line", () => {
  expect(lineAt([], 3)).toBe(-1);
});
