/** The screen of a live lesson: big buttons for what a learner may want, and nothing that can go wrong by a wrong tap. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import type { LiveReport } from "../facade";
import type { LiveBoard } from "../facade";
import { define, LightElement } from "../elements/element";
import { type Cue, LiveLines, readCues } from "../elements/cues";
import { icon } from "../elements/icon";
import { t } from "../strings";
import { Played } from "./live-facts";
import { LiveBoth } from "./live-both";
import type { From } from "./live-stream";

const BEHIND_S = 15; // from here on “back to live” is offered
const CAPTIONS_MS = 2_000;
const WHOLE_MS = 20_000; // the whole text of a long lesson is long

interface Counted extends HTMLMediaElement {
  webkitAudioDecodedByteCount?: number;
}

export class LivePlayerElement extends LightElement {
  static override properties = {
    prefix: { attribute: false },
    name: { attribute: false },
    since: { attribute: false },
    hasCaptions: { attribute: false },
    captionsState: { attribute: false },
    expired: { attribute: false },
    shows: { attribute: false },
    from: { state: true },
    asleep: { state: true },
    silent: { state: true },
    stalled: { state: true },
    alone: { state: true },
    failed: { state: true },
    behind: { state: true },
    captions: { state: true },
    line: { state: true },
  };
  declare prefix: string;
  declare name: string;
  /** When the lesson began: captions count from there. */
  declare since: string | null;
  declare hasCaptions: boolean;
  declare captionsState: LiveBoard["captions_state"];
  declare expired: () => void;
  /** The first picture is there, or nothing is there yet. */
  declare shows: (picture: boolean) => void;
  declare from: From;
  /** The browser wants a tap before it plays. */
  declare asleep: boolean;
  declare silent: boolean;
  declare stalled: boolean;
  /** The line carries the sound only: the picture stands still. */
  declare alone: boolean;
  declare failed: boolean;
  declare behind: boolean;
  declare captions: "none" | "off" | "on";
  declare line: string;

  private both: LiveBoth | null = null;
  private readonly played = new Played();
  private cues: Cue[] = [];
  private read = ""; // the file they came from
  private readAt = 0;
  private readonly lines = new LiveLines();
  private timer: ReturnType<typeof setInterval> | undefined;
  private frames = 0;
  private sounds = 0;

  constructor() {
    super();
    this.from = "live";
    this.asleep = this.silent = this.stalled = this.alone = this.failed = this.behind = this.hasCaptions = false;
    this.captions = "none";
    this.captionsState = "";
    this.line = "";
    this.since = null;
  }

  protected override firstUpdated(): void {
    this.both = new LiveBoth(this.video, this.querySelector("audio") as HTMLAudioElement, {
      prefix: () => this.prefix,
      waiting: () => this.shows(false),
      expired: () => this.expired(),
      impossible: () => (this.failed = true),
      soundAlone: (alone) => this.stands(alone),
      play: (media) => this.wake(media),
    });
    void this.both.start("live");
    this.timer = setInterval(() => void this.readCaptions(), CAPTIONS_MS);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("hasCaptions") && !this.hasCaptions) this.captions = "none";
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    this.both?.end();
    super.disconnectedCallback();
  }

  /** For the teacher's desk; null: nothing has been played since the last one. */
  report(): LiveReport | null {
    const seconds = this.played.take();
    if (seconds <= 0) return null;
    const { video } = this;
    const media = this.media as Counted;
    const frames = video.getVideoPlaybackQuality?.().totalVideoFrames ?? this.frames + 1;
    const sounds = media.webkitAudioDecodedByteCount ?? this.sounds + 1;
    const report = {
      seconds,
      picture: !this.alone && video.videoWidth > 0 && frames !== this.frames,
      sound: !media.muted && media.volume > 0 && sounds !== this.sounds,
    };
    this.frames = frames;
    this.sounds = sounds;
    return report;
  }

  /** The report did not arrive: what was played goes into the next one. */
  giveBack({ seconds }: LiveReport): void {
    this.played.giveBack(seconds);
  }

  private get video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement;
  }

  /** What is heard now: the video, or the sound alone. */
  private get media(): HTMLMediaElement {
    return this.both?.media ?? this.video;
  }

  override render(): TemplateResult {
    const { alone } = this;
    return html`<div class="video-frame live-frame ${alone ? "is-alone" : ""}">
        <video
          playsinline
          disablepictureinpicture
          ?controls=${!alone}
          controlslist="nodownload noremoteplayback noplaybackrate"
          aria-label=${this.name}
          aria-hidden=${alone ? "true" : "false"}
          @canplay=${this.ready}
          @playing=${this.plays}
          @waiting=${this.waits}
          @timeupdate=${this.follow}
          @volumechange=${this.hears}
        ></video>
        <canvas class="live-still" aria-hidden="true" ?hidden=${!alone}></canvas>
        <audio
          ?controls=${alone}
          controlslist="nodownload noremoteplayback noplaybackrate"
          aria-label=${t("live.alone_controls", { title: this.name })}
          @canplay=${this.ready}
          @playing=${this.plays}
          @waiting=${this.waits}
          @timeupdate=${this.follow}
          @volumechange=${this.hears}
        ></audio>
        ${
          alone
            ? html`<p class="live-alone" role="status">
                ${icon("sound")}<span><b>${t("live.alone")}</b><br />${t("live.alone_help")}</span>
              </p>`
            : ""
        }
        ${this.captions === "on" && this.line ? html`<p class="live-line"><span>${this.line}</span></p>` : ""}
        ${
          this.asleep
            ? html`<button
                type="button"
                class="big-play"
                aria-label=${t("live.play", { title: this.name })}
                @click=${() => this.wake(this.media)}
              >
                ${icon("play")}
              </button>`
            : ""
        }
      </div>
      ${this.failed ? html`<p class="bad" role="alert">${icon("warning")} ${t("live.failed")}</p>` : ""}
      <div class="row live-tools">
        ${this.behindTools()} ${this.captionTools()}
        ${
          this.silent
            ? html`<button type="button" class="button button-main" @click=${this.soundOn}>
                ${icon("sound")} ${t("live.sound_on")}
              </button>`
            : ""
        }
        <p class="hint" role="status">${this.hint()}</p>
      </div>`;
  }

  private hint(): string {
    if (this.stalled) return t("live.stalled");
    return this.from === "start" || this.behind ? t("live.behind") : "";
  }

  private behindTools(): TemplateResult {
    return html`<button type="button" class="button" @click=${() => this.turn("start")}>
        ${icon("refresh")} ${t("live.start_over")}
      </button>
      ${
        this.from === "start" || this.behind
          ? html`<button type="button" class="button button-main" @click=${() => this.turn("live")}>
              ${icon("next", "mirrors")} ${t("live.back")}
            </button>`
          : ""
      }`;
  }

  private captionTools(): TemplateResult | string {
    if (this.captions === "none") return "";
    const on = this.captions === "on";
    return html`<button type="button" class="button" @click=${() => (this.captions = on ? "off" : "on")}>
        ${icon("cc")} ${t(on ? "live.captions_off" : "live.captions_on")}
      </button>
      <p class="hint" role="status">
        ${on ? t(this.captionsState === "paused" ? "live.captions_paused" : "live.captions") : ""}
      </p>`;
  }

  private turn(from: From): void {
    const { both } = this;
    this.from = from;
    this.behind = false;
    if (from === "live") both?.catchUp();
    else void both?.start("start");
    this.wake(this.media);
  }

  /** What has come plays by itself; a picture that is still being fetched beside the sound does not. */
  private ready(event: Event): void {
    if (event.target === this.media) this.wake(this.media);
  }

  private wake(media: HTMLMediaElement): void {
    media
      .play()
      .then(() => (this.asleep = false))
      .catch((error: unknown) => {
        if ((error as Error).name === "NotAllowedError") this.asleep = true;
      });
  }

  private soundOn(): void {
    this.media.muted = false;
  }

  private hears(): void {
    this.silent = this.media.muted;
  }

  private plays(): void {
    this.stalled = this.failed = this.asleep = false;
    this.shows(true);
  }

  private waits(event: Event): void {
    if (event.target === this.media) this.stalled = true;
  }

  /** The last picture stays to be seen while the sound goes on. */
  private stands(alone: boolean): void {
    const { video } = this;
    const still = this.querySelector("canvas") as HTMLCanvasElement;
    this.alone = alone;
    still.width = alone ? video.videoWidth : 0;
    still.height = alone ? video.videoHeight : 0;
    if (alone && video.videoWidth) still.getContext("2d")?.drawImage(video, 0, 0);
  }

  private follow(event: Event): void {
    const { both, media } = this;
    if (event.target !== media) return;
    this.played.at(media.currentTime, media.playbackRate);
    this.behind = (both?.behind ?? 0) > BEHIND_S;
    const shown = both?.shownAt?.getTime();
    const second = shown && this.since ? (shown - Date.parse(this.since)) / 1000 : media.currentTime;
    this.line = this.lines.at(this.cues, second);
  }

  /** A file beside the picture, its seconds counted from the beginning of the lesson. Offered only where there is one. The short one holds the last two minutes. */
  private async readCaptions(): Promise<void> {
    if (!this.hasCaptions || document.hidden) return;
    const whole = this.from === "start" || this.behind;
    if (whole && this.read === "captions-all.vtt" && Date.now() - this.readAt < WHOLE_MS) return;
    const file = whole ? "captions-all.vtt" : "captions.vtt";
    try {
      const response = await fetch(`${this.prefix}${file}`, { credentials: "omit", cache: "no-store" });
      if (!response.ok) return;
      this.cues = readCues(await response.text());
      this.read = file;
      this.readAt = Date.now();
      if (this.captions === "none" && this.cues.length) this.captions = "off";
    } catch {
      // no line: the next try comes by itself
    }
  }
}

define("nl-live-player", LivePlayerElement);
