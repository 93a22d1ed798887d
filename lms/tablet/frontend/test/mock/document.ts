/** A lesson with every kind of block, in two languages. */
import type { LessonBlock, LessonDocument } from "../../src/protocol.gen";

export const LESSON = "urn:newleaf:lesson:0192aaaa-0000-7000-8000-000000000011";
export const COURSE = "urn:newleaf:course:0192aaaa-0000-7000-8000-000000000001";

const media = (path: string, media_type: string) => ({ path, media_type, width: null, height: null, seconds: null });
const item = (n: number) => ({
  id: `urn:newleaf:item:0192aaaa-0000-7000-8000-00000000010${n}`,
  version: 1,
  pictures: [],
  mapping: null,
});

function blocks(zh: boolean): LessonBlock[] {
  const say = (chinese: string, english: string): string => (zh ? chinese : english);
  const narration = { path: "voice.mp3", seconds: 4 };
  return [
    {
      type: "text",
      id: "t1",
      narration,
      html: say(
        "<p>焊接前先看三件事：<strong>电源</strong>、<strong>气瓶</strong>、<strong>防护</strong>。少看一件，都不能开工。</p><ul><li>电缆有没有破皮？</li><li>气瓶离火有没有十米？</li><li>面罩、手套、皮围裙都穿好了吗？</li></ul><table><tr><th>电流</th><th>焊条</th></tr><tr><td>90–130 A</td><td>3.2 mm</td></tr></table>",
        "<p>Look at three things before you weld: the <strong>power</strong>, the <strong>gas bottle</strong>, your <strong>protection</strong>.</p><ul><li>Is the cable whole?</li><li>Is the bottle ten metres from any flame?</li><li>Are mask, gloves and apron on?</li></ul><table><tr><th>Current</th><th>Rod</th></tr><tr><td>90–130 A</td><td>3.2 mm</td></tr></table>",
      ),
    },
    {
      type: "callout",
      id: "c1",
      narration,
      tone: "danger",
      title: say("弧光伤眼", "The arc hurts your eyes"),
      html: say(
        "<p>看一秒也会灼伤眼睛。先戴面罩，再起弧。</p>",
        "<p>Even one second burns. Mask first, then strike the arc.</p>",
      ),
    },
    {
      type: "callout",
      id: "c2",
      narration: null,
      tone: "tip",
      title: "",
      html: say("<p>焊条与工件成 70° 角，手最稳。</p>", "<p>Hold the rod at 70° to the work.</p>"),
    },
    {
      type: "picture",
      id: "p1",
      narration: null,
      picture: media("workshop.svg", "image/svg+xml"),
      alt: say("焊接工位：面罩、手套、焊钳", "A welding place with mask, gloves and holder"),
      caption: say("焊接工位", "A welding place"),
    },
    {
      type: "video",
      id: "v1",
      narration: null,
      title: say("怎样起弧", "How to strike the arc"),
      video: { ...media("video.mp4", "video/mp4"), seconds: 20 },
      poster: null,
      captions: [
        { path: "zh.vtt", language: "zh-Hans" },
        { path: "en.vtt", language: "en" },
      ],
      chapters: [
        { at_seconds: 0, title: say("先检查", "Check first"), interruption_seconds: 0 },
        { at_seconds: 1, title: "", interruption_seconds: 5 },
        { at_seconds: 2, title: say("起弧", "Strike the arc"), interruption_seconds: 0 },
      ],
    },
    {
      type: "audio",
      id: "a1",
      narration: null,
      title: say("师傅的话", "A word from the master"),
      audio: media("voice.mp3", "audio/mpeg"),
      transcript_html: say("<p>慢就是快。</p>", "<p>Slow is fast.</p>"),
    },
    {
      type: "file",
      id: "f1",
      narration: null,
      title: say("焊条选择表", "Which rod to use"),
      file: media("sheet.pdf", "application/pdf"),
      bytes: 182000,
    },
    {
      type: "glossary",
      id: "g1",
      narration: null,
      terms: [
        {
          term: say("焊钳", "holder"),
          reading: zh ? "hàn qián" : "",
          meaning: say("夹住焊条、导电的钳子。", "The clamp that holds the rod and carries the current."),
        },
        {
          term: say("起弧", "to strike"),
          reading: zh ? "qǐ hú" : "",
          meaning: say("让焊条和工件之间出现电弧。", "To start the arc between rod and work."),
        },
      ],
    },
    {
      type: "steps",
      id: "s1",
      narration: null,
      title: say("换焊条", "Changing the rod"),
      steps: [
        {
          title: say("断电", "Switch off"),
          html: say("<p>把焊机开关扳到“关”。</p>", "<p>Turn the machine off.</p>"),
          picture: media("workshop.svg", "image/svg+xml"),
          alt: say("开关", "The switch"),
        },
        {
          title: say("取下旧焊条", "Take out the old rod"),
          html: say("<p>戴手套，用钳子夹。</p>", "<p>With gloves and tongs.</p>"),
          picture: null,
          alt: "",
        },
        {
          title: say("夹上新焊条", "Clamp the new rod"),
          html: say("<p>夹紧，不要晃。</p>", "<p>Tight, so that it does not move.</p>"),
          picture: null,
          alt: "",
        },
      ],
    },
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
    {
      type: "reflection",
      id: "r1",
      narration: null,
      prompt: say("学会一门手艺，对你意味着什么？", "What does a trade mean to you?"),
    },
    {
      type: "song",
      id: "m1",
      narration: null,
      title: "茉莉花",
      audio: media("voice.mp3", "audio/mpeg"),
      credit: say("江苏民歌", "Folk song from Jiangsu"),
      lines: [
        { at_seconds: 0, text: "好一朵美丽的茉莉花", translation: "Such a beautiful jasmine flower" },
        { at_seconds: 1.4, text: "好一朵美丽的茉莉花", translation: "Such a beautiful jasmine flower" },
        { at_seconds: 2.8, text: "芬芳美丽满枝桠", translation: "Sweet and lovely on every branch" },
      ],
    },
    {
      type: "characters",
      id: "h1",
      narration: null,
      title: say("写字练习", "Writing"),
      characters: [
        { character: "一", pinyin: "yī", meaning: say("数字 1", "one"), strokes: "one.json" },
        { character: "二", pinyin: "èr", meaning: say("数字 2", "two"), strokes: "two.json" },
      ],
    },
  ];
}

export function lessonDocument(language: string, plain: boolean): LessonDocument {
  const zh = language.startsWith("zh");
  return {
    kind: "document",
    lesson: LESSON,
    language: zh ? "zh-Hans" : "en",
    plain,
    title: zh
      ? plain
        ? "焊接安全（简单版）"
        : "焊接安全：开工前看三件事"
      : "Welding safely: three things before you start",
    objectives: zh
      ? ["说出开工前要看的三件事", "戴好面罩和手套"]
      : ["name three things to look at", "put on mask and gloves"],
    blocks: blocks(zh),
  };
}
