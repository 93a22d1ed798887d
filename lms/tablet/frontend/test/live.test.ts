import { describe, expect, test } from "vitest";

import { cueAt, LiveLines, readCues } from "../src/elements/cues";
import { CoreError } from "../src/errors";
import { LearnerLive } from "../src/live";
import { askAgainIn, freshAddress, partsOf, phaseOf, Played, shares } from "../src/pages/live-facts";
import { newestOf, Patience, placeOf, starves } from "../src/pages/live-line";
import { settingsFor } from "../src/pages/live-stream";
import type { LiveBoard, LiveNow } from "../src/protocol.gen";

const ID = "018f0000-0000-7000-8000-000000000001";
const OTHER = "018f0000-0000-7000-8000-000000000002";
const SIGNATURE = "a".repeat(22);
const NOON = Date.parse("2026-11-22T12:00:00Z");

function lesson(state: LiveNow["state"], more: Partial<LiveNow> = {}): LiveNow {
  return {
    ...{ broadcast: ID, title: "焊接", teacher: "李警官", course: "", language: "zh-Hans", state },
    ...{ planned_start: new Date(NOON).toISOString(), planned_minutes: 45, since: null },
    ...{ prefix: `/live/2/${SIGNATURE}/${ID}/`, prefix_seconds: 300, lesson: "", ...more },
  };
}

function board(state: LiveBoard["state"]): LiveBoard {
  return { state, since: null, captions: false, captions_state: "", poll: null, released: [] };
}

describe("what a live lesson is now", () => {
  test("it begins in a moment until the first picture is there", () => {
    expect(phaseOf(lesson("live"), null, false)).toBe("begins");
    expect(phaseOf(lesson("live"), null, true)).toBe("live");
  });

  test("the board is younger than the list", () => {
    expect(phaseOf(lesson("live"), board("interrupted"), true)).toBe("interrupted");
    expect(phaseOf(lesson("interrupted"), board("live"), true)).toBe("live");
    expect(phaseOf(lesson("scheduled"), board("cancelled"), false)).toBe("cancelled");
  });

  test("an old board does not bring back a lesson that has ended", () => {
    expect(phaseOf(lesson("ended"), board("live"), true)).toBe("over");
  });

  test("an ended lesson turns into its recording once that is published", () => {
    expect(phaseOf(lesson("ended"), null, false)).toBe("over");
    expect(phaseOf(lesson("ended", { lesson: "urn:newleaf:lesson:1" }), null, false)).toBe("lesson");
  });

  test("the list is divided by what runs, what comes and what is over", () => {
    const early = lesson("scheduled", { broadcast: OTHER, planned_start: new Date(NOON - 60_000).toISOString() });
    const parts = partsOf([lesson("scheduled"), early, lesson("interrupted"), lesson("ended")]);
    expect(parts.coming.map((one) => one.broadcast)).toEqual([OTHER, ID]);
    expect([parts.running.length, parts.over.length]).toEqual([1, 1]);
  });

  test("it is asked for often only around its beginning", () => {
    expect(askAgainIn(lesson("scheduled"), NOON - 60_000)).toBe(4_000);
    expect(askAgainIn(lesson("scheduled"), NOON + 600_000)).toBe(4_000);
    expect(askAgainIn(lesson("scheduled"), NOON - 7_200_000)).toBe(30_000);
  });
});

describe("addresses", () => {
  const fresh = `/live/99/${"b".repeat(22)}/${ID}/`;

  test("a file is asked for under the path that is good now", () => {
    expect(freshAddress(`http://tablet/live/2/${SIGNATURE}/${ID}/s-0-12.m4s`, fresh)).toBe(`${fresh}s-0-12.m4s`);
  });

  test("another broadcast's file and any other address stay as they are", () => {
    for (const address of [`http://tablet/live/2/${SIGNATURE}/${OTHER}/live.m3u8`, "blob:http://tablet/1", "/media/x"])
      expect(freshAddress(address, fresh)).toBe(address);
  });
});

