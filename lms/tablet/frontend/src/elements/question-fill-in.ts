/** Words to fill in: the gaps stand in the text as [[gap id]]. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { gapIsRight, joinList, splitTyped } from "./scoring";
import type { FillInItem } from "./shapes";

export class FillInElement extends QuestionPart<FillInItem> {
  override render(): TemplateResult {
    const given = splitTyped(this.response);
    const pieces = this.item.text.split(/\[\[([^\]]+)\]\]/u);
    return html`<p class="fill-in">
      ${pieces.map((piece, i) => (i % 2 === 0 ? html`<span data-read>${piece}</span>` : this.gap(piece.trim(), given)))}
    </p>`;
  }

  private gap(id: string, given: string[]): TemplateResult | string {
    const i = this.item.gaps.findIndex((gap) => gap.id === id);
    const gap = this.item.gaps[i];
    if (!gap) return "";
    const value = given[i] ?? "";
    const right = gapIsRight(gap, value);
    const mark = this.marks ? (right ? "is-right" : "is-wrong") : "";
    const width = Math.max(
      4,
      ...gap.accept.map((each) => [...each].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 2)),
    );
    return html`<span class="gap ${mark}"
      ><input
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="200"
        style="inline-size: calc(${Math.min(width, 24)}ch + 1.5rem)"
        aria-label=${t("fill.gap", { n: i + 1, total: this.item.gaps.length })}
        .value=${value}
        ?disabled=${this.locked}
        @input=${(event: Event) => this.write(i, (event.target as HTMLInputElement).value)}
      />${mark ? html`<span class="mark">${icon(right ? "check" : "cross")}<span class="visually-hidden">${t(right ? "mark.right" : "mark.wrong")}</span></span>` : ""}</span
    >`;
  }

  private write(i: number, text: string): void {
    const given = splitTyped(this.response);
    this.answer(joinList(this.item.gaps.map((_, n) => (n === i ? text : (given[n] ?? "")))));
  }
}

define("nl-fill-in", FillInElement);
