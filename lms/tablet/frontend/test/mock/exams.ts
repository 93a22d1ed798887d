/** A sitting and an attempt without a server: `?as=exam-wait`, `-offline`, `-who`, `-alone`, `-ready`, `-run`, `-last`, `-paused`, `-done`. */
import {
  type Attempt,
  type AttemptState,
  CoreError,
  type ExamItem,
  type ExamNotice,
  type ExamPaper,
  type Exams,
  type ExamSeat,
  type MyExam,
  type MyExams,
  type ResponseFiles,
  type SeatCard,
} from "../../src/facade";
import { questionsOf } from "../../src/exams/form";
import { shrunk } from "../../src/exams/photos";
import { Signal } from "../../src/signal";
import { now, PROFILE, query, uuid } from "./data";
import { questions } from "./questions";

const english = query.get("lang") === "en";
const say = (chinese: string, other: string): string => (english ? other : chinese);
const SITTING = uuid(950);
const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
const TITLE = say("焊工（四级）理论考试", "Welder, level 4: theory");

export const NOTICE: ExamNotice = {
  sitting: SITTING,
  title: TITLE,
  room: say("教学楼 203 教室", "Room 203"),
  planned_start: new Date(now).toISOString(),
  minutes: 60,
  package: "0".repeat(64),
  bytes: 1,
  state: "sealed",
};

const WRITTEN: ExamItem = {
  id: "w",
  version: 1,
  kind: "extended_text",
  prompt_html: say(
    "<p>焊接现场突然起火，你怎么做？写出步骤和理由。</p>",
    "<p>A fire breaks out where you weld. What do you do, and why?</p>",
  ),
  pictures: [],
  feedback_correct: "",
  feedback_incorrect: "",
  mapping: null,
  rubric: [],
  most_characters: 500,
  model_answer: "",
};
const PHOTO: ExamItem = {
  ...WRITTEN,
  id: "p",
  kind: "upload",
  accepts: ["photo"],
  prompt_html: say("<p>拍下你焊好的角焊缝。</p>", "<p>Take a photo of your fillet weld.</p>"),
};
const ITEMS: ExamItem[] = [...questions(say).map((block) => block.item), WRITTEN, PHOTO];
const NAMES = ["王小明", "Nguyễn Thị Minh Khai", "阿不都热合曼·买买提", "李红", "张伟", "陈建国", "赵敏", "刘洋"];

const SEATS: ExamSeat[] = Array.from({ length: 60 }, (_, i) => ({
  seat: uuid(1000 + i),
  number: i + 1,
  learner: i === 6 ? PROFILE.learner : uuid(2000 + i),
  learner_number: String(10001 + i),
  name: NAMES[i % NAMES.length]!,
  language: english ? "en" : "zh-Hans",
  read_aloud: true,
  seconds: 4500,
  verifier: { secret_kind: "pin", salt: "", iterations: 1, check: "" },
  sections: [
    {
      title: say("一、看图和选择", "1. Pictures and choices"),
      instructions: say("每题只交一次，可以随时改。", "You can change every answer."),
      questions: ITEMS.slice(0, 4).map((_item, n) => ({ item: String(n), points: 2, order: [] })),
    },
    {
      title: say("二、写一写", "2. In your own words"),
      instructions: "",
      questions: ITEMS.slice(4).map((_item, n) => ({ item: String(n + 4), points: 5, order: [] })),
    },
  ],
}));
const PAPER: ExamPaper = {
  kind: "exam_paper",
  format: 1,
  sitting: SITTING,
  title: TITLE,
  room: NOTICE.room,
  language: english ? "en" : "zh-Hans",
  minutes: 60,
  items: Object.fromEntries(ITEMS.map((item, n) => [String(n), item])),
  pictures: {},
  seats: SEATS,
};

function mockFiles(given: Map<string, string>, changed: () => void): ResponseFiles {
  const kept = new Map<string, { item: string; file: Blob }>();
  const of = (item: string): string[] => [...kept].flatMap(([sha256, one]) => (one.item === item ? [sha256] : []));
  const tell = (item: string): void => (given.set(item, of(item).join("[,]")), changed());
  return {
    of: (item) =>
      of(item).map((sha256) => {
        const { file } = kept.get(sha256)!;
        return { sha256, mediaType: file.type, bytes: file.size, here: true };
      }),
    url: async (_item, sha256) => URL.createObjectURL(kept.get(sha256)!.file),
    add: async (item, kind, file) => {
      kept.set(crypto.randomUUID(), { item, file: kind === "photo" ? await shrunk(file) : file });
      tell(item);
    },
    remove: async (item, sha256) => (kept.delete(sha256), tell(item)),
  };
}