describe("seconds played", () => {
  test("time that runs on counts, a jump does not", () => {
    const played = new Played();
    for (const at of [10, 11, 12, 90, 91, 90.5, 91]) played.at(at);
    expect(played.take()).toBe(3);
    expect(played.take()).toBe(0);
  });

  test("what could not be told waits for the next report", () => {
    const played = new Played();
    for (const at of [0, 1, 2]) played.at(at);
    played.giveBack(played.take());
    played.at(3);
    expect(played.take()).toBe(3);
  });

  test("a part of a second waits for the next report", () => {
    const played = new Played();
    for (const at of [0, 0.7, 1.4]) played.at(at);
    expect(played.take()).toBe(1);
    played.at(2.1);
    expect(played.take()).toBe(1);
  });
});

test("the picture is never hurried when a learner watches from the start", () => {
  expect(settingsFor("live")).toMatchObject({
    liveSyncDurationCount: 2,
    maxLiveSyncPlaybackRate: 1.1,
    startPosition: -1,
  });
  expect(settingsFor("start")).toMatchObject({ maxLiveSyncPlaybackRate: 1, startPosition: 0 });
});

test("shares of a poll that nobody has answered are nought", () => {
  expect(shares([0, 0])).toEqual([0, 0]);
  expect(shares([3, 1])).toEqual([75, 25]);
});

describe("captions as lines", () => {
  const VTT = `WEBVTT\r\n\r\nNOTE of no use\r\n\r\n1\r\n00:00:05.000 --> 00:00:08.000 line:90%\r\n先看<b>压力表</b>，\r\n再看阀门\r\n
01:02.500 --> 01:04.000\nfirst &amp; second\nline\n\nbroken --> 1\nx\n`;

  test("cues are read with their seconds, without tags, Chinese lines joined without a space", () => {
    expect(readCues(VTT)).toEqual([
      { start: 5, end: 8, text: "先看压力表，再看阀门" },
      { start: 62.5, end: 64, text: "first & second line" },
    ]);
  });

  test("what is no WebVTT gives no lines", () => {
    expect(readCues("")).toEqual([]);
    expect(readCues("<html>404</html>")).toEqual([]);
  });

  test("the line that was said last is found", () => {
    const cues = readCues(VTT);
    expect([0, 5, 40, 63].map((second) => cueAt(cues, second))).toEqual([-1, 0, 0, 1]);
  });
});

describe("lines of a live lesson", () => {
  const CUES = [
    { start: 1, end: 3, text: "one" },
    { start: 3.1, end: 5, text: "two" },
    { start: 5.1, end: 7, text: "three" },
    { start: 20, end: 22, text: "four" },
  ];
  const shownFrom = (from: number, to: number, cues = CUES): string[] => {
    const lines = new LiveLines();
    const shown: string[] = [];
    for (let second = from; second <= to; second += 0.25) {
      const line = lines.at(cues, second);
      if (line !== shown.at(-1)) shown.push(line);
    }
    return shown;
  };

  test("in time, each stands while it is said, and goes a second later", () => {
    expect(shownFrom(0, 24)).toEqual(["", "one", "two", "three", "", "four", ""].slice(0, 7));
    expect(new LiveLines().at(CUES, 1)).toBe("one");
  });

  test("late lines follow each other, and none is left out", () => {
    const lines = new LiveLines();
    expect(lines.at([], 6.5)).toBe("");
    expect([7, 7.25, 8.5, 10, 11.5].map((second) => lines.at(CUES, second))).toEqual([
      "one",
      "one",
      "two",
      "three",
      "three",
    ]);
  });

  test("what was said long ago is not shown any more", () => {
    expect(shownFrom(16, 19)).toEqual([""]);
  });

  test("who goes back sees the lines again", () => {
    const lines = new LiveLines();
    expect(lines.at(CUES, 20)).toBe("four");
    expect(lines.at(CUES, 3.2)).toBe("two");
    expect(lines.at(CUES, 5.2)).toBe("three");
  });
});

