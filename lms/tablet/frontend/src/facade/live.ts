/** Live lessons: the one part of the app that needs the network. Nothing of it is kept on the tablet. */
import type { LiveBoard, LiveNow } from "../protocol.gen";

export interface LiveReport {
  /** Played since the last report. */
  seconds: number;
  picture: boolean;
  sound: boolean;
}

/** Every promise throws a CoreError: "offline" without a way to the server, "refused" with the server's own sentence. */
export interface Live {
  /** What this learner may watch now, what is planned for the next days, and what has lately ended. */
  list(): Promise<LiveNow[]>;
  /** One of them, with a fresh path to its picture. Asking leaves no trace. */
  one(broadcast: string): Promise<LiveNow>;
  /** Says that this learner is watching; the answer has a fresh path. */
  seen(broadcast: string, report: LiveReport): Promise<LiveNow>;
  /** What everybody who watches may see; null: there is none yet. "refused": the path is too old, `one` brings another. */
  board(prefix: string): Promise<LiveBoard | null>;
  /** The same id twice arrives once. */
  ask(broadcast: string, question: { id: string; text: string }): Promise<void>;
  /** May be said again with another option while the poll is open. */
  answer(broadcast: string, poll: string, option: number): Promise<void>;
}
