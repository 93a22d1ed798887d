/** Live lessons without a server: one that runs, without a picture, and one that is planned; by their address also what becomes of them. */
import type { Live, LiveBoard, LiveNow } from "../../src/facade";
import { ago, uuid } from "./data";

const base = { teacher: "李警官", course: "", language: "zh-Hans", planned_minutes: 45, prefix: "", prefix_seconds: 0 };
const RUNNING: LiveNow = {
  ...{ ...base, broadcast: uuid(901), title: "焊接安全直播课", state: "live", lesson: "" },
  ...{ planned_start: ago(10).toISOString(), since: ago(9).toISOString(), prefix: "/live/1/x/", prefix_seconds: 300 },
};
const PLANNED: LiveNow = {
  ...{ ...base, broadcast: uuid(902), title: "家庭教育讲座", state: "scheduled", lesson: "" },
  ...{ planned_start: ago(-600).toISOString(), since: null },
};
const INTERRUPTED: LiveNow = { ...RUNNING, broadcast: uuid(905), state: "interrupted", prefix: "/live/1/y/" };
const CLOSED: LiveNow = { ...RUNNING, broadcast: uuid(906), prefix: "/live/1/z/" };
const OVER: LiveNow = { ...RUNNING, broadcast: uuid(907), state: "ended", prefix: "" };
const LESSON: LiveNow = { ...OVER, broadcast: uuid(908), lesson: `urn:newleaf:lesson:${uuid(11)}` };
const CANCELLED: LiveNow = { ...PLANNED, broadcast: uuid(909), state: "cancelled" };
const BOARD: LiveBoard = {
  ...{ state: "live", since: RUNNING.since, captions: false, captions_state: "" },
  poll: {
    ...{ id: uuid(903), question: "先做什么？", options: ["断电", "戴手套"], open: true, tally: [], right: null },
  },
  released: [{ id: uuid(904), text: "为什么要先断电？", answer: "通电时可能触电。" }],
};

const POLL = BOARD.poll as NonNullable<LiveBoard["poll"]>;
const BOARDS: Record<string, LiveBoard> = {
  "/live/1/y/": { ...BOARD, state: "interrupted", poll: null },
  "/live/1/z/": { ...BOARD, poll: { ...POLL, open: false, tally: [7, 2], right: 0 } },
};

export function mockLive(): Live {
  const all = [RUNNING, PLANNED];
  const one = async (broadcast: string): Promise<LiveNow> =>
    [...all, INTERRUPTED, CLOSED, OVER, LESSON, CANCELLED].find((each) => each.broadcast === broadcast) ?? RUNNING;
  return {
    list: async () => all,
    one,
    seen: one,
    board: async (prefix) => BOARDS[prefix] ?? BOARD,
    ask: async () => undefined,
    answer: async () => undefined,
  };
}
