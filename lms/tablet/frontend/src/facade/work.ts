/** What a learner does and writes, and where each piece of it stands. */
import type { Texts } from "./lessons";

/** on this tablet, at the prison (receipt), at the province (or covered by a backup) */
export type Place = "tablet" | "prison" | "province";

/** What was done elsewhere (other tablets, paper): not known yet, known in part, or all here. */
export type Standing = "never" | "partly" | "all";

/** With what was done elsewhere, as far as it has come. */
export interface WorkCounts {
  total: number;
  tablet: number;
  prison: number;
  province: number;
  elsewhere: Standing;
}

export interface WorkItem {
  id: string;
  at: Date;
  /** For the next page: `work({ before: last.shownAt })`. */
  shownAt: number;
  verb: string;
  object: string;
  lesson: string | null;
  /** Of the lesson; of the course, where it is about a whole course. */
  lessonTitles: Texts | null;
  response: string | null;
  success: boolean | null;
  place: Place;
  receipt: { number: number; at: Date } | null;
  quarantined: string | null;
  contested: boolean;
  /** On this tablet, on another one, or entered by an officer (a lesson on paper, a record taken back). */
  made: "here" | "other_tablet" | "by_officer";
  /** An officer has taken it back: it no longer counts, and is still shown. */
  voided: boolean;
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
