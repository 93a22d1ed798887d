/** Video from the stored file: goes on where it stopped, seeks, shows captions, and says what was really watched. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { clock, languageName, t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { stopReading } from "./read-aloud";
import { format, merge, parse, progress, type Segment } from "./segments";
import type { Chapter, VideoBlock } from "./shapes";
import "./video-chapters";
import "./video-transcript";

interface Kept {
  at: number;
  segments: string;
}

/** Seconds of playing after which progress is recorded even without a pause. */
const REPORT_EVERY = 60;

export class VideoBlockElement extends BlockElement<VideoBlock> {
  static override properties = {
    ...BlockElement.properties,
    startAt: { attribute: false },
    started: { state: true },
    captions: { state: true },
    resumeAt: { state: true },
    seen: { state: true },
    failed: { state: true },
    second: { state: true },
  };
  /** Second to begin at instead of where it stopped; null where nobody asked for one. */
  declare startAt: number | null;
  declare started: boolean;
  declare captions: string;
  declare resumeAt: number;
  declare seen: number;
  declare failed: boolean;
  /** Where the video is, for the text beside it. */
  declare second: number;

  private segments: Segment[] = [];
  private from = 0;
  private last = 0;
  private reported = 0;
  private readonly leave = (): void => this.report();

  protected override restore(): void {
    const kept = this.context.draft<Kept>(`video:${this.block.id}`);
    this.segments = parse(kept?.segments ?? "");
    this.started = false;
    this.failed = false;
    this.resumeAt = kept?.at ?? 0;
    this.second = this.resumeAt;
    this.seen = progress(this.segments, this.block.video.seconds ?? 0);
    this.reported = this.seen;
    const language = this.context.document.language.toLowerCase();
    const { captions } = this.block;
    this.captions =
      (captions.find((track) => track.language.toLowerCase() === language) ?? captions[0])?.language ?? "";
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has("startAt") || changed.get("startAt") === undefined || this.video.readyState === 0) return;
    if (this.started) this.close(this.last);
    this.ready();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("pagehide", this.leave);
  }

  override disconnectedCallback(): void {
    this.report();
    window.removeEventListener("pagehide", this.leave);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { title, video, poster, captions } = this.block;
    const { context } = this;
    return html`<div class="media-card">
      <h2 class="media-title">${icon("play")} <span data-read>${title}</span></h2>
      <div class="video-frame">
        <video
          controls
          playsinline
          disablepictureinpicture
          preload="metadata"
          controlslist="nodownload noremoteplayback"
          aria-label=${title}
          poster=${poster ? context.url(poster.path) : ""}
          src=${context.url(video.path)}
          @loadedmetadata=${this.ready}
          @play=${this.onPlay}
          @pause=${this.onPause}
          @ended=${this.onEnded}
          @timeupdate=${this.follow}
          @error=${() => (this.failed = true)}
        >
          ${captions.map(
            (track) =>
              html`<track
                kind="captions"
                srclang=${track.language}
                label=${languageName(track.language)}
                src=${context.url(track.path)}
              />`,
          )}
        </video>
        ${
          this.started
            ? ""
            : html`<button type="button" class="big-play" aria-label=${t("video.play", { title })} @click=${this.start}>
                ${icon("play")}
              </button>`
        }
      </div>
      ${this.failed ? html`<p class="bad" role="alert">${icon("warning")} ${t("video.failed")}</p>` : ""}
      <div class="row video-tools">
        ${
          captions.length
            ? html`<div class="row" role="group" aria-label=${t("video.captions")}>
                ${icon("cc")}
                ${captions.map((track) => this.captionButton(track.language, languageName(track.language)))}
                ${this.captionButton("", t("video.captions_off"))}
              </div>`
            : ""
        }
        ${
          this.resumeAt > 0 && this.started
            ? html`<button type="button" class="button button-quiet" @click=${this.restart}>
                ${icon("refresh")} ${t("video.from_start")}
              </button>`
            : ""
        }
        <p class="hint" role="status">${this.status()}</p>
      </div>
      ${this.chapters.length ? this.chapterList() : ""} ${this.transcript()}
    </div>`;
  }

  /** Packages of earlier versions name none. */
  private get chapters(): Chapter[] {
    return (this.block as Partial<VideoBlock>).chapters ?? [];
  }

  private chapterList(): TemplateResult {
    return html`<nl-video-chapters
      .chapters=${this.chapters}
      .second=${this.second}
      .jump=${(second: number) => this.jump(second)}
    ></nl-video-chapters>`;
  }

  private transcript(): TemplateResult | string {
    const { captions } = this.block;
    const track = captions.find(({ language }) => language === this.captions) ?? captions[0];
    if (!track) return "";
    return html`<nl-video-transcript
      .src=${this.context.url(track.path)}
      .language=${track.language}
      .chapters=${this.chapters}
      .second=${this.second}
      .jump=${(second: number) => this.jump(second)}
    ></nl-video-transcript>`;
  }

  private jump(second: number): void {
    this.video.currentTime = second;
    this.second = second;
    void this.video.play();
  }

  private captionButton(language: string, label: string): TemplateResult {
    return html`<button
      type="button"
      class="chip"
      lang=${language}
      aria-pressed=${this.captions === language}
      @click=${() => this.setCaptions(language)}
    >
      ${label}
    </button>`;
  }

  private status(): string {
    if (this.seen >= 1) return t("video.seen_all");
    if (!this.started && this.resumeAt > 0) return t("video.goes_on", { time: clock(this.resumeAt) });
    return this.seen > 0 ? t("video.seen", { percent: Math.round(this.seen * 100) }) : "";
  }

  private get video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement;
  }

  private ready(): void {
    const { video } = this;
    if (this.resumeAt > video.duration - 3) this.resumeAt = 0;
    this.resumeAt = this.startAt ?? this.resumeAt;
    if (this.resumeAt > 0 || this.startAt !== null) video.currentTime = this.resumeAt;
    this.from = this.last = video.currentTime;
    video.playbackRate = this.context.speed;
    this.setCaptions(this.captions);
  }

  private start(): void {
    void this.video.play();
    this.video.focus();
  }

  private restart(): void {
    this.video.currentTime = 0;
    this.resumeAt = 0;
    void this.video.play();
  }

  private setCaptions(language: string): void {
    this.captions = language;
    for (const track of this.video.textTracks) track.mode = track.language === language ? "showing" : "disabled";
  }

  private onPlay(): void {
    stopReading();
    this.started = true;
    this.from = this.last = this.video.currentTime;
    this.context.record({ did: "played", block: this.block.id, at: this.from });
  }

  /** Time that runs on is watching; a jump is seeking, whichever control caused it. */
  private follow(): void {
    const { video } = this;
    const now = video.currentTime;
    const step = now - this.last;
    this.second = now;
    if (step < 0 || step > 1.5 * Math.max(1, video.playbackRate)) {
      if (!this.started) return void (this.from = this.last = now);
      this.close(this.last);
      this.context.record({ did: "seeked", block: this.block.id, from: this.last, to: now });
      this.from = now;
    }
    this.last = now;
    if (!this.started) return;
    this.keep(now);
    if (now - this.from >= REPORT_EVERY) {
      this.close(now);
      this.report();
    }
  }

  private onPause(): void {
    this.follow();
    this.close(this.video.currentTime);
    this.context.record({ did: "paused", block: this.block.id, at: this.video.currentTime });
    this.report();
  }

  private onEnded(): void {
    this.close(this.video.duration);
    this.keep(0);
    this.report();
  }

  private close(at: number): void {
    if (at > this.from) this.segments = merge([...this.segments, [this.from, at]]);
    this.from = at;
    this.seen = progress(this.segments, this.video.duration);
  }

  private keep(at: number): void {
    const open: Segment[] = this.last > this.from ? [[this.from, this.last]] : [];
    this.context.keep(`video:${this.block.id}`, { at, segments: format([...this.segments, ...open]) } satisfies Kept);
  }

  private report(): void {
    const video = this.querySelector("video");
    if (!video || !this.started) return;
    this.close(Math.max(this.from, this.last));
    if (this.seen <= this.reported) return;
    this.reported = this.seen;
    this.context.record({
      did: "progressed",
      block: this.block.id,
      progress: this.seen,
      segments: format(this.segments),
      at: video.currentTime,
      duration: video.duration,
    });
  }
}

define("nl-video", VideoBlockElement);
