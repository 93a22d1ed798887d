import { describe, expect, test } from "vitest";

import { chapterAt, chapterTitle } from "../src/elements/video-chapters";
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

describe("chapters of a video", () => {
  const chapter = (at_seconds: number, title = "", interruption_seconds = 0) => ({
    at_seconds,
    title,
    interruption_seconds,
  });

  test("the one that runs is the last that has begun", () => {
    const chapters = [chapter(0, "一"), chapter(10, "二")];
    expect([-1, 0, 9.9, 10, 99].map((second) => chapterAt(chapters, second))).toEqual([-1, 0, 0, 1, 1]);
  });

  test("an interruption is said in words, with its length", () => {
    expect(chapterTitle(chapter(3, "", 5))).toContain("5");
    expect(chapterTitle(chapter(3, "", 600))).toContain("10");
    expect(chapterTitle(chapter(3, "换保险丝"))).toBe("换保险丝");
  });
});
