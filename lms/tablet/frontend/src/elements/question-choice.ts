/** One or several of some options. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { joinList, splitList } from "./scoring";
import type { Choice, ChoiceItem } from "./shapes";

export class ChoiceElement extends QuestionPart<ChoiceItem> {
  static override properties = { ...QuestionPart.properties, labelledby: { attribute: false } };
  declare labelledby: string;

  override render(): TemplateResult {
    const chosen = new Set(splitList(this.response));
    return html`<div
      class="options"
      role=${this.item.multiple ? "group" : "radiogroup"}
      aria-labelledby=${this.labelledby}
    >
      ${this.item.multiple ? html`<p class="hint">${t("question.several")}</p>` : ""}
      ${this.item.options.map((option, i) => this.option(option, i, chosen.has(option.id)))}
    </div>`;
  }

  private option(option: Choice, i: number, chosen: boolean): TemplateResult {
    const right = this.item.correct.includes(option.id);
    const mark = this.marks && chosen ? (right ? "is-right" : "is-wrong") : "";
    return html`<label class="option ${chosen ? "is-chosen" : ""} ${mark}">
      <input
        type=${this.item.multiple ? "checkbox" : "radio"}
        name="choice-${this.labelledby}"
        .checked=${chosen}
        ?disabled=${this.locked}
        @change=${(event: Event) => this.choose(option.id, (event.target as HTMLInputElement).checked)}
      />
      <span class="option-letter" aria-hidden="true">${String.fromCharCode(65 + i)}</span>
      <span class="grow" data-read>${option.text}</span>
      ${mark ? html`<span class="mark">${icon(right ? "check" : "cross")}<span class="visually-hidden">${t(right ? "mark.right" : "mark.wrong")}</span></span>` : ""}
    </label>`;
  }

  private choose(id: string, on: boolean): void {
    if (!this.item.multiple) return this.answer(id);
    const chosen = new Set(splitList(this.response));
    if (on) chosen.add(id);
    else chosen.delete(id);
    this.answer(joinList(this.item.options.map((option) => option.id).filter((each) => chosen.has(each))));
  }
}

define("nl-choice", ChoiceElement);
