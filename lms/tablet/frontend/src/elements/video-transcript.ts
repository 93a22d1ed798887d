/** What is said in a video, line by line: a click goes to the second, and the line that is said now is marked. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { clock, t } from "../strings";
import { cueAt, type Cue, readCues } from "./cues";
import { define, LightElement } from "./element";
import { icon } from "./icon";
import type { Chapter } from "./shapes";
import { chapterButton } from "./video-chapters";

export class VideoTranscriptElement extends LightElement {
  static override properties = {
    src: { attribute: false },
    language: { attribute: false },
    chapters: { attribute: false },
    second: { attribute: false },
    jump: { attribute: false },
    cues: { state: true },
    open: { state: true },
    failed: { state: true },
  };
  declare src: string;
  declare language: string;
  /** Stand between the lines, each before what is said in it. */
  declare chapters: Chapter[];
  /** Where the video is. */
  declare second: number;
  declare jump: (second: number) => void;
  declare cues: Cue[] | null;
  declare open: boolean;
  declare failed: boolean;

  constructor() {
    super();
    this.chapters = [];
    this.second = 0;
    this.cues = null;
    this.open = false;
    this.failed = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("src") && changed.get("src") !== undefined) this.cues = null;
    if (this.open && !this.cues && (changed.has("src") || changed.has("open"))) void this.load(this.src);
  }

  private async load(src: string): Promise<void> {
    this.failed = false;
    try {
      const response = await fetch(src);
      if (!response.ok) throw new Error(String(response.status));
      const cues = readCues(await response.text());
      if (src === this.src) this.cues = cues;
    } catch {
      this.failed = src === this.src;
    }
  }

  private get current(): number {
    return this.cues ? cueAt(this.cues, this.second) : -1;
  }

  /** Follows inside its own box only: the page itself never moves by itself. */
  protected override updated(): void {
    const line = this.querySelector<HTMLElement>("[aria-current='true']");
    const box = this.querySelector<HTMLElement>(".transcript-lines");
    if (!line || !box || box.contains(document.activeElement)) return;
    const middle = line.offsetTop - box.offsetTop - (box.clientHeight - line.offsetHeight) / 2;
    if (Math.abs(box.scrollTop - middle) > 4) box.scrollTop = middle;
  }

  override render(): TemplateResult {
    return html`<details
      class="disclosure transcript"
      ?open=${this.open}
      @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${icon("note")} ${t("video.transcript")}</summary>
      ${this.failed ? html`<p class="hint">${t("video.transcript_failed")}</p>` : ""}
      ${
        this.cues
          ? html`<p class="hint">${t("video.transcript_help")}</p>
              <ol class="transcript-lines" lang=${this.language}>
                ${this.cues.map((cue, i) => html`${this.begins(i)}${this.line(cue, i === this.current)}`)}
                ${this.begins(this.cues.length)}
              </ol>`
          : ""
      }
    </details>`;
  }

  /** The chapters that begin before this line and after the one before it. */
  private begins(i: number): TemplateResult[] {
    const from = this.cues?.[i - 1]?.start ?? -1;
    const to = this.cues?.[i]?.start ?? Infinity;
    return this.chapters
      .filter(({ at_seconds }) => at_seconds > from && at_seconds <= to)
      .map((chapter) => html`<li class="transcript-chapter">${chapterButton(chapter, false, this.jump)}</li>`);
  }

  private line(cue: Cue, now: boolean): TemplateResult {
    return html`<li>
      <button type="button" aria-current=${now ? "true" : "false"} @click=${() => this.jump(cue.start)}>
        <span class="transcript-time">${clock(cue.start)}</span> <span>${cue.text}</span>
      </button>
    </li>`;
  }
}

define("nl-video-transcript", VideoTranscriptElement);
