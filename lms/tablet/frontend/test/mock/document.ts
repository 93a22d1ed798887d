/** A lesson with every kind of block, in two languages. */
import type { LessonBlock, LessonDocument } from "../../src/protocol.gen";
import { media, questions } from "./questions";

export const LESSON = "urn:newleaf:lesson:0192aaaa-0000-7000-8000-000000000011";
export const COURSE = "urn:newleaf:course:0192aaaa-0000-7000-8000-000000000001";

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
    ...questions(say),
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
