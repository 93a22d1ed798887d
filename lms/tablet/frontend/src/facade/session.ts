/** One learner's session: everything that belongs to this learner and nobody else. */
import type { LearnerCandidacy, LearnerExam } from "../protocol.gen";
import type { Watchable } from "../signal";
import type { CourseCard, CourseView, LessonCard, LessonView, SearchHit, Texts } from "./lessons";
import type { MyExams } from "./exams";
import type { Live } from "./live";
import type { Profile } from "./people";
import type { Answer, Note, Question, StatementDraft, WorkCounts, WorkItem } from "./work";

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
  /** The learner's own, the next first. */
  exams: LearnerExam[];
  /** The learner's own ways to a certificate, the newest first. */
  candidacies: LearnerCandidacy[];
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

export interface Session {
  readonly profile: Profile;
  /** Grows whenever something that home(), courses(), lesson() or work() show may have changed. */
  readonly revision: Watchable<number>;

  /** Lessons that are held now: needs the network, and says so. */
  readonly live: Live;
  exams(): Promise<MyExams>;

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
