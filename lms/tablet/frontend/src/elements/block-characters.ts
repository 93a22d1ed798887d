/** Chinese characters: watch how one is written, then write it with finger or mouse (hanzi-writer, strokes from the package). */
import type HanziWriter from "hanzi-writer";
import { html, type PropertyValues, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { hasVoice, say } from "./read-aloud";
import type { CharactersBlock } from "./shapes";

type Mode = "idle" | "watching" | "writing";

export class CharactersBlockElement extends BlockElement<CharactersBlock> {
  static override properties = {
    ...BlockElement.properties,
    at: { state: true },
    mode: { state: true },
    said: { state: true },
    done: { state: true },
  };
  declare at: number;
  declare mode: Mode;
  declare said: string;
  declare done: ReadonlySet<number>;
  private writer?: HanziWriter;
  private drawn = "";

  constructor() {
    super();
    this.at = 0;
    this.mode = "idle";
    this.said = "";
    this.done = new Set();
  }

  protected override restore(): void {
    this.done = new Set(this.context.draft<number[]>(`characters:${this.block.id}`) ?? []);
  }

  override render(): TemplateResult {
    const { characters, title } = this.block;
    const now = characters[this.at];
    if (!now) return html``;
    return html`<section class="characters" aria-label=${title}>
      <h2>${icon("pencil")} <span data-read>${title}</span></h2>
      <div class="character-tabs" role="group" aria-label=${t("characters.choose")}>
        ${characters.map(
          (each, i) =>
            html`<button
              type="button"
              class="character-tab"
              lang="zh-Hans"
              aria-pressed=${i === this.at}
              @click=${() => this.choose(i)}
            >
              ${each.character}${this.done.has(i) ? html`<span class="character-done">${icon("check")}</span>` : ""}
              ${this.done.has(i) ? html`<span class="visually-hidden">${t("characters.practised")}</span>` : ""}
            </button>`,
        )}
      </div>
      <div class="character-desk">
        <div class="character-board" role="img" aria-label=${t("characters.board", { character: now.character })}></div>
        <div class="character-about">
          <p class="character-pinyin" lang="zh-Latn-pinyin">${now.pinyin}</p>
          <p class="character-meaning">${now.meaning}</p>
          <div class="stack">
            ${
              hasVoice("zh")
                ? html`<button
                    type="button"
                    class="button"
                    @click=${() => say(now.character, "zh-CN", this.context.speed)}
                  >
                    ${icon("sound")} ${t("characters.hear")}
                  </button>`
                : ""
            }
            <button type="button" class="button" @click=${this.watch}>${icon("play")} ${t("characters.watch")}</button>
            <button type="button" class="button button-main" @click=${this.write}>
              ${icon("pencil")} ${t("characters.write")}
            </button>
          </div>
          <p class="character-said" role="status">${this.said}</p>
          ${this.problem()}
        </div>
      </div>
    </section>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const key = `${this.block.id}/${this.at}`;
    if (key !== this.drawn) {
      this.drawn = key;
      void this.draw();
    }
  }

  private async draw(): Promise<void> {
    const board = this.querySelector<HTMLElement>(".character-board");
    const now = this.block.characters[this.at];
    if (!board || !now) return;
    const key = this.drawn;
    try {
      const [{ default: Writer }, reply] = await Promise.all([
        import("hanzi-writer"),
        fetch(this.context.url(now.strokes)),
      ]);
      const strokes = await reply.json();
      if (key !== this.drawn) return;
      board.replaceChildren();
      const color = (name: string): string => getComputedStyle(this).getPropertyValue(name).trim();
      const size = board.clientWidth || 280;
      this.writer = Writer.create(board, now.character, {
        width: size,
        height: size,
        padding: size * 0.08,
        strokeColor: color("--stroke-ink"),
        outlineColor: color("--stroke-outline"),
        highlightColor: color("--stroke-hint"),
        drawingColor: color("--stroke-ink"),
        drawingWidth: size * 0.07,
        strokeAnimationSpeed: 0.9,
        delayBetweenStrokes: 350,
        charDataLoader: () => strokes,
      });
    } catch {
      if (key === this.drawn) this.said = t("characters.failed");
    }
  }

  private choose(at: number): void {
    this.writer?.cancelQuiz();
    this.at = at;
    this.mode = "idle";
    this.said = "";
  }

  private async watch(): Promise<void> {
    this.writer?.cancelQuiz();
    this.mode = "watching";
    this.said = t("characters.watching");
    await this.writer?.animateCharacter();
    if (this.mode === "watching") this.said = t("characters.your_turn");
  }

  private write(): void {
    if (!this.writer) return;
    this.mode = "writing";
    this.said = t("characters.first_stroke");
    void this.writer.quiz({
      showHintAfterMisses: 2,
      leniency: 1.3,
      onMistake: () => (this.said = t("characters.again")),
      onCorrectStroke: (stroke) =>
        (this.said = stroke.strokesRemaining > 0 ? t("characters.left", { n: stroke.strokesRemaining }) : ""),
      onComplete: () => void this.finish(),
    });
  }

  private async finish(): Promise<void> {
    this.mode = "idle";
    const all = new Set(this.done).add(this.at);
    const complete = all.size === this.block.characters.length && this.done.size < all.size;
    const key = `characters:${this.block.id}`;
    if (!complete) this.context.keep(key, [...all]);
    else if (!(await this.commit({ did: "experienced", block: this.block.id }, key, [...all]))) return;
    this.done = all;
    this.said = t("characters.well_done");
  }
}

define("nl-characters", CharactersBlockElement);
