/** What the app is in: conditions that a page must say plainly, the sync, the downloads. */
import type { Texts } from "./lessons";

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