function mockAttempt(as: string): Attempt {
  const seat = SEATS[6]!;
  const all = questionsOf(PAPER, seat);
  const last = as === "exam-last";
  const given = new Map<string, string>([["0", "a"]]);
  const ids = (): Set<string> => new Set([...given].flatMap(([item, response]) => (response ? [item] : [])));
  const begun = as === "exam-run" || last;
  const state = new Signal<AttemptState>({
    phase: as === "exam-paused" ? "paused" : as === "exam-done" ? "submitted" : begun ? "running" : "waiting",
    seconds: 4500,
    leftSeconds: last ? 272 : 3127,
    answered: ids(),
    flagged: new Set(["2"]),
    at: Number(query.get("q") ?? 0),
    textSize: (query.get("text") ?? "normal") as AttemptState["textSize"],
    online: !last,
    keeping: false,
    notKept: false,
    endedBy: as === "exam-done" ? "time" : null,
    filesHere: 0,
    place: as === "exam-done" ? "prison" : "tablet",
    receipt: as === "exam-done" ? 418 : 0,
  });
  const set = (change: Partial<AttemptState>): void => state.set({ ...state.value, ...change });
  return {
    ...{ paper: PAPER, seat, questions: all, state, wasRunning: false },
    response: (item) => given.get(item) ?? "",
    pictureUrl: () => "/media/workshop.svg",
    begin: async () => set({ phase: "running" }),
    answer: (item, response) => (given.set(item, response), set({ answered: ids() })),
    settled: async () => undefined,
    files: mockFiles(given, () => set({ answered: ids() })),
    look: set,
    flag: (item) => {
      const flagged = new Set(state.value.flagged);
      if (!flagged.delete(item)) flagged.add(item);
      set({ flagged });
    },
    submit: async () => set({ phase: "submitted", endedBy: "candidate" }),
    close: () => undefined,
  };
}

export function mockExams(as: string): Exams {
  const opened = as !== "exam-wait" && as !== "exam-offline";
  const seated = opened && as !== "exam-who";
  return {
    standing: async () => ({
      notice: NOTICE,
      packageHere: true,
      opened,
      seat: seated ? SEATS[6]!.seat : null,
    }),
    open: async () => {
      if (as === "exam-offline") throw new CoreError("offline");
      return false;
    },
    openWithCode: async () => {
      throw new CoreError("bad_code");
    },
    seats: async (): Promise<SeatCard[]> =>
      SEATS.map(({ seat, number, name, learner, learner_number }) => ({
        ...{ seat, number, name, learner, learnerNumber: learner_number, secretKind: "pin" as const },
      })),
    check: async () => {
      throw new CoreError("wrong_secret");
    },
    enter: async () => (as === "exam-alone" ? "alone" : "ready"),
    seatOfTab: () => (seated ? SEATS[6]!.seat : null),
    leaveSeat: () => undefined,
    attempt: async () => mockAttempt(as),
  };
}

const exam = (n: number, more: Partial<MyExam>): MyExam => ({
  sitting: n === 0 ? SITTING : uuid(950 + n),
  seat: uuid(1006),
  number: 7,
  title: TITLE,
  room: NOTICE.room,
  planned_start: NOTICE.planned_start,
  minutes: 60,
  extra_seconds: 900,
  read_aloud: true,
  state: "ahead",
  accommodation: null,
  result: null,
  written: [],
  ...more,
});

export const MY_EXAMS: MyExam[] = [
  exam(0, {}),
  exam(1, {
    title: say("语文一级", "Chinese, level 1"),
    planned_start: at(100),
    accommodation: {
      kind: "read_aloud",
      text: say("我认字不多。", "I read slowly."),
      state: "granted",
      reason: say("已安排会读题的平板。", "You get a tablet that reads aloud."),
    },
    written: [
      {
        id: uuid(960),
        about: "accommodation",
        kind: "extra_time",
        text: say("我写字慢。", "I write slowly."),
        at: new Date(now - 3_600_000),
        place: "tablet",
      },
    ],
  }),
  exam(2, { title: say("低压电工理论", "Low-voltage theory"), planned_start: at(-200), state: "marking" }),
  exam(3, {
    title: say("焊工（五级）理论", "Welder, level 5: theory"),
    planned_start: at(-900),
    state: "released",
    result: {
      points: 68,
      out_of: 100,
      pass_mark: 60,
      passed: true,
      first_points: 64,
      released_at: at(-700),
      appeal_until: at(90),
      feedback: [1, 2, 3, 4, 5].map((number) => ({
        number,
        points: number % 2 ? 2 : 1,
        out_of: 2,
        comment: number === 2 ? say("漏了挂牌。", "The sign was missing.") : "",
      })),
      appeals: [
        {
          id: uuid(970),
          kind: "marks",
          text: say("第 3 题我写了先断电。", "In question 3 I did write to switch off first."),
          at: at(-500),
          state: "upheld",
          due_at: at(-332),
          reason: say("你写对了，加 4 分。", "You did: 4 points more."),
          decided_at: at(-400),
        },
        {
          id: uuid(971),
          kind: "attendance",
          text: say("我没有迟到。", "I was not late."),
          at: at(-20),
          state: "open",
          due_at: at(148),
          reason: "",
          decided_at: null,
        },
      ],
    },
  }),
];

export const mockMyExams = (): MyExams => ({
  list: async () => MY_EXAMS,
  resultSeen: async () => undefined,
  contest: async () => undefined,
  askFor: async () => undefined,
});
