/** A whole lesson: its blocks in order, each with its read-aloud button. The tablet and the CMS preview show the same. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { directionOf, t } from "../strings";
import "./block-text";
import { complete } from "./complete";
import type { LessonContext } from "./context";
import { define, LightElement } from "./element";
import { icon } from "./icon";
import { onReadAloud, read, readingNow, stopReading } from "./read-aloud";
import type { LessonBlock, LessonDocument } from "./shapes";
import { canRead } from "./spoken";

const LOADERS: Record<LessonBlock["type"], () => Promise<unknown>> = {
  text: () => Promise.resolve(),
  callout: () => Promise.resolve(),
  picture: () => import("./block-picture"),
  video: () => import("./block-video"),
  audio: () => import("./block-audio"),
  file: () => import("./block-file"),
  glossary: () => import("./block-glossary"),
  steps: () => import("./block-steps"),
  reflection: () => import("./block-reflection"),
  song: () => import("./block-song"),
  characters: () => import("./block-characters"),
  question: () => import("./block-question"),
};

export class LessonViewElement extends LightElement {
  static override properties = { context: { attribute: false }, start: { attribute: false }, failed: { state: true } };
  declare context: LessonContext;
  /** Where to begin: at the first of these blocks that is here, a video at this second. */
  declare start: { blocks: string[]; seconds: number | null } | null;
  /** Kinds of block whose element could not be loaded. */
  declare failed: ReadonlySet<string>;
  private stopWatching?: () => void;
  private going = false;
  private document!: LessonDocument;

  constructor() {
    super();
    this.failed = new Set();
    this.start = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopWatching = onReadAloud(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.going = false;
    stopReading();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("context") || !this.context) return;
    this.going = false;
    stopReading();
    this.document = complete(this.context.document);
    for (const type of new Set(this.document.blocks.map((block) => block.type))) {
      const load = LOADERS[type];
      const give = (): void => void (this.failed = new Set(this.failed).add(type));
      if (load) load().catch(give);
      else give();
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.startBlock || !(changed.has("start") || changed.has("context"))) return;
    this.querySelector(`[data-block="${CSS.escape(this.startBlock)}"]`)?.scrollIntoView({ block: "center" });
  }

  /** The block to begin at; a second without a block that is here belongs to the first video. */
  private get startBlock(): string | undefined {
    const { start, document } = this;
    const named = document.blocks.find(({ id }) => start?.blocks.includes(id));
    const film = start && start.seconds !== null ? document.blocks.find(({ type }) => type === "video") : undefined;
    return (named ?? film)?.id;
  }

  override render(): TemplateResult {
    const { document } = this;
    const readable = document.blocks.some((block) => canRead(block, document));
    return html`<article class="lesson" lang=${document.language} dir=${directionOf(document.language)}>
      <header class="lesson-head">
        <h1>${document.title}</h1>
        ${
          document.objectives?.length
            ? html`<div class="objectives">
                <p class="eyebrow" lang="">${t("lesson.objectives")}</p>
                <ul>
                  ${document.objectives.map((objective) => html`<li>${icon("check")} <span>${objective}</span></li>`)}
                </ul>
              </div>`
            : ""
        }
        ${readable ? this.wholeButton() : ""}
      </header>
      ${repeat(
        document.blocks,
        (block) => `${document.language}/${document.plain}/${block.id}`,
        (block) => this.frame(block),
      )}
    </article>`;
  }

  private wholeButton(): TemplateResult {
    const reading = this.going && readingNow() !== "";
    return html`<button type="button" class="button read-all" aria-pressed=${reading} @click=${this.readAll}>
      ${icon(reading ? "stop" : "sound")} ${t(reading ? "read.stop" : "read.all")}
    </button>`;
  }

  private frame(block: LessonBlock): TemplateResult {
    const reading = readingNow() === block.id;
    return html`<section
      class="block block-${block.type} ${reading ? "is-read" : ""}"
      id="block-${block.id}"
      data-block=${block.id}
    >
      ${
        this.failed.has(block.type)
          ? html`<p class="bad">${icon("warning")} ${t("block.unknown")}</p>`
          : this.element(block)
      }
      ${
        canRead(block, this.document)
          ? html`<button
              type="button"
              class="read-button"
              aria-pressed=${reading}
              aria-label=${t(reading ? "read.stop" : "read.block")}
              title=${t(reading ? "read.stop" : "read.block")}
              @click=${() => this.readOne(block)}
            >
              ${icon(reading ? "stop" : "sound")}
            </button>`
          : ""
      }
    </section>`;
  }

  private element(block: LessonBlock): TemplateResult {
    const { context } = this;
    switch (block.type) {
      case "text":
        return html`<nl-text .block=${block} .context=${context}></nl-text>`;
      case "callout":
        return html`<nl-callout .block=${block} .context=${context}></nl-callout>`;
      case "picture":
        return html`<nl-picture .block=${block} .context=${context}></nl-picture>`;
      case "video":
        return html`<nl-video
          .block=${block}
          .context=${context}
          .startAt=${block.id === this.startBlock ? this.start!.seconds : null}
        ></nl-video>`;
      case "audio":
        return html`<nl-audio .block=${block} .context=${context}></nl-audio>`;
      case "file":
        return html`<nl-file .block=${block} .context=${context}></nl-file>`;
      case "glossary":
        return html`<nl-glossary .block=${block} .context=${context}></nl-glossary>`;
      case "steps":
        return html`<nl-steps .block=${block} .context=${context}></nl-steps>`;
      case "reflection":
        return html`<nl-reflection .block=${block} .context=${context}></nl-reflection>`;
      case "song":
        return html`<nl-song .block=${block} .context=${context}></nl-song>`;
      case "characters":
        return html`<nl-characters .block=${block} .context=${context}></nl-characters>`;
      case "question":
        return html`<nl-question .block=${block} .context=${context}></nl-question>`;
    }
  }

  private async readBlock(block: LessonBlock): Promise<boolean> {
    const frame = this.querySelector(`[data-block="${CSS.escape(block.id)}"]`);
    const parts = [...(frame?.querySelectorAll("[data-read]") ?? [])].filter((part) => !(part as HTMLElement).hidden);
    const narration = block.narration ? this.context.url(block.narration.path) : undefined;
    return read({ key: block.id, parts, language: this.context.document.language, narration }, this.context.speed);
  }

  private readOne(block: LessonBlock): void {
    this.going = false;
    if (readingNow() === block.id) stopReading();
    else void this.readBlock(block);
  }

  private async readAll(): Promise<void> {
    if (this.going) {
      this.going = false;
      stopReading();
      return;
    }
    this.going = true;
    const { document } = this;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const block of document.blocks.filter((each) => canRead(each, document))) {
      this.querySelector(`[data-block="${CSS.escape(block.id)}"]`)?.scrollIntoView({
        block: "center",
        behavior: calm ? "auto" : "smooth",
      });
      if (!(await this.readBlock(block)) || !this.going) break;
    }
    this.going = false;
    this.requestUpdate();
  }
}

define("nl-lesson-view", LessonViewElement);
