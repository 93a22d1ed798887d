/** A session that keeps everything in memory, drafts in localStorage. */
import type { CourseView, Home, LessonCard, LessonView, Note, Question, Session, Settings } from "../../src/facade";
import { Signal } from "../../src/signal";
import { ago, COUNTS, COURSES, LESSONS, PROFILE, query, uuid, WELDING, WORK } from "./data";
import { COURSE, LESSON, lessonDocument } from "./document";
import { MY_EXAMS, mockMyExams } from "./exams";
import { mockLive } from "./live";

export class MockSession implements Session {
  readonly profile = PROFILE;
  readonly revision = new Signal(1);
  readonly recovery = new Signal<"waiting" | "refused" | null>(query.get("as") === "recovery" ? "waiting" : null);
  readonly settings = new Signal<Settings>({
    language: query.get("lang") ?? "zh-Hans",
    courseLanguage: null,
    textSize: (query.get("text") ?? "normal") as Settings["textSize"],
    contrast: (query.get("contrast") ?? "normal") as Settings["contrast"],
    theme: (query.get("theme") ?? "light") as Settings["theme"],
    readAloud: true,
    speed: 1,
    plain: false,
  });
  private readonly kept = new Map<string, string>(
    JSON.parse(localStorage.getItem("mock-drafts") ?? "[]") as [string, string][],
  );
  private noteList: Note[] = [{ id: "n1", lesson: LESSON, course: COURSE, text: "焊条 70 度角。", updatedAt: ago(30) }];
  private asked: Question[] = [
    {
      id: uuid(801),
      lesson: LESSON,
      text: "电流太大会怎样？",
      askedAt: ago(50),
      place: "prison",
      answer: {
        question: uuid(801),
        lesson: LESSON,
        asked: "电流太大会怎样？",
        answer: "会烧穿工件。从 90 安开始，慢慢加。",
        answeredBy: "李老师",
        answeredAt: ago(20),
        seen: false,
      },
    },
  ];

  constructor(private readonly leave: () => void) {}
  private changed(): void {
    this.revision.set(this.revision.value + 1);
  }
  readonly live = mockLive();
  exams = async () => mockMyExams();
  home = async (): Promise<Home> => ({
    profile: PROFILE,
    continueWith: { course: WELDING, lesson: LESSONS[1] as LessonCard },
    today: [{ course: WELDING, lesson: LESSONS[0] as LessonCard }],
    topicCourses: COURSES.slice(1, 2),
    myCourses: COURSES.slice(0, 3),
    openCourses: COURSES.slice(3),
    counts: COUNTS,
    exams: (query.get("as") ?? "").startsWith("exam") ? MY_EXAMS.slice(0, 2) : [],
    candidacies: [],
    answers: this.asked.flatMap((question) => (question.answer ? [question.answer] : [])),
    notices: [
      {
        id: "x",
        at: ago(3),
        texts: {
          "zh-Hans": "两名民警打开了你的恢复密钥，因为你换了密码。",
          en: "Two officers used your recovery key because you have a new PIN.",
        },
        seen: false,
      },
    ],
  });
  courses = async () => COURSES;
  course = async (iri: string): Promise<CourseView | null> => {
    const found = COURSES.find((one) => one.course === iri);
    return found
      ? {
          ...found,
          units: [{ key: "u1", titles: { "zh-Hans": "第一单元 准备", en: "Unit 1: getting ready" }, lessons: LESSONS }],
        }
      : null;
  };
  lesson = async (iri: string, language: string, plain: boolean): Promise<LessonView | null> => {
    const at = LESSONS.findIndex((one) => one.lesson === iri);
    const card = LESSONS[at];
    return card && card.stored === "ready"
      ? {
          card,
          course: WELDING,
          package: "0".repeat(64),
          document: lessonDocument(language, plain),
          languages: ["zh-Hans", "en"],
          plainLanguages: ["zh-Hans"],
          completion: { rule: "watched", fraction: 0.8 },
          next: LESSONS[at + 1] ?? null,
          previous: LESSONS[at - 1] ?? null,
          mediaUrl: (path) => `/media/${path}`,
        }
      : null;
  };
  chooseCourse = async () => undefined;
  leaveCourse = async () => undefined;
  record = async () => (console.info("record"), crypto.randomUUID());
  draft = async (key: string) => this.kept.get(key) ?? null;
  drafts = async (prefix: string) => Object.fromEntries([...this.kept].filter(([key]) => key.startsWith(prefix)));
  saveDraft = async (key: string, text: string) => {
    this.kept.set(key, text);
    localStorage.setItem("mock-drafts", JSON.stringify([...this.kept]));
  };
  dropDraft = async (key: string) => void this.kept.delete(key);
  notes = async () => this.noteList;
  saveNote = async (note: { id?: string; lesson: string; course: string; text: string }) => {
    const saved = { ...note, id: note.id ?? crypto.randomUUID(), updatedAt: new Date() };
    this.noteList = [...this.noteList.filter((one) => one.id !== saved.id), saved];
    this.changed();
    return saved;
  };
  deleteNote = async (id: string) => {
    this.noteList = this.noteList.filter((one) => one.id !== id);
  };
  ask = async (question: { lesson: string; course: string; text: string }) => {
    this.asked = [
      ...this.asked,
      { id: uuid(802), lesson: LESSON, text: question.text, askedAt: new Date(), place: "tablet", answer: null },
    ];
    this.changed();
    return uuid(802);
  };
  questions = async () => this.asked;
  answersSeen = async () => undefined;
  noticesSeen = async () => undefined;
  reflect = async () => crypto.randomUUID();
  reflection = async () => null;
  lastAnswer = async () => null;
  videoPosition = async () => 0;
  saveVideoPosition = async () => undefined;
  work = async () => WORK;
  workCounts = async () => COUNTS;
  contest = async () => crypto.randomUUID();
  search = async (text: string) =>
    text.includes("焊") || text.toLowerCase().includes("weld")
      ? [
          {
            lesson: LESSON,
            course: COURSE,
            titles: LESSONS[1]?.titles ?? {},
            courseTitles: WELDING.titles,
            language: "zh-Hans",
            plain: false,
            blocks: ["t1"],
            seconds: null,
            excerpt: "…焊接前先看三件事：电源、气瓶、防护…",
            from: 1,
            to: 3,
          },
        ]
      : [];
  saveSettings = async (change: Partial<Settings>) => this.settings.set({ ...this.settings.value, ...change });
  signOut = async () => this.leave();
}
