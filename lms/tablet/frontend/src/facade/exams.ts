/** Exams on this tablet: a sealed paper that is opened, a candidate who sits down, an attempt. Nobody needs to be signed in. */
import type {
  ChoiceItem,
  ExamNotice,
  ExamPaper,
  ExamSeat,
  ExtendedTextItem,
  FillInItem,
  HotspotItem,
  InlineChoiceItem,
  LearnerExam,
  MatchItem,
  NumericItem,
  OrderItem,
  PracticalItem,
  UploadItem,
} from "../protocol.gen";
import type { Watchable } from "../signal";
import type { Secret } from "./people";
import type { Place } from "./work";

export type ExamItem =
  | ChoiceItem
  | OrderItem
  | MatchItem
  | FillInItem
  | InlineChoiceItem
  | NumericItem
  | HotspotItem
  | ExtendedTextItem
  | UploadItem
  | PracticalItem;

/** What is known of a sitting here. `seat`: of a candidate whose attempt this tablet holds and that is not handed in. */
export interface SittingStanding {
  notice: ExamNotice | null;
  packageHere: boolean;
  opened: boolean;
  seat: string | null;
}

/** Known once the paper is open. */
export interface SeatCard {
  seat: string;
  number: number;
  name: string;
  learner: string;
  learnerNumber: string;
  secretKind: Secret["kind"] | null; // null: no secret yet, an officer checks who it is
}

export interface Exams {
  standing(sitting: string): Promise<SittingStanding>;
  /** Asks the server whether the paper may be opened. False: not yet. Throws "offline", "refused". */
  open(sitting: string): Promise<boolean>;
  /** With the code that the invigilator reads out; needs no network. Throws "bad_code". */
  openWithCode(sitting: string, code: string): Promise<void>;
  seats(sitting: string): Promise<SeatCard[]>;
  /** Whether it is this candidate. Throws "wrong_secret" and, after some wrong tries, "too_many". */
  check(sitting: string, seat: string, secret: Secret): Promise<void>;
  /**
   * Takes the seat, with what the server or this tablet knows of the attempt. "alone": the line is down, and this tablet has
   * nothing of it: `begin` needs the time that is left if another tablet had the seat. Throws "refused", with `seat_elsewhere`.
   */
  enter(sitting: string, seat: string): Promise<"ready" | "alone">;
  /** The seat of this tab, over a reload of the page. */
  seatOfTab(sitting: string): string | null;
  leaveSeat(): void;
  attempt(sitting: string, seat: string): Promise<Attempt>;
}

export interface PlacedQuestion {
  number: number;
  section: number;
  points: number;
  item: ExamItem;
}

export interface AttemptState {
  phase: "waiting" | "running" | "paused" | "submitted" | "elsewhere";
  /** Seconds that this candidate may use, extra time included. */
  seconds: number;
  leftSeconds: number;
  /** Items with a response. */
  answered: ReadonlySet<string>;
  flagged: ReadonlySet<string>;
  at: number;
  textSize: "normal" | "large" | "larger";
  online: boolean;
  /** Something is on its way to the disk. */
  keeping: boolean;
  /** What was given last could not be written. */
  notKept: boolean;
  endedBy: "candidate" | "time" | "invigilator" | null;
  /** Where everything that was given stands, files included. */
  place: Place;
  /** Photos and other files that the server does not have yet. */
  filesHere: number;
  receipt: number;
}

export type FileKind = UploadItem["accepts"][number];

/** A file of a response. `here`: its bytes are on this tablet; else it was given on another one. */
export interface GivenFile {
  sha256: string;
  mediaType: string;
  bytes: number;
  here: boolean;
}

/** Files of responses, by item. */
export interface ResponseFiles {
  of(item: string): GivenFile[];
  /** An address for a file that is here; "" when it cannot be read. */
  url(item: string, sha256: string): Promise<string>;
  /** On the disk when it resolves. Throws "file_kind", "file_large", "file_count", "no_space", "refused" (the time is over). */
  add(item: string, kind: FileKind, file: Blob): Promise<void>;
  remove(item: string, sha256: string): Promise<void>;
}

export interface Attempt {
  readonly paper: ExamPaper;
  readonly seat: ExamSeat;
  readonly questions: readonly PlacedQuestion[];
  readonly state: Watchable<AttemptState>;
  readonly files: ResponseFiles;
  /** It had begun here before, and goes on: after a crash, or after the page was loaded anew. */
  readonly wasRunning: boolean;
  response(item: string): string;
  /** An address for a picture of the paper, as an item names it. */
  pictureUrl(path: string): string;
  /** Starts the clock. `leftSeconds`: what another tablet has left of the time, by the invigilator's clock. */
  begin(leftSeconds?: number): Promise<void>;
  /** Kept when the promise of `settled` resolves; `soon`: somebody is still typing. */
  answer(item: string, response: string, soon: boolean): void;
  settled(): Promise<void>;
  look(change: Partial<Pick<AttemptState, "at" | "textSize">>): void;
  flag(item: string): void;
  submit(): Promise<void>;
  /** The page goes: the clock stands. */
  close(): void;
}

export type Contest = "marks" | "eligibility" | "attendance" | "attribution";
export type AccommodationKind = "extra_time" | "read_aloud" | "language" | "other";

/** What the learner has written about an exam and the server has not told of yet. */
export interface Written {
  id: string;
  about: "appeal" | "accommodation";
  kind: Contest | AccommodationKind;
  text: string;
  at: Date;
  place: Place;
}

export interface MyExam extends LearnerExam {
  written: Written[];
}

/** The signed-in learner's own exams. */
export interface MyExams {
  list(): Promise<MyExam[]>;
  /** Written down once: the time to appeal counts from here. */
  resultSeen(exam: LearnerExam): Promise<void>;
  contest(
    exam: LearnerExam,
    appeal: { kind: Contest; question: number | null; text: string; draftKey: string },
  ): Promise<void>;
  askFor(exam: LearnerExam, wish: { kind: AccommodationKind; text: string; draftKey: string }): Promise<void>;
}
