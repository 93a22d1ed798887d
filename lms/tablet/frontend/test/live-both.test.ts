import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { BothEvents } from "../src/pages/live-both";
import type { Load } from "../src/pages/live-line";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const GOOD: Load = { ahead: 2, onTheWay: 0, here: 0, all: 0, begun: true };
const SLOW: Load = { ahead: 1, onTheWay: 500, here: 1_000, all: 100_000, begun: true };

/** A stream without a player: what it was told is written down. */
class FakeStream {
  static made: FakeStream[] = [];
  from = "live";
  load: Load = GOOD;
  shownAt: Date | null = new Date(NOON);
  stored = 5;
  told: string[] = [];
  events: { waiting(): void };

  constructor(_media: unknown, events: { waiting(): void }) {
    this.events = events;
    FakeStream.made.push(this);
  }
  async start(from: string, at: Date | null = null): Promise<void> {
    this.from = from;
    this.told.push(at ? `start ${from} ${at.getTime() - NOON}` : `start ${from}`);
  }
  placeOf = (moment: Date): number => 100 + (moment.getTime() - NOON) / 1000;
  storedFrom = (): number => this.stored;
  letGo = (): void => void this.told.push("let go");
  stop = (): void => void this.told.push("stop");
  catchUp = (): void => undefined;
  end = (): void => undefined;
  behind = 0;
}

vi.mock("../src/pages/live-stream", () => ({ LiveStream: FakeStream }));

class FakeMedia extends EventTarget {
  paused = false;
  ended = false;
  readyState = 4;
  volume = 1;
  muted = false;
  currentTime = 0;
  pause(): void {
    this.paused = true;
  }
}

const PIECE = "#EXTM3U\n#EXTINF:1.0,\ns-0-9.m4s\n";

async function player() {
  const { LiveBoth } = await import("../src/pages/live-both");
  const video = new FakeMedia();
  const audio = new FakeMedia();
  const said: string[] = [];
  const events = {
    ...{ prefix: () => "/live/1/x/", waiting: () => undefined, expired: () => undefined, impossible: () => undefined },
    soundAlone: (alone: boolean) => void said.push(alone ? "alone" : "both"),
    play: (media: unknown) => void said.push(media === audio ? "play audio" : "play video"),
  } satisfies BothEvents;
  const both = new LiveBoth(video as never, audio as never, events);
  const [picture, sound] = FakeStream.made.slice(-2) as [FakeStream, FakeStream];
  return { both, picture, sound, video, audio, said };
}

async function soundAlone() {
  const made = await player();
  made.picture.load = SLOW;
  await vi.advanceTimersByTimeAsync(500);
  made.picture.load = { ...SLOW, ahead: 0.2, onTheWay: 0 };
  await vi.advanceTimersByTimeAsync(500);
  return made;
}

describe("picture and sound of a live lesson", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    vi.stubGlobal("HTMLMediaElement", { HAVE_CURRENT_DATA: 2, HAVE_FUTURE_DATA: 3 });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("on a good line nothing but the picture is fetched", async () => {
    const { both, sound, video } = await player();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sound.told).toEqual([]);
    expect(both.media).toBe(video);
  });

  test("one late piece is no slow line", async () => {
    const { picture, sound } = await player();
    picture.load = SLOW;
    await vi.advanceTimersByTimeAsync(160);
    picture.load = GOOD;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sound.told).toEqual([]);
  });

  test("the sound is fetched from where the picture runs dry, and takes over only then", async () => {
    const { both, picture, sound, audio, said } = await player();
    picture.load = SLOW;
    await vi.advanceTimersByTimeAsync(500);
    expect(picture.told).toEqual(["let go"]);
    expect(sound.told).toEqual(["start live 700"]);
    expect(said).toEqual([]);
    picture.load = { ...SLOW, ahead: 0.2, onTheWay: 0 };
    picture.shownAt = new Date(NOON + 800);
    await vi.advanceTimersByTimeAsync(200);
    expect(said).toEqual(["alone", "play audio"]);
    expect(audio.currentTime).toBeCloseTo(100.8);
    expect(both.media).toBe(audio);
    both.end();
  });

  test("a picture that the learner has stopped is left alone", async () => {
    const { picture, sound, video } = await player();
    video.paused = true;
    picture.load = SLOW;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sound.told).toEqual([]);
  });

  test("where there is no sound by itself the picture goes on, and nobody asks again", async () => {
    const { both, picture, sound, video } = await player();
    picture.load = SLOW;
    await vi.advanceTimersByTimeAsync(500);
    sound.events.waiting();
    expect(picture.told).toEqual(["let go", "start live"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sound.told.filter((one) => one.startsWith("start"))).toHaveLength(1);
    expect(both.media).toBe(video);
  });

  test("a try that comes too slowly leaves the sound alone, and the next one waits longer", async () => {
    const fetches = vi.fn(async () => Promise.reject(new Error("too slow")));
    vi.stubGlobal("fetch", fetches);
    const { both, audio } = await soundAlone();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(fetches).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(fetches).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetches).toHaveBeenCalledTimes(2);
    expect(both.media).toBe(audio);
  });

  test("the picture comes back at the moment that is heard, and the sound goes on until it plays", async () => {
    vi.stubGlobal("fetch", async () => new Response(PIECE));
    const { both, picture, sound, video, audio, said } = await soundAlone();
    picture.stored = 0;
    sound.shownAt = new Date(NOON + 30_000);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(picture.told.at(-1)).toBe("start live 30000");
    expect(both.media).toBe(audio);
    picture.stored = 2;
    await vi.advanceTimersByTimeAsync(200);
    expect(said.at(-1)).toBe("play video");
    expect(video.currentTime).toBe(130);
    expect(audio.paused).toBe(false);
    video.dispatchEvent(new Event("playing"));
    expect([audio.paused, said.at(-1), both.media]).toEqual([true, "both", video]);
  });

  test("a picture that takes the sound's place on the line is given up", async () => {
    vi.stubGlobal("fetch", async () => new Response(PIECE));
    const { both, picture, sound, audio } = await soundAlone();
    picture.stored = 0;
    await vi.advanceTimersByTimeAsync(12_000);
    sound.load = { ...GOOD, ahead: 0.4 };
    await vi.advanceTimersByTimeAsync(200);
    expect(picture.told.at(-1)).toBe("stop");
    expect(both.media).toBe(audio);
  });
});
