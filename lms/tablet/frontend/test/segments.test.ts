import { expect, test } from "vitest";

import { format, merge, parse, progress } from "../src/elements/segments";

test("what was watched twice counts once", () => {
  expect(
    progress(
      [
        [0, 10],
        [5, 15],
      ],
      30,
    ),
  ).toBe(0.5);
});

test("skipping ahead is not watching", () => {
  expect(
    progress(
      [
        [0, 3],
        [27, 30],
      ],
      30,
    ),
  ).toBe(0.2);
});

test("the last frames that a player never reports still make a whole", () => {
  expect(progress([[0, 29.8]], 30)).toBe(1);
});

test("segments survive being written down", () => {
  expect(
    parse(
      format([
        [20, 30.25],
        [0, 12],
      ]),
    ),
  ).toEqual([
    [0, 12],
    [20, 30.3],
  ]);
});

test("a stop between two frames does not make a gap", () => {
  expect(
    merge([
      [0, 5],
      [5.3, 9],
    ]),
  ).toEqual([[0, 9]]);
});

test("nonsense is nothing", () => {
  expect(parse("x[.]y[,]9[.]2")).toEqual([]);
  expect(progress([[0, 5]], Number.NaN)).toBe(0);
});
