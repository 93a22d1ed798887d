/**
 * The façade that every page builds on. Pages import from here and from nowhere below.
 * Nothing here asks for the network to answer: what has been synced is read from the tablet, what is done is written to it.
 */
import type { LessonDocument } from "./protocol.gen";
import type { Watchable } from "./signal";

export type { Watchable } from "./signal";
export type * from "./protocol.gen";

/** Texts by BCP 47 tag. */
export type Texts = Record<string, string>;

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────

export { CoreError, type ErrorCode } from "./errors";

// ── Device and sign-in ───────────────────────────────────────────────────────────────────────────

export interface DeviceInfo {
  device: string;
  name: string;
  kind: "personal" | "shared";
  prison: string;
  prisonName: string;
}

export type Secret = { kind: "pin"; pin: string } | { kind: "pictures"; pictures: string[] };

/** Somebody who has signed in here, or of the tablet's group. */
export interface KnownLearner {
  learner: string;
  number: string;
  name: string;
  secretKind: "pin" | "pictures";
  /** Can sign in with no network. */
  ready: boolean;
}

export interface Profile {
  learner: string;
  number: string;
  name: string;
  language: string;
  literacyHelp: boolean;
  secretKind: "pin" | "pictures";
}

// ── What the app is in ───────────────────────────────────────────────────────────────────────────

/** A state that a page must say plainly. Blocking ones take the whole screen. */
export type Condition =
  | { kind: "no_space"; blocking: false; neededBytes: number; freeBytes: number | null }
  | { kind: "catalogue_expired"; blocking: false; expiredAt: Date }
  | { kind: "catalogue_refused"; blocking: false; reason: "signature" | "serial" | "shape" }
  | { kind: "wrong_clock"; blocking: false; deviceTime: Date; serverTime: Date }
  | { kind: "damaged"; blocking: false; lesson: string }
  | { kind: "update_needed"; blocking: false }
  | { kind: "unknown_device"; blocking: false }
  | { kind: "lease_over"; blocking: true; lastContact: Date; leaseDays: number }
  | { kind: "revoked"; blocking: true; waiting: number }
  | { kind: "inactive"; blocking: true; learner: string }
  | { kind: "not_supported"; blocking: true; missing: string };

export interface SyncStatus {
  state: "idle" | "working" | "offline" | "waiting"; // waiting: the server asked for patience until nextAt
  lastContact: Date | null;
  nextAt: Date | null;
  /** Statements of everybody on this tablet that the prison has no receipt for. */
  waiting: number;
}

export interface DownloadItem {
  lesson: string;
  course: string;
  titles: Texts;
  package: string;
  bytes: number;
  doneBytes: number;
  state: "waiting" | "loading" | "ready" | "damaged" | "no_space";
}

export interface Downloads {
  items: DownloadItem[];
  bytes: number;
  doneBytes: number;
  usedBytes: number;
  freeBytes: number | null;
}

// ── Courses and lessons ──────────────────────────────────────────────────────────────────────────

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

export interface Home {
  profile: Profile;
  /** Where to go on: the lesson last opened and not completed, else the first that waits. */
  continueWith: { course: CourseCard; lesson: LessonCard } | null;
  /** Assigned lessons that are due soonest. */
  today: { course: CourseCard; lesson: LessonCard }[];
  topicCourses: CourseCard[];
  myCourses: CourseCard[];
  openCourses: CourseCard[];
  answers: Answer[];
  notices: { id: string; at: Date; texts: Texts; seen: boolean }[];
  counts: WorkCounts;
}

// ── Work ─────────────────────────────────────────────────────────────────────────────────────────

/** on this tablet, at the prison (receipt), at the province (or covered by a backup) */
export type Place = "tablet" | "prison" | "province";

export interface WorkCounts {
  total: number;
  tablet: number;
  prison: number;
  province: number;
}

export interface WorkItem {
  id: string;
  seq: number;
  at: Date;
  /** For the next page: `work({ before: last.shownAt })`. */
  shownAt: number;
  verb: string;
  object: string;
  lesson: string | null;
  lessonTitles: Texts | null;
  response: string | null;
  success: boolean | null;
  place: Place;
  receipt: { number: number; at: Date } | null;
  quarantined: string | null;
  contested: boolean;
}

export type Verb =
  | "experienced"
  | "initialized"
  | "terminated"
  | "completed"
  | "answered"
  | "progressed"
  | "played"
  | "paused"
  | "seeked";

/** One thing that the learner did; what needs `completed` by the lesson's rule is recorded by the core itself. Kept before the promise resolves, whatever happens next. */
export interface StatementDraft {
  verb: Verb;
  /** Activity IRI; a block of a lesson is `<lesson IRI>#<block id>`. Left out: the lesson. */
  object?: string;
  lesson: string;
  course: string;
  package?: string;
  language?: string;
  /** A draft that this replaces: it goes in the same step in which the statement is kept. */
  draftKey?: string;
  /** A draft that is written in that step, too. */
  draft?: { key: string; text: string };
  result?: {
    response?: string;
    success?: boolean;
    completion?: boolean;
    score?: { scaled: number };
    durationSeconds?: number;
    /** Video: fraction seen, 0–1, and played segments as `0[.]12[,]20[.]34`. */
    progress?: number;
    playedSegments?: string;
  };
}

export interface Note {
  id: string;
  lesson: string;
  course: string;
  text: string;
  updatedAt: Date;
}

export interface Answer {
  question: string;
  lesson: string;
  asked: string;
  answer: string;
  answeredBy: string;
  answeredAt: Date;
  seen: boolean;
}

