/** A core without store or server, so that every page can be looked at and checked in a browser. Choose with ?as=… */
import {
  CoreError,
  type Condition,
  type Core,
  type DeviceInfo,
  type Downloads,
  type ExamNotice,
  type Session,
  type SyncStatus,
} from "../../src/facade";
import { Signal } from "../../src/signal";
import { ago, CONDITIONS, LESSONS, PROFILE, query, uuid } from "./data";
import { COURSE } from "./document";
import { mockExams, NOTICE } from "./exams";
import { MockSession } from "./session";

export function mockCore(): Core {
  const as = query.get("as") ?? "";
  const session = new Signal<Session | null>(null);
  const open = (): Session => {
    const made = new MockSession(() => session.set(null));
    session.set(made);
    return made;
  };
  if (!["pairing", "sign-in"].includes(as)) open();
  const trouble = CONDITIONS[as];
  const conditions = new Signal<Condition[]>(trouble ? [trouble] : []);
  const device = new Signal<DeviceInfo | null>(
    as === "pairing"
      ? null
      : { device: uuid(1), name: "三监区 07 号", kind: "shared", prison: uuid(2), prisonName: "清河监狱" },
  );
  const items = [
    {
      lesson: LESSONS[2]?.lesson ?? "",
      course: COURSE,
      titles: LESSONS[2]?.titles ?? {},
      package: "",
      bytes: 42_000_000,
      doneBytes: 17_000_000,
      state: "loading" as const,
    },
    {
      lesson: "x",
      course: COURSE,
      titles: { "zh-Hans": "国旗与国徽", en: "Flag and emblem" },
      package: "",
      bytes: 8_000_000,
      doneBytes: 0,
      state: "waiting" as const,
    },
  ];
  return {
    version: "0.1.0",
    demo: true,
    device,
    session,
    conditions,
    sync: new Signal<SyncStatus>({ state: "offline", lastContact: ago(5), nextAt: null, waiting: 2 }),
    downloads: new Signal<Downloads>({
      items,
      bytes: 50_000_000,
      doneBytes: 17_000_000,
      usedBytes: 310_000_000,
      freeBytes: 5_400_000_000,
    }),
    updateReady: new Signal(as === "update"),
    phrases: new Signal({}),
    helpTexts: new Signal({
      "zh-Hans": "难受的时候按床头的呼叫铃，或者告诉值班民警。",
      en: "In distress, press the bell by your bed or tell the officer on duty.",
    }),
    examNotices: new Signal<ExamNotice[]>(as.startsWith("exam") ? [NOTICE] : []),
    examRunning: null,
    exams: async () => mockExams(as),
    pair: async (code: string) => {
      if (code !== "GOOD") throw new CoreError("bad_code");
      const info = { device: uuid(1), name: "07", kind: "shared" as const, prison: uuid(2), prisonName: "清河监狱" };
      device.set(info);
      return info;
    },
    knownLearners: async () => [
      { learner: uuid(700), number: "10001", name: PROFILE.name, secretKind: "pin", ready: true },
      { learner: uuid(701), number: "10002", name: "王小明", secretKind: "pictures", ready: true },
      { learner: uuid(702), number: "10003", name: "Nguyễn Thị Minh Khai", secretKind: "pin", ready: false },
    ],
    signIn: async (_number, secret) => {
      if (secret.kind === "pin" && secret.pin === "000000") throw new CoreError("too_many", "too_many", 30);
      if (secret.kind === "pin" && secret.pin !== "258036") throw new CoreError("wrong_secret");
      return open();
    },
    syncNow: async () => undefined,
    deviceLanguage: () => query.get("lang") ?? "zh-Hans",
    setDeviceLanguage: async () => undefined,
    applyUpdate: async () => undefined,
  };
}
