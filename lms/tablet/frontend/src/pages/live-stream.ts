/**
 * One stream of a live lesson, the picture or the sound alone: hls.js on a media element, or the browser's own player where there
 * is no Media Source. Every address is signed anew when it is asked for. What goes wrong is mended here for as long as the page stands.
 */
import type Hls from "hls.js";
import type { ErrorData, Fragment, HlsConfig } from "hls.js";
import { freshAddress } from "./live-facts";
import { type Load, placeOf } from "./live-line";

export type From = "live" | "start";
export type Kind = "picture" | "sound";

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
export function settingsFor(from: From, kind: Kind = "picture"): Partial<HlsConfig> {
  return {
    enableWorker: false,
    lowLatencyMode: false,
    liveSyncDurationCount: kind === "picture" ? 2 : 4,
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
  private turn = 0;
  private loading: Fragment | null = null;
  from: From = "live";

  constructor(
    private readonly media: HTMLMediaElement,
    private readonly events: StreamEvents,
    private readonly kind: Kind = "picture",
  ) {
    media.addEventListener("playing", this.works);
  }

  /** `at`: begin at this moment of the day, wherever the list has it. */
  async start(from: From, at: Date | null = null): Promise<void> {
    this.stop();
    this.from = from;
    const { turn } = this;
    const { default: Player } = await import("hls.js/light");
    if (this.ended || turn !== this.turn) return;
    if (Player.isSupported()) this.begin(new Player(this.config(from, at)), Player, at);
    else if (this.media.canPlayType(NATIVE_TYPE)) this.native();
    else this.events.impossible();
  }

  /** To where the teacher is now. */
  catchUp(): void {
    const edge = this.hls?.liveSyncPosition;
    if (this.from === "live" && edge && edge > this.media.currentTime) this.media.currentTime = edge;
    else void this.start("live");
  }

  /** How many seconds later than the newest picture. */
  get behind(): number {
    return Math.max(0, (this.hls?.liveSyncPosition ?? 0) - this.media.currentTime);
  }

  /** The wall clock of what is on the screen; null where the list does not say. */
  get shownAt(): Date | null {
    return this.hls?.playingDate ?? null;
  }

  /** Where a moment of the day lies on the element's clock; null: not in the list. */
  placeOf(moment: Date): number | null {
    return placeOf(this.hls?.latestLevelDetails?.fragments ?? [], moment.getTime());
  }

  /** Seconds that are stored from this place on without a hole. */
  storedFrom(place: number): number {
    const { buffered } = this.media;
    for (let i = 0; i < buffered.length; i += 1)
      if (buffered.start(i) <= place + 0.1 && place < buffered.end(i)) return buffered.end(i) - place;
    return 0;
  }

  get load(): Load {
    const { currentTime, readyState } = this.media;
    const stats = this.loading?.stats;
    const { start = 0, end = 0 } = stats?.loading ?? {};
    return {
      ahead: this.storedFrom(currentTime),
      onTheWay: start && !end ? performance.now() - start : 0,
      here: stats?.loaded ?? 0,
      all: stats?.total ?? 0,
      begun: readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
    };
  }

  /** Leaves the line to others; what is stored plays on. */
  letGo(): void {
    this.hls?.stopLoad();
    this.loading = null;
  }

  end(): void {
    this.ended = true;
    this.stop();
    this.media.removeEventListener("playing", this.works);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.turn += 1;
    this.hls?.destroy();
    this.hls = null;
    this.loading = null;
    this.media.onerror = null;
  }

  private readonly works = (): void => void (this.mends = 0);

  private config(from: From, at: Date | null): Partial<HlsConfig> {
    return {
      ...settingsFor(from, this.kind),
      autoStartLoad: at === null,
      xhrSetup: (request, address) => {
        request.open("GET", freshAddress(address, this.events.prefix()), true);
      },
    };
  }

  private get address(): string {
    const list = this.from === "live" ? "live" : "dvr";
    return `${this.events.prefix()}${list}${this.kind === "sound" ? "-sound" : ""}.m3u8`;
  }

  private begin(hls: Hls, Player: typeof Hls, at: Date | null): void {
    this.hls = hls;
    const { Events } = Player;
    hls.on(Events.ERROR, (_name, error) => this.trouble(hls, Player, error));
    hls.on(Events.FRAG_LOADING, (_name, { frag }) => (this.loading = frag));
    for (const over of [Events.FRAG_LOADED, Events.FRAG_LOAD_EMERGENCY_ABORTED] as const)
      hls.on(over, () => (this.loading = null));
    if (at)
      hls.once(Events.LEVEL_LOADED, (_name, { details }) =>
        hls.startLoad(placeOf(details.fragments, at.getTime()) ?? details.fragments.at(-1)?.start ?? -1),
      );
    hls.attachMedia(this.media);
    hls.loadSource(location.origin + this.address);
  }

  private trouble(hls: Hls, Player: typeof Hls, error: ErrorData): void {
    if (hls !== this.hls) return;
    if (error.frag) this.loading = null;
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
    if (hls === this.hls) this.again();
  }

  /** Begins anew; a late-comer who watches from the start goes on where he was. */
  private again(): void {
    const at = this.from === "start" ? this.shownAt : null;
    this.stop();
    this.timer = setTimeout(() => void this.start(this.from, at), AGAIN_MS);
  }

  /** Such a player chooses between picture and sound by itself. */
  private native(): void {
    this.media.onerror = () => {
      this.events.waiting();
      this.again();
    };
    this.media.src = `${this.events.prefix()}index-${this.from === "live" ? "live" : "dvr"}.m3u8`;
  }
}
