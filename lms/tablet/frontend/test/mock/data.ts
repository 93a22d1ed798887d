/** What the mock core shows. */
import type { Condition, CourseCard, LessonCard, Profile, WorkCounts, WorkItem } from "../../src/facade";
import { COURSE, LESSON } from "./document";

export const query = new URLSearchParams(sessionStorage.getItem("mock") ?? "");
export const now = Date.now();
export const ago = (hours: number): Date => new Date(now - hours * 3_600_000);
export const uuid = (n: number): string => `0192aaaa-0000-7000-8000-${String(n).padStart(12, "0")}`;

export function course(n: number, zh: string, en: string, more: Partial<CourseCard> = {}): CourseCard {
  return {
    course: `urn:newleaf:course:${uuid(n)}`,
    id: uuid(n),
    kind: "vocational",
    titles: { "zh-Hans": zh, en },
    pictureUrl: null,
    topic: null,
    summaries: {
      "zh-Hans": "从工具到第一条焊缝，一步一步学。",
      en: "From the tools to your first seam, step by step.",
    },
    source: "assigned",
    dueOn: null,
    priority: 10,
    lessonCount: 6,
    readyCount: 6,
    completedCount: 2,
    bytes: 84_000_000,
    ...more,
  };
}

export function lesson(n: number, zh: string, en: string, more: Partial<LessonCard> = {}): LessonCard {
  return {
    lesson: `urn:newleaf:lesson:${uuid(n)}`,
    course: COURSE,
    id: uuid(n),
    titles: { "zh-Hans": zh, en },
    minutes: 15,
    unit: "u1",
    bytes: 12_000_000,
    progress: { state: "new", fraction: 0 },
    stored: "ready",
    waitsFor: [],
    ...more,
  };
}

export const LESSONS = [
  lesson(10, "认识焊接", "What welding is", { progress: { state: "completed", fraction: 1 } }),
  lesson(11, "焊接安全：开工前看三件事", "Welding safely: three things before you start", {
    progress: { state: "started", fraction: 0.4 },
  }),
  lesson(12, "焊条与电流", "Rods and current", { stored: "loading" }),
  lesson(13, "第一条焊缝", "Your first seam", {
    waitsFor: [{ "zh-Hans": "焊接安全：开工前看三件事", en: "Welding safely: three things before you start" }],
  }),
];
export const WELDING = course(1, "初级焊工", "Welding for beginners", { dueOn: "2026-12-20" });
export const COURSES = [
  WELDING,
  course(2, "宪法与我", "The constitution and I", {
    kind: "civic",
    readyCount: 3,
    lessonCount: 4,
    completedCount: 0,
    topic: {
      themeTitles: { "zh-Hans": "法治之年", en: "A year of law" },
      titles: { "zh-Hans": "国家宪法日", en: "Constitution Day" },
      year: 2026,
      month: 12,
    },
  }),
  course(3, "中文入门", "First steps in Chinese", { kind: "language", completedCount: 6 }),
  course(4, "心里的天气", "The weather inside", { kind: "wellbeing", source: "open" }),
];

export const work = (seq: number, verb: string, more: Partial<WorkItem> = {}): WorkItem => ({
  id: uuid(900 + seq),
  shownAt: seq,
  at: ago(seq),
  verb,
  object: LESSON,
  lesson: LESSON,
  lessonTitles: LESSONS[1]?.titles ?? null,
  response: null,
  success: null,
  place: "prison",
  receipt: { number: 41, at: ago(1) },
  quarantined: null,
  contested: false,
  made: "here",
  voided: false,
  ...more,
});
export const WORK = [
  work(1, "answered", { success: true, place: "tablet", receipt: null }),
  work(2, "asked", { place: "tablet", receipt: null }),
  work(3, "played"),
  work(4, "answered", { success: false }),
  work(5, "reflected", { contested: true }),
  work(6, "completed", { place: "province" }),
  work(7, "enrolled", { lesson: null, lessonTitles: null, quarantined: "other_content" }),
  work(8, "voided", { made: "by_officer", receipt: null, response: "这节课登记错了人" }),
  work(9, "attended", { made: "by_officer", receipt: null, voided: true }),
  work(10, "answered", { made: "other_tablet", success: true }),
];
export const PROFILE: Profile = {
  learner: uuid(700),
  number: "10001",
  name: "阿卜杜拉·买买提江",
  language: "zh-Hans",
  literacyHelp: false,
  secretKind: "pin",
};
export const COUNTS: WorkCounts = { total: 10, tablet: 2, prison: 7, province: 1, elsewhere: "all" };

export const CONDITIONS: Record<string, Condition> = {
  no_space: { kind: "no_space", blocking: false, neededBytes: 120_000_000, freeBytes: 20_000_000 },
  catalogue_expired: { kind: "catalogue_expired", blocking: false, expiredAt: ago(80) },
  catalogue_refused: { kind: "catalogue_refused", blocking: false, reason: "signature" },
  wrong_clock: { kind: "wrong_clock", blocking: false, deviceTime: ago(24 * 900), serverTime: ago(0) },
  damaged: { kind: "damaged", blocking: false, lesson: LESSON },
  update_needed: { kind: "update_needed", blocking: false },
  unknown_device: { kind: "unknown_device", blocking: false },
  lease_over: { kind: "lease_over", blocking: true, lastContact: ago(24 * 20), leaseDays: 14 },
  revoked: { kind: "revoked", blocking: true, waiting: 12 },
  inactive: { kind: "inactive", blocking: true, learner: PROFILE.learner },
  not_supported: { kind: "not_supported", blocking: true, missing: "WebCrypto" },
};
