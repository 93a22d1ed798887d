/**
 * The picture of a live lesson: hls.js on a <video>, or the browser's own player where there is no Media Source.
 * Every address is signed anew when it is asked for. What goes wrong is mended here for as long as the page stands.
 */
import type Hls from "hls.js";
import type { ErrorData, HlsConfig } from "hls.js";
import { freshAddress } from "./live-facts";

export type From = "live" | "start";

export interface StreamEvents {
  /** The path that is good now. */
  prefix(): string;
  /** Nothing there yet: asked again by itself. */
  waiting(): void;
  /** The path is too old. */
  expired(): void;
  /** This browser cannot show it. */
  impossible(): void;
}

const AGAIN_MS = 2_000;
const MENDS = 3; // of a picture that cannot be decoded, one after the other
const NATIVE_TYPE = "application/vnd.apple.mpegurl";

/** Sound first: a few seconds of store, more after each stall, and a little faster afterwards instead of a jump. */
export function settingsFor(from: From): Partial<HlsConfig> {
  return {
    enableWorker: false,
    lowLatencyMode: false,
    liveSyncDurationCount: 2,
    liveSyncOnStallIncrease: 2,
    maxLiveSyncPlaybackRate: from === "live" ? 1.1 : 1,
    maxBufferLength: from === "live" ? 30 : 60,
    maxBufferSize: 30_000_000,
    backBufferLength: 60,
    maxBufferHole: 0.5,
    startPosition: from === "start" ? 0 : -1,
    startOnSegmentBoundary: true,
  };
}

export class LiveStream {
  private hls: Hls | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private mends = 0;
  private ended = false;
  from: From = "live";

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: StreamEvents,
  ) {
    video.addEventListener("playing", this.works);
  }

  async start(from: From): Promise<void> {
    this.from = from;
    this.stop();
    const { default: Player } = await import("hls.js/light");
    if (this.ended || this.hls || this.from !== from) return;
    if (Player.isSupported()) this.begin(new Player(this.config(from)), Player);
    else if (this.video.canPlayType(NATIVE_TYPE)) this.native();
    else this.events.impossible();
  }

  /** To where the teacher is now. */
  catchUp(): void {
    const edge = this.hls?.liveSyncPosition;
    if (this.from === "live" && edge && edge > this.video.currentTime) this.video.currentTime = edge;
    else void this.start("live");
  }

  /** How many seconds later than the newest picture. */
  get behind(): number {
    return Math.max(0, (this.hls?.liveSyncPosition ?? 0) - this.video.currentTime);
  }

  /** The wall clock of what is on the screen; null where the list does not say. */
  get shownAt(): Date | null {
    return this.hls?.playingDate ?? null;
  }

  end(): void {
    this.ended = true;
    this.stop();
    this.video.removeEventListener("playing", this.works);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.hls?.destroy();
    this.hls = null;
    this.video.onerror = null;
  }

  private readonly works = (): void => void (this.mends = 0);

  private config(from: From): Partial<HlsConfig> {
    return {
      ...settingsFor(from),
      xhrSetup: (request, address) => {
        request.open("GET", freshAddress(address, this.events.prefix()), true);
      },
    };
  }

  private get address(): string {
    return `${this.events.prefix()}${this.from === "live" ? "live" : "dvr"}.m3u8`;
  }

  private begin(hls: Hls, Player: typeof Hls): void {
    this.hls = hls;
    hls.on(Player.Events.ERROR, (_name, error) => this.trouble(hls, Player, error));
    hls.attachMedia(this.video);
    hls.loadSource(location.origin + this.address);
  }

  private trouble(hls: Hls, Player: typeof Hls, error: ErrorData): void {
    if (hls !== this.hls) return;
    const status = error.response?.code;
    if (status === 403) this.events.expired();
    if (!error.fatal) return;
    if (error.type === Player.ErrorTypes.MEDIA_ERROR && this.mends < MENDS) {
      this.mends += 1;
      if (this.mends > 1) hls.swapAudioCodec();
      return hls.recoverMediaError();
    }
    if (error.type === Player.ErrorTypes.MEDIA_ERROR) {
      this.mends = 0;
      this.events.impossible();
    } else if (status === 404) this.events.waiting();
    this.again();
  }

  /** Begins anew; a late-comer who watches from the start goes on where he was. */
  private again(): void {
    const at = this.from === "start" ? this.video.currentTime : 0;
    this.stop();
    this.timer = setTimeout(() => {
      void this.start(this.from).then(() => {
        if (at > 1) this.video.addEventListener("loadedmetadata", () => (this.video.currentTime = at), { once: true });
      });
    }, AGAIN_MS);
  }

  private native(): void {
    this.video.onerror = () => {
      this.events.waiting();
      this.again();
    };
    this.video.src = this.address;
  }
}