export interface Question {
  id: string;
  lesson: string;
  text: string;
  askedAt: Date;
  place: Place;
  answer: Answer | null;
}

export interface SearchHit {
  lesson: string;
  course: string;
  titles: Texts;
  courseTitles: Texts;
  language: string;
  plain: boolean;
  block: string | null;
  /** The text around the hit; `from`/`to` are offsets of the hit in it. */
  excerpt: string;
  from: number;
  to: number;
}

export interface Settings {
  language: string; // of the interface
  courseLanguage: string | null; // null: as the interface
  textSize: "normal" | "large" | "larger";
  contrast: "normal" | "high";
  theme: "light" | "dark" | "auto";
  readAloud: boolean;
  /** Of the voice and of videos, 1 is normal. */
  speed: number;
  plain: boolean;
}

// ── The session: everything that belongs to one learner ──────────────────────────────────────────

export interface Session {
  readonly profile: Profile;
  /** Grows whenever something that home(), courses(), lesson() or work() show may have changed. */
  readonly revision: Watchable<number>;

  home(): Promise<Home>;
  courses(): Promise<CourseCard[]>;
  course(course: string): Promise<CourseView | null>;
  /** null: not on this tablet (yet). The nearest language that the lesson has is chosen. */
  lesson(lesson: string, language: string, plain: boolean): Promise<LessonView | null>;
  /** Takes up an open course: recorded, and its lessons are fetched. */
  chooseCourse(course: string): Promise<void>;
  leaveCourse(course: string): Promise<void>;

  /** Resolves to the statement's id when it is on disk. */
  record(draft: StatementDraft): Promise<string>;

  draft(key: string): Promise<string | null>;
  /** All drafts whose key starts so, by key: use `<lesson IRI>#<block>` and the like as keys. */
  drafts(prefix: string): Promise<Record<string, string>>;
  saveDraft(key: string, text: string): Promise<void>;
  /** What has become a statement needs no draft: pass the key to the verb instead where possible. */
  dropDraft(key: string): Promise<void>;

  notes(lesson?: string): Promise<Note[]>;
  saveNote(note: { id?: string; lesson: string; course: string; text: string; draftKey?: string }): Promise<Note>;
  deleteNote(id: string): Promise<void>;

  ask(question: { lesson: string; course: string; text: string; draftKey?: string }): Promise<string>;
  questions(lesson?: string): Promise<Question[]>;
  answersSeen(questions: string[]): Promise<void>;
  noticesSeen(ids: string[]): Promise<void>;

  /** The text stays private on this tablet unless `forTeacher`. */
  reflect(reflection: {
    lesson: string;
    course: string;
    block: string;
    text: string;
    forTeacher: boolean;
    draftKey?: string;
    draft?: { key: string; text: string };
  }): Promise<string>;
  reflection(lesson: string, block: string): Promise<{ text: string; forTeacher: boolean; at: Date } | null>;
  /** The last answer given to an item, so that a page can show it again. */
  lastAnswer(item: string): Promise<{ response: string; success: boolean; at: Date } | null>;
  /** Seconds where a video stopped last. */
  videoPosition(block: string): Promise<number>;
  saveVideoPosition(block: string, seconds: number): Promise<void>;

  work(page?: { before?: number; limit?: number; lesson?: string }): Promise<WorkItem[]>;
  workCounts(): Promise<WorkCounts>;
  /** "This record is wrong": a statement of its own, which a teacher sees. */
  contest(statement: string, text: string, draftKey?: string): Promise<string>;

  search(query: string, limit?: number): Promise<SearchHit[]>;

  readonly settings: Watchable<Settings>;
  saveSettings(change: Partial<Settings>): Promise<void>;

  /** Older data of this learner waits for two officers (a forgotten PIN): null, or the state to show. */
  readonly recovery: Watchable<"waiting" | "refused" | null>;

  signOut(): Promise<void>;
}

// ── The core ─────────────────────────────────────────────────────────────────────────────────────

export interface Core {
  readonly version: string;
  /** From /config.json; false when that could not be read. */
  readonly demo: boolean;
  /** null: not paired. */
  readonly device: Watchable<DeviceInfo | null>;
  /** null: nobody is signed in. Survives a reload of the page, not a closed browser. */
  readonly session: Watchable<Session | null>;
  readonly conditions: Watchable<Condition[]>;
  readonly sync: Watchable<SyncStatus>;
  readonly downloads: Watchable<Downloads>;
  /** A new version of the app is ready; it takes over by itself when nobody is signed in. */
  readonly updateReady: Watchable<boolean>;
  /** Learner-app phrases translated in the CMS: key → language → text. */
  readonly phrases: Watchable<Record<string, Texts>>;
  /** Whom to call in distress, by language. */
  readonly helpTexts: Watchable<Texts>;

  pair(code: string): Promise<DeviceInfo>;
  knownLearners(): Promise<KnownLearner[]>;
  signIn(number: string, secret: Secret): Promise<Session>;
  /** Asks the server now instead of at the next appointed time. Resolves when done; never throws. */
  syncNow(): Promise<void>;
  /** Of the sign-in page, before anybody's settings are known. */
  deviceLanguage(): string;
  setDeviceLanguage(language: string): Promise<void>;
  /** Loads a ready update now (reloads the page). */
  applyUpdate(): Promise<void>;
}

/** Opens the tablet's store and says where things stand; pages wait for it once, at start. */
export async function openCore(): Promise<Core> {
  const { Engine } = await import("./engine");
  return Engine.open();
}
