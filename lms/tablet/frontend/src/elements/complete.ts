/** Fills in what a lesson document may leave out: the defaults of `lms/packages/shapes.py`, so that elements need not ask. */
import type { Item, LessonBlock, LessonDocument } from "./shapes";

type Defaults = Readonly<Record<string, unknown>>;

const BLOCKS: Readonly<Record<LessonBlock["type"], Defaults>> = {
  text: { html: "" },
  callout: { title: "", html: "" },
  picture: { alt: "", caption: "" },
  video: { poster: null, captions: [] },
  audio: { transcript_html: "" },
  file: {},
  glossary: { terms: [] },
  steps: { steps: [] },
  reflection: {},
  song: { credit: "", lines: [] },
  characters: { characters: [] },
  question: {},
};

const ITEM: Defaults = {
  pictures: [],
  feedback_correct: "",
  feedback_incorrect: "",
  mapping: null,
  multiple: false,
  once: false,
  tolerance: 0,
  units: [],
  unit_required: false,
};

export function complete(document: LessonDocument): LessonDocument {
  return {
    ...document,
    plain: document.plain ?? false,
    objectives: document.objectives ?? [],
    blocks: document.blocks.map((block) => {
      const whole = { ...BLOCKS[block.type], ...block } as LessonBlock;
      return whole.type === "question" ? { ...whole, item: { ...ITEM, ...whole.item } as Item } : whole;
    }),
  };
}
