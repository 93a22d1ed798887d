import "fake-indexeddb/auto";

import { beforeEach, describe, expect, test } from "vitest";

import { PackageDb } from "../src/db";
import type { LessonDocument } from "../src/protocol.gen";
import { captionRows, cuesOf, findTexts, textRows } from "../src/search";

const PLACE = { package: "p", course: "urn:c", lesson: "urn:l" };
const OTHER = { ...PLACE, package: "q", lesson: "urn:2" };
const DOCUMENT: LessonDocument = {
  kind: "document",
  lesson: "urn:l",
  language: "zh-hans",
  plain: false,
  title: "",
  objectives: [],
  blocks: [],
};

let db: PackageDb;
let count = 0;

const VTT = `WEBVTT

00:00:03.000 --> 00:00:05.000
先看压力表

1
01:00:07.500 --> 01:00:09.000
再打开 A&amp;B
气瓶阀门
`;

describe("search", () => {
  const texts = (query: string) => findTexts(db, query, 10);

  beforeEach(async () => {
    db = new PackageDb(`search-${++count}`);
    const html = "<p>焊接以前要检查电源。Wear a welding mask.</p>";
    const block = { id: "t1", type: "text" as const, html, narration: null };
    await db.passages.bulkPut(textRows({ ...DOCUMENT, title: "安全", blocks: [block] }, PLACE, "a.json"));
  });

  test.each(["焊", "电源", "檢查電源", "检查电源", "weld", "WELDING mask", "安"])(
    "%s finds the lesson",
    async (query) => {
      const [hit] = await texts(query);
      expect(hit?.row.lesson).toBe("urn:l");
      expect(hit!.excerpt.slice(hit!.from, hit!.to).length).toBeGreaterThan(0);
    },
  );

  test.each(["源电", "elding", "wel mask", "砖", "", "?!"])("%s finds nothing", async (query) => {
    expect(await texts(query)).toEqual([]);
  });

  test("a phrase is found where it stands, not where its pairs do", async () => {
    await db.passages.bulkPut(textRows({ ...DOCUMENT, title: "电源源头" }, OTHER, "a.json"));
    expect((await texts("电源头")).map(({ row }) => row.lesson)).toEqual([]);
    expect((await texts("源源")).map(({ row }) => row.lesson)).toEqual(["urn:2"]);
  });

  test("captions are cut into cues with their seconds", () => {
    expect(cuesOf(VTT)).toEqual([
      { seconds: 3, text: "先看压力表" },
      { seconds: 3607.5, text: "再打开 A&B 气瓶阀门" },
    ]);
  });

  test("what is said is found after what is written, at its second", async () => {
    const about = { path: "c.vtt", blocks: ["v1", "v2"], language: "zh-hans", title: "安全" };
    await db.passages.bulkPut(captionRows(VTT, OTHER, about));
    await db.passages.bulkPut(textRows({ ...DOCUMENT, title: "阀门" }, OTHER, "b.json"));
    expect((await texts("阀门")).map(({ seconds, blocks }) => [seconds, blocks])).toEqual([
      [null, []],
      [3607.5, ["v1", "v2"]],
    ]);
  });

  test("an hour of captions is found once at each second", async () => {
    const cue = (at: number): string =>
      `00:${String(at).padStart(2, "0")}:00.000 --> 00:59:59.000\n检查气瓶和减压阀以后再点火`;
    const vtt = `WEBVTT\n\n${Array.from({ length: 40 }, (_, at) => cue(at)).join("\n\n")}\n`;
    await db.passages.bulkPut(captionRows(vtt, OTHER, { path: "c.vtt", blocks: ["v"], language: "zh", title: "x" }));
    const seconds = (await findTexts(db, "减压阀", 100)).map((hit) => hit.seconds);
    expect(seconds.length).toBe(new Set(seconds).size);
    expect(seconds.length).toBeGreaterThan(3);
  });
});
