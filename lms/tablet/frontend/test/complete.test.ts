import { expect, test } from "vitest";

import { complete } from "../src/elements/complete";
import { score } from "../src/elements/scoring";
import type { LessonDocument, QuestionBlock } from "../src/protocol.gen";

test("a question of an earlier package has no pictures and no mapping, and is marked as before", () => {
  const item = {
    id: "urn:newleaf:item:x",
    version: 1,
    kind: "choice",
    prompt_html: "",
    options: [{ id: "a", text: "a" }],
  };
  const block = { type: "question", id: "q", item: { ...item, correct: ["a"] } };
  const old = {
    kind: "document",
    lesson: "x",
    language: "en",
    title: "",
    blocks: [block],
  } as unknown as LessonDocument;
  const found = (complete(old).blocks[0] as QuestionBlock).item;
  expect([found.pictures, found.mapping, score(found, "a")]).toEqual([[], null, 1]);
});
