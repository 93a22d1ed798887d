/** A practice question of every kind, in two languages. */
import type { QuestionBlock } from "../../src/protocol.gen";

export const media = (path: string, media_type: string) => ({
  path,
  media_type,
  width: null,
  height: null,
  seconds: null,
});
const item = (n: number) => ({
  id: `urn:newleaf:item:0192aaaa-0000-7000-8000-00000000010${n}`,
  version: 1,
  pictures: [],
  mapping: null,
});

export function questions(say: (chinese: string, english: string) => string): QuestionBlock[] {
  return [
    {
      type: "question",
      id: "q1",
      narration: null,
      item: {
        ...item(1),
        kind: "choice",
        prompt_html: say("<p>起弧前第一件事是什么？</p>", "<p>What comes first before striking the arc?</p>"),
        feedback_correct: say("保护眼睛最要紧。", "Your eyes come first."),
        feedback_incorrect: say("想想弧光。", "Think of the arc's light."),
        options: [
          { id: "a", text: say("戴好面罩", "Put the mask on") },
          { id: "b", text: say("打开气瓶", "Open the gas") },
          { id: "c", text: say("调大电流", "Turn the current up") },
        ],
        correct: ["a"],
        multiple: false,
      },
    },
    {
      type: "question",
      id: "q2",
      narration: null,
      item: {
        ...item(2),
        kind: "order",
        prompt_html: say("<p>按顺序排好。</p>", "<p>Put these in order.</p>"),
        feedback_correct: "",
        feedback_incorrect: "",
        entries: [
          { id: "b", text: say("起弧", "Strike the arc") },
          { id: "a", text: say("戴面罩", "Mask on") },
          { id: "c", text: say("清渣", "Clean the seam") },
        ],
        correct: ["a", "b", "c"],
      },
    },
    {
      type: "question",
      id: "q3",
      narration: null,
      item: {
        ...item(3),
        kind: "match",
        prompt_html: say("<p>配对。</p>", "<p>Find the pairs.</p>"),
        feedback_correct: "",
        feedback_incorrect: say("再看看工具图。", "Look at the tools again."),
        left: [
          { id: "l1", text: say("面罩", "mask") },
          { id: "l2", text: say("手套", "gloves") },
          { id: "l3", text: say("围裙", "apron") },
        ],
        right: [
          { id: "r1", text: say("护手", "hands") },
          { id: "r2", text: say("护眼", "eyes") },
          { id: "r3", text: say("护身", "body") },
        ],
        correct: [
          ["l1", "r2"],
          ["l2", "r1"],
          ["l3", "r3"],
        ],
      },
    },
    {
      type: "question",
      id: "q4",
      narration: null,
      item: {
        ...item(4),
        kind: "fill_in",
        prompt_html: say("<p>填空。</p>", "<p>Fill in the gaps.</p>"),
        feedback_correct: "",
        feedback_incorrect: "",
        text: say(
          "气瓶离火至少 [[g1]] 米，焊完要 [[g2]]。",
          "Keep the bottle [[g1]] metres from fire; then [[g2]] the seam.",
        ),
        gaps: [
          { id: "g1", accept: ["10", "十"], ignore_case: true },
          { id: "g2", accept: [say("清渣", "clean")], ignore_case: true },
        ],
      },
    },
    {
      type: "question",
      id: "q5",
      narration: null,
      item: {
        ...item(5),
        kind: "inline_choice",
        prompt_html: say("<p>选词填空。</p>", "<p>Choose a word for each gap.</p>"),
        feedback_correct: "",
        feedback_incorrect: "",
        once: true,
        text: say("先 [[g1]]，再 [[g2]]。", "First [[g1]], then [[g2]]."),
        gaps: ["g1", "g2"].map((id, i) => ({
          id,
          options: [
            { id: "b", text: say("验电", "test") },
            { id: "a", text: say("停电", "switch off") },
            { id: "c", text: say("送电", "switch on") },
          ],
          correct: "ab"[i]!,
        })),
      },
    },
    {
      type: "question",
      id: "q6",
      narration: null,
      item: {
        ...item(6),
        kind: "numeric",
        prompt_html: say("<p>这块板有多厚？</p>", "<p>How thick is this plate?</p>"),
        pictures: [{ ...media("workshop.svg", "image/svg+xml"), alt: say("一块钢板", "A steel plate") }],
        feedback_correct: "",
        feedback_incorrect: "",
        value: 12.5,
        tolerance: 0.1,
        units: [
          { text: say("毫米", "mm"), factor: 1 },
          { text: say("厘米", "cm"), factor: 10 },
        ],
        unit_required: true,
      },
    },
    {
      type: "question",
      id: "q7",
      narration: null,
      item: {
        ...item(7),
        kind: "hotspot",
        prompt_html: say("<p>点出面罩和手套。</p>", "<p>Point to the mask and the gloves.</p>"),
        feedback_correct: "",
        feedback_incorrect: "",
        picture: {
          ...media("workshop.svg", "image/svg+xml"),
          width: 640,
          height: 400,
          alt: say("焊接工位", "A welding place"),
        },
        areas: [
          { id: "a", shape: "rect", coords: [40, 60, 200, 180], label: say("左上角", "top left") },
          { id: "b", shape: "circle", coords: [330, 220, 70], label: say("中间", "in the middle") },
          { id: "c", shape: "poly", coords: [450, 250, 600, 250, 520, 370], label: say("右下角", "bottom right") },
        ],
        correct: ["a", "b"],
        multiple: true,
      },
    },
  ];
}
