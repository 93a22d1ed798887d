/** The chapters of a video: a press goes to the place, and the chapter that is shown now is marked. Interruptions are never left out. */
import { html, type TemplateResult } from "lit";
import { clock, t } from "../strings";
import { define, LightElement } from "./element";
import { icon } from "./icon";
import type { Chapter } from "./shapes";

const MINUTES_FROM_S = 120;

/** What a chapter is called in the learner's language. */
export function chapterTitle({ title, interruption_seconds: n }: Chapter): string {
  if (!n) return title;
  return n < MINUTES_FROM_S
    ? t("video.interruption_seconds", { n })
    : t("video.interruption_minutes", { n: Math.round(n / 60) });
}

/** The index of the chapter that runs now; -1 before the first. */
export function chapterAt(chapters: readonly Chapter[], second: number): number {
  return chapters.findLastIndex(({ at_seconds }) => at_seconds <= second + 0.05);
}

export class VideoChaptersElement extends LightElement {
  static override properties = {
    chapters: { attribute: false },
    second: { attribute: false },
    jump: { attribute: false },
  };
  declare chapters: Chapter[];
  declare second: number;
  declare jump: (second: number) => void;

  constructor() {
    super();
    this.chapters = [];
    this.second = 0;
  }

  override render(): TemplateResult {
    const now = chapterAt(this.chapters, this.second);
    return html`<nav class="chapters" aria-label=${t("video.chapters")}>
      <h3>${icon("book")} ${t("video.chapters")}</h3>
      <ol class="transcript-lines">
        ${this.chapters.map((chapter, i) => html`<li>${chapterButton(chapter, i === now, this.jump)}</li>`)}
      </ol>
    </nav>`;
  }
}

export function chapterButton(chapter: Chapter, now: boolean, jump: (second: number) => void): TemplateResult {
  const cut = chapter.interruption_seconds > 0;
  return html`<button
    type="button"
    class=${cut ? "is-cut" : ""}
    aria-current=${now ? "true" : "false"}
    @click=${() => jump(chapter.at_seconds)}
  >
    <span class="transcript-time">${clock(chapter.at_seconds)}</span>
    <span class="grow">${chapterTitle(chapter)}</span>
    ${cut ? icon("warning") : ""}
  </button>`;
}

define("nl-video-chapters", VideoChaptersElement);
