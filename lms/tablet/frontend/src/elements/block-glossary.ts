/** Words of the lesson: tap a word to see what it means, and to hear it where the tablet has a voice. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { hasVoice, say } from "./read-aloud";
import type { GlossaryBlock, Term } from "./shapes";

export class GlossaryBlockElement extends BlockElement<GlossaryBlock> {
  static override properties = { ...BlockElement.properties, open: { state: true } };
  declare open: ReadonlySet<number>;

  constructor() {
    super();
    this.open = new Set();
  }

  override render(): TemplateResult {
    const language = this.context.document.language;
    const canSpeak = hasVoice(language);
    const all = this.block.terms.length > 0 && this.open.size === this.block.terms.length;
    return html`<div class="glossary">
      <div class="row row-between">
        <h2>${icon("book")} ${t("glossary")}</h2>
        <button type="button" class="button button-quiet" @click=${() => this.showAll(!all)}>
          ${all ? t("glossary.hide_all") : t("glossary.show_all")}
        </button>
      </div>
      <ul class="term-list">
        ${this.block.terms.map((term, i) => this.renderTerm(term, i, canSpeak ? language : ""))}
      </ul>
    </div>`;
  }

  private renderTerm(term: Term, i: number, language: string): TemplateResult {
    const shown = this.open.has(i);
    return html`<li class="term ${shown ? "is-open" : ""}">
      <div class="term-head">
        <button type="button" class="term-button" aria-expanded=${shown} @click=${() => this.toggle(i)}>
          <span class="term-word" data-read>${term.term}</span>
          ${term.reading ? html`<span class="term-reading" lang="zh-Latn-pinyin">${term.reading}</span>` : ""}
          ${icon(shown ? "up" : "down", "term-arrow")}
        </button>
        ${
          language
            ? html`<button
                type="button"
                class="button button-icon"
                aria-label=${t("glossary.hear", { word: term.term })}
                @click=${() => say(term.term, language, this.context.speed)}
              >
                ${icon("sound")}
              </button>`
            : ""
        }
      </div>
      <p class="term-meaning" data-read ?hidden=${!shown}>${term.meaning}</p>
    </li>`;
  }

  private toggle(i: number): void {
    const open = new Set(this.open);
    if (!open.delete(i)) open.add(i);
    this.open = open;
  }

  private showAll(all: boolean): void {
    this.open = new Set(all ? this.block.terms.keys() : []);
  }
}

define("nl-glossary", GlossaryBlockElement);
