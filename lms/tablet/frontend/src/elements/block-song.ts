/** A song: the line being sung is lit; a tap on a line jumps there. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { clock, t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { lineAt } from "./lyrics";
import { stopReading } from "./read-aloud";
import type { SongBlock } from "./shapes";

export class SongBlockElement extends BlockElement<SongBlock> {
  static override properties = {
    ...BlockElement.properties,
    line: { state: true },
    playing: { state: true },
    translated: { state: true },
  };
  declare line: number;
  declare playing: boolean;
  declare translated: boolean;

  constructor() {
    super();
    this.line = -1;
    this.playing = false;
    this.translated = true;
  }

  override render(): TemplateResult {
    const { title, audio, credit, lines } = this.block;
    const hasTranslation = lines.some((line) => line.translation);
    return html`<section class="song" aria-label=${title}>
      <header class="song-head">
        <button
          type="button"
          class="song-play"
          aria-label=${this.playing ? t("song.pause", { title }) : t("song.play", { title })}
          @click=${this.toggle}
        >
          ${icon(this.playing ? "pause" : "play")}
        </button>
        <div class="grow">
          <h2 data-read>${title}</h2>
          ${credit ? html`<p class="hint">${credit}</p>` : ""}
        </div>
        ${
          hasTranslation
            ? html`<button
                type="button"
                class="chip"
                aria-pressed=${this.translated}
                @click=${() => (this.translated = !this.translated)}
              >
                ${icon("language")} ${t("song.translation")}
              </button>`
            : ""
        }
      </header>
      <audio
        controls
        preload="metadata"
        controlslist="nodownload"
        aria-label=${title}
        src=${this.context.url(audio.path)}
        @timeupdate=${this.follow}
        @play=${this.onPlay}
        @pause=${() => (this.playing = false)}
        @ended=${this.onEnded}
      ></audio>
      <ol class="lyrics">
        ${lines.map(
          (line, i) =>
            html`<li>
              <button
                type="button"
                class="lyric"
                aria-current=${i === this.line ? "true" : "false"}
                title=${t("song.jump", { time: clock(line.at_seconds) })}
                @click=${() => this.jump(line.at_seconds)}
              >
                <span class="lyric-text">${line.text}</span>
                ${this.translated && line.translation ? html`<span class="lyric-translation">${line.translation}</span>` : ""}
              </button>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("line") || this.line < 0) return;
    const list = this.querySelector(".lyrics");
    const now = this.querySelectorAll<HTMLElement>(".lyrics > li")[this.line];
    if (!list || !now) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = now.offsetTop - list.clientHeight / 2 + now.clientHeight / 2;
    list.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }

  private get audio(): HTMLAudioElement {
    return this.querySelector("audio") as HTMLAudioElement;
  }

  private toggle(): void {
    if (this.audio.paused) void this.audio.play();
    else this.audio.pause();
  }

  private jump(seconds: number): void {
    this.audio.currentTime = seconds;
    this.line = lineAt(this.block.lines, seconds);
    void this.audio.play();
  }

  private follow(): void {
    this.line = lineAt(this.block.lines, this.audio.currentTime);
  }

  private onPlay(): void {
    stopReading();
    this.playing = true;
  }

  private onEnded(): void {
    this.line = -1;
    this.context.record({ did: "experienced", block: this.block.id });
  }
}

define("nl-song", SongBlockElement);