describe("what is asked of the server", () => {
  interface Sent {
    method: string;
    path: string;
    body: unknown;
    language: string | null;
  }
  const sent: Sent[] = [];
  const api = {
    async send(_sender: unknown, method: string, path: string, init: RequestInit = {}) {
      const body: unknown = init.body ? JSON.parse(init.body as string) : null;
      sent.push({ method, path, body, language: new Headers(init.headers).get("Accept-Language") });
      return Response.json({ broadcasts: [lesson("live")] });
    },
  };
  const identity = { privateKey: {} as CryptoKey, jwk: { kty: "EC", crv: "P-256", x: "", y: "" } as const };
  const live = (status = 200, known = true): LearnerLive =>
    new LearnerLive(
      api,
      () => (known ? identity : null),
      "learner-1",
      () => "en",
      async () => new Response(status === 200 ? JSON.stringify(board("live")) : "", { status }),
    );

  test("every request names the learner and the language of the sentences", async () => {
    await live().list();
    await live().seen(ID, { seconds: 29.6, picture: true, sound: false });
    await live().ask(ID, { id: OTHER, text: "为什么？" });
    expect(sent).toEqual([
      { method: "GET", path: "/api/v1/live/?learner=learner-1", body: null, language: "en" },
      {
        ...{ method: "POST", path: `/api/v1/live/${ID}/seen`, language: "en" },
        body: { learner: "learner-1", seconds: 30, picture: true, sound: false },
      },
      {
        ...{ method: "POST", path: `/api/v1/live/${ID}/questions`, language: "en" },
        body: { id: OTHER, learner: "learner-1", text: "为什么？" },
      },
    ]);
  });

  test("a board that is not there yet is none, one behind an old path is refused, a broken server is offline", async () => {
    expect(await live(200).board("/live/")).toEqual(board("live"));
    expect(await live(404).board("/live/")).toBeNull();
    await expect(live(403).board("/live/")).rejects.toMatchObject({ code: "refused" });
    await expect(live(502).board("/live/")).rejects.toMatchObject({ code: "offline" });
  });

  test("a tablet that is not paired asks nothing", async () => {
    await expect(live(200, false).list()).rejects.toBeInstanceOf(CoreError);
  });
});

describe("a line that cannot carry the picture", () => {
  const load = { ahead: 1, onTheWay: 500, here: 10_000, all: 100_000, begun: true };

  test("starves when the piece comes later than the store lasts", () => {
    expect(starves(load)).toBe(true);
    expect(starves({ ...load, ahead: 5 })).toBe(false);
    expect(starves({ ...load, here: 60_000 })).toBe(false);
  });

  test("a lesson whose teacher sends nothing is not a slow line", () => {
    expect(starves({ ...load, ahead: 0, onTheWay: 0, here: 0, all: 0 })).toBe(false);
  });

  test("not a byte for a while is a slow line only when little is stored", () => {
    const silent = { ...load, here: 0, all: 0, onTheWay: 800 };
    expect([starves({ ...silent, ahead: 0.5 }), starves({ ...silent, ahead: 1.5 })]).toEqual([true, false]);
  });

  test("the first picture may take a few seconds", () => {
    const first = { ...load, begun: false, ahead: 0 };
    expect(starves({ ...first, here: 50_000 })).toBe(false);
    expect(starves({ ...first, onTheWay: 4_000 })).toBe(true);
  });

  test("each try that fails doubles the wait, and a good while of picture forgets it", () => {
    const patience = new Patience();
    patience.alone(1_000, 0);
    expect(patience.until).toBe(11_000);
    patience.failed(11_000);
    expect(patience.until).toBe(31_000);
    patience.alone(50_000, 40_000);
    expect(patience.until).toBe(90_000);
    patience.alone(300_000, 100_000);
    expect(patience.until).toBe(310_000);
  });

  test("a moment of the day has its place in both lists", () => {
    const at = (n: number, start: number) => ({ programDateTime: NOON + 1000 * n, start, duration: 1 });
    const list = [at(0, 10), at(1, 11), at(5, 12)];
    expect([-1000, 0, 1500, 3000, 5500, 7000].map((ms) => placeOf(list, NOON + ms))).toEqual([
      10,
      10,
      11.5,
      12,
      12.5,
      null,
    ]);
    expect(placeOf([], NOON)).toBeNull();
  });

  test("the newest piece of a list is what the line is tried with", () => {
    expect(newestOf("#EXTM3U\n#EXTINF:1.0,\ns-0-1.m4s\n#EXTINF:0.966,\ns-0-2.m4s\n")).toEqual({
      name: "s-0-2.m4s",
      seconds: 0.966,
    });
    expect(newestOf("")).toBeNull();
  });
});
