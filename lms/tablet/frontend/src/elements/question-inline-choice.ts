/** A text whose gaps are chosen from lists: the gaps stand in it as [[gap id]]. With `once` a word that is used elsewhere is out. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { joinPairs, splitPairs } from "./scoring";
import type { ChoiceGap, InlineChoiceItem } from "./shapes";

export class InlineChoiceElement extends QuestionPart<InlineChoiceItem> {
  override render(): TemplateResult {
    const chosen = new Map(splitPairs(this.response));
    const pieces = this.item.text.split(/\[\[([^\]]+)\]\]/u);
    return html`<p class="fill-in">
      ${pieces.map((piece, i) => (i % 2 === 0 ? html`<span data-read>${piece}</span>` : this.gap(piece.trim(), chosen)))}
    </p>`;
  }

  private gap(id: string, chosen: Map<string, string>): TemplateResult | string {
    const i = this.item.gaps.findIndex((gap) => gap.id === id);
    const gap = this.item.gaps[i];
    if (!gap) return "";
    const right = chosen.get(id) === gap.correct;
    const mark = this.marks ? (right ? "is-right" : "is-wrong") : "";
    return html`<span class="gap ${mark}"
      ><select
        aria-label=${t("fill.gap", { n: i + 1, total: this.item.gaps.length })}
        ?disabled=${this.locked}
        @change=${(event: Event) => this.choose(id, (event.target as HTMLSelectElement).value)}
      >
        <option value="" .selected=${!chosen.get(id)}>${t("inline.choose")}</option>
        ${gap.options.map((option) => this.option(gap, option, chosen))}</select
      >${mark ? html`<span class="mark">${icon(right ? "check" : "cross")}<span class="visually-hidden">${t(right ? "mark.right" : "mark.wrong")}</span></span>` : ""}</span
    >`;
  }

  private option(gap: ChoiceGap, option: { id: string; text: string }, chosen: Map<string, string>): TemplateResult {
    const elsewhere = [...chosen].some(([other, id]) => other !== gap.id && id === option.id);
    return html`<option
      value=${option.id}
      .selected=${chosen.get(gap.id) === option.id}
      ?disabled=${this.item.once && elsewhere}
    >
      ${option.text}
    </option>`;
  }

  private choose(id: string, option: string): void {
    const chosen = new Map(splitPairs(this.response));
    if (option) chosen.set(id, option);
    else chosen.delete(id);
    this.answer(
      joinPairs(this.item.gaps.flatMap((gap) => (chosen.has(gap.id) ? [[gap.id, chosen.get(gap.id)!] as const] : []))),
    );
  }
}

define("nl-inline-choice", InlineChoiceElement);
