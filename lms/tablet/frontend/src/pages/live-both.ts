/**
 * Picture and sound of a live lesson. While the line carries the picture, that is all; when it does not, the sound goes on alone from
 * the same moment and the picture stands still, until a try shows that it can come back. A learner never has to do anything.
 */
import { newestOf, Patience, starves } from "./live-line";
import { type From, LiveStream, type StreamEvents } from "./live-stream";

/** turning: the stored picture still plays, the sound is fetched; returning: the sound plays, the picture is fetched. */
type State = "picture" | "turning" | "sound" | "trying" | "returning";

export interface BothEvents extends StreamEvents {
  /** The sound is alone now, or no longer. */
  soundAlone(alone: boolean): void;
  /** The browser may want a tap first. */
  play(media: HTMLMediaElement): void;
}

const TICK_MS = 150;
const DRY_S = 0.3; // so little picture left: the sound takes over
const ENOUGH_S = 1.5; // so much picture is stored before it comes back, or nearly as much as there is of the sound
const SURE_S = 1; // so much sound is stored before the picture is tried
const THIN_S = 0.7; // so little sound left: the picture must wait
const RETURN_MS = 8_000;
const TRY_SHARE = 0.75; // of its own length, in which a piece of picture must arrive

export class LiveBoth {
  private readonly picture: LiveStream;
  private readonly sound: LiveStream;
  private readonly patience = new Patience();
  private readonly timer: ReturnType<typeof setInterval>;
  private state: State = "picture";
  private pictureSince = 0;
  private returningSince = 0;
  private scarce = 0;
  /** This lesson has a sound of its own. */
  private divisible = true;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly audio: HTMLAudioElement,
    private readonly events: BothEvents,
  ) {
    this.picture = new LiveStream(video, events);
    const soundEvents: StreamEvents = {
      prefix: () => events.prefix(),
      expired: () => events.expired(),
      waiting: () => this.withoutSound(),
      impossible: () => this.withoutSound(),
    };
    this.sound = new LiveStream(audio, soundEvents, "sound");
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  async start(from: From): Promise<void> {
    if (this.isAlone) {
      this.picture.stop();
      this.state = "sound";
      return this.sound.start(from);
    }
    this.sound.stop();
    this.state = "picture";
    this.pictureSince = performance.now();
    await this.picture.start(from);
  }

  catchUp(): void {
    if (this.state === "picture" || this.isAlone) this.heard.catchUp();
    else void this.start("live");
  }

  end(): void {
    clearInterval(this.timer);
    this.picture.end();
    this.sound.end();
  }

  /** What is heard now. */
  get media(): HTMLMediaElement {
    return this.isAlone ? this.audio : this.video;
  }

  get behind(): number {
    return this.heard.behind;
  }

  get shownAt(): Date | null {
    return this.heard.shownAt;
  }

  private get isAlone(): boolean {
    return this.state === "sound" || this.state === "trying" || this.state === "returning";
  }

  private get heard(): LiveStream {
    return this.isAlone ? this.sound : this.picture;
  }

  private tick(): void {
    switch (this.state) {
      case "picture":
        return this.watchPicture();
      case "turning":
        return this.turn();
      case "sound":
        if (performance.now() > this.patience.until && !this.audio.paused && this.sound.load.ahead > SURE_S)
          void this.try();
        return;
      case "returning":
        return this.comeBack();
      default:
    }
  }

  private watchPicture(): void {
    const { load } = this.picture;
    const wanted = this.divisible && !(load.begun && this.video.paused);
    this.scarce = wanted && starves(load) ? this.scarce + 1 : 0;
    if (this.scarce < 2) return;
    this.scarce = 0;
    this.state = "turning";
    this.picture.letGo();
    const { shownAt, from } = this.picture;
    const dry = shownAt && new Date(shownAt.getTime() + 1000 * Math.max(0, load.ahead - DRY_S));
    void this.sound.start(from, load.begun ? dry : null);
  }

  private turn(): void {
    if (this.audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
    const { load, shownAt } = this.picture;
    if (load.begun && load.ahead > DRY_S && !this.video.ended) return;
    const place = shownAt && load.begun ? this.sound.placeOf(shownAt) : null;
    if (place !== null && this.sound.storedFrom(place) > 0) this.audio.currentTime = place;
    this.state = "sound";
    this.patience.alone(performance.now(), this.pictureSince);
    alike(this.video, this.audio);
    this.events.soundAlone(true);
    this.video.pause();
    this.picture.stop();
    this.events.play(this.audio);
  }

  /** Fetches one piece of the picture beside the sound, with a look at the clock. */
  private async try(): Promise<void> {
    this.state = "trying";
    const works = await carries(this.events.prefix()).catch(() => false);
    if (this.state !== "trying") return;
    const at = this.sound.shownAt;
    if (!works || !at) return this.stayAlone();
    this.state = "returning";
    this.returningSince = performance.now();
    await this.picture.start(this.sound.from, at);
  }

  private stayAlone(): void {
    this.state = "sound";
    this.patience.failed(performance.now());
    this.picture.stop();
  }

  private comeBack(): void {
    const now = performance.now();
    const at = this.sound.shownAt;
    const place = at && this.picture.placeOf(at);
    const { ahead } = this.sound.load;
    const enough = Math.max(THIN_S, Math.min(ENOUGH_S, ahead - 0.2));
    if (place !== null && this.picture.storedFrom(place) > enough && this.video.readyState > 2) {
      this.state = "picture";
      this.pictureSince = now;
      this.video.currentTime = place;
      alike(this.audio, this.video);
      if (this.audio.paused) return this.settle();
      this.video.addEventListener("playing", () => this.settle(), { once: true });
      return this.events.play(this.video);
    }
    if (ahead < THIN_S || now - this.returningSince > RETURN_MS) this.stayAlone();
  }

  private settle(): void {
    if (this.state !== "picture") return;
    this.audio.pause();
    this.sound.stop();
    this.events.soundAlone(false);
  }

  private withoutSound(): void {
    this.divisible = false;
    const { from, shownAt } = this.picture;
    this.sound.stop();
    this.state = "picture";
    this.events.soundAlone(false);
    void this.picture.start(from, from === "start" ? shownAt : null);
  }
}

function alike(from: HTMLMediaElement, to: HTMLMediaElement): void {
  to.volume = from.volume;
  to.muted = from.muted;
}

/** Whether the newest piece of the picture comes clearly faster than it plays. */
async function carries(prefix: string): Promise<boolean> {
  const ask = { credentials: "omit", cache: "no-store" } as const;
  const list = await fetch(`${prefix}live.m3u8`, { ...ask, signal: AbortSignal.timeout(2_000) });
  const newest = list.ok ? newestOf(await list.text()) : null;
  if (!newest) return false;
  const signal = AbortSignal.timeout(newest.seconds * 1000 * TRY_SHARE);
  const piece = await fetch(prefix + newest.name, { ...ask, signal });
  await piece.arrayBuffer();
  return piece.ok;
}
