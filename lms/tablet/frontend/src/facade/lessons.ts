/** Courses and lessons as one learner sees them. */
import type { LessonDocument } from "../protocol.gen";

/** Texts by BCP 47 tag. */
export type Texts = Record<string, string>;

export type LessonProgress = { state: "new" | "started" | "completed"; fraction: number };

export interface LessonCard {
  lesson: string;
  course: string;
  /** Last part of the IRI: the address is /lesson/<uuid>. */
  id: string;
  titles: Texts;
  minutes: number;
  unit: string;
  bytes: number;
  progress: LessonProgress;
  stored: "ready" | "loading" | "waiting" | "not_wanted";
  /** Titles of the lessons that come first and are not completed. */
  waitsFor: Texts[];
}

export interface CourseCard {
  course: string;
  id: string;
  kind: string;
  titles: Texts;
  summaries: Texts;
  pictureUrl: string | null;
  topic: { themeTitles: Texts; titles: Texts; year: number; month: number } | null;
  source: "assigned" | "chosen" | "open";
  dueOn: string | null;
  priority: number;
  lessonCount: number;
  readyCount: number;
  completedCount: number;
  bytes: number;
}

export interface CourseView extends CourseCard {
  units: { key: string; titles: Texts; lessons: LessonCard[] }[];
}

export interface LessonView {
  card: LessonCard;
  course: CourseCard;
  package: string;
  document: LessonDocument;
  languages: string[];
  plainLanguages: string[];
  completion: { rule: "opened" | "watched" | "passed"; fraction: number };
  next: LessonCard | null;
  previous: LessonCard | null;
  /** Same-origin address of a file of this lesson; plays with seeking from what is stored. */
  mediaUrl(path: string): string;
}

export interface SearchHit {
  lesson: string;
  course: string;
  titles: Texts;
  courseTitles: Texts;
  language: string;
  plain: boolean;
  /** Where it stands: the block, by its name in each language version; none for a title. */
  blocks: string[];
  /** In a video. */
  seconds: number | null;
  /** The text around the hit; `from`/`to` are offsets of the hit in it. */
  excerpt: string;
  from: number;
  to: number;
}
