/** What a lesson's elements may ask of the page around them. The tablet records through it; the CMS preview records nothing. */
import type { LessonDocument } from "./shapes";

/** Something that the learner did in a block. The page turns it into a statement. */
export type LessonEvent =
  | { did: "answered"; block: string; item: string; response: string; scaled: number }
  | { did: "reflected"; block: string; text: string }
  | { did: "experienced"; block: string }
  | { did: "played" | "paused"; block: string; at: number }
  | { did: "seeked"; block: string; from: number; to: number }
  | { did: "progressed"; block: string; progress: number; segments: string; at: number; duration: number };

export interface LessonContext {
  readonly document: LessonDocument;
  /** False in the CMS preview: nothing is kept. */
  readonly records: boolean;
  /** 0.5–2, for read-aloud. */
  readonly speed: number;
  /** An address that <img>, <audio>, <video> and fetch can use; ranges are answered. */
  url(path: string): string;
  /** What was kept for this key, from this visit or an earlier one. */
  draft<T>(key: string): T | undefined;
  /** Kept at once; survives a crash. */
  keep(key: string, value: unknown): void;
  /** For what nobody is told of. A failure shows on the page. */
  record(event: LessonEvent): void;
  /**
   * For what the learner is told is kept: the event and the draft that says so, in one step. Resolves when both are on the
   * disk. Throws an Error whose message is a sentence for the learner; then neither is kept, and what was typed must stay.
   */
  commit(event: LessonEvent, key: string, value: unknown): Promise<void>;
}

/** A context that keeps drafts in memory only and records nothing. */
export function dryContext(document: LessonDocument, url: (path: string) => string, speed = 1): LessonContext {
  const drafts = new Map<string, unknown>();
  return {
    document,
    records: false,
    speed,
    url,
    draft: <T>(key: string) => drafts.get(key) as T | undefined,
    keep: (key, value) => void drafts.set(key, value),
    record: () => undefined,
    commit: async (_event, key, value) => void drafts.set(key, value),
  };
}
