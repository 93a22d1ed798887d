/** The tablet as a whole: what it is paired to, who is signed in, what it holds. */
import type { Watchable } from "../signal";
import type { ExamNotice } from "../protocol.gen";
import type { Exams } from "./exams";
import type { Texts } from "./lessons";
import type { DeviceInfo, KnownLearner, Secret } from "./people";
import type { Session } from "./session";
import type { Condition, Downloads, SyncStatus } from "./states";

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

  /** Sittings for which this tablet keeps the paper. */
  readonly examNotices: Watchable<ExamNotice[]>;
  /** A sitting whose attempt began here and is not handed in: the app opens there after a crash. */
  readonly examRunning: string | null;
  exams(): Promise<Exams>;

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
