/** A number with its unit. What was written is said again as it is understood, before it counts. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { isWithin, readNumber, shown } from "./scoring-numbers";
import type { NumericItem } from "./shapes";

export class NumericElement extends QuestionPart<NumericItem> {
  static override properties = { ...QuestionPart.properties, labelledby: { attribute: false } };
  declare labelledby: string;
  private figures = "";
  private unit = "";
  private sent?: string;

  /** An answer that comes from elsewhere (a draft, the answer shown) is taken apart; one's own is left as it is typed. */
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.response === this.sent) return;
    this.sent = this.response;
    const unit = this.item.units.find(({ text }) => this.response.endsWith(` ${text}`));
    this.unit = unit?.text ?? "";
    this.figures = unit ? this.response.slice(0, -unit.text.length - 1) : this.response;
  }

  override render(): TemplateResult {
    const right = this.marks && isWithin(this.item, this.response);
    const mark = this.marks ? (right ? "is-right" : "is-wrong") : "";
    return html`<p class="fill-in">
        <span class="gap ${mark}"
          ><input
            type="text"
            inputmode=${this.item.units.length ? "text" : "decimal"}
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="60"
            aria-label=${t("numeric.number")}
            aria-describedby="${this.labelledby}-read"
            .value=${this.figures}
            ?disabled=${this.locked}
            @input=${(event: Event) => this.write((event.target as HTMLInputElement).value, this.unit)}
          />${this.units()}${mark ? html`<span class="mark">${icon(right ? "check" : "cross")}<span class="visually-hidden">${t(right ? "mark.right" : "mark.wrong")}</span></span>` : ""}</span
        >
      </p>
      <p class="hint" role="status" id="${this.labelledby}-read">${this.understood()}</p>`;
  }

  private units(): TemplateResult | string {
    const { units } = this.item;
    if (units.length === 0) return "";
    return html`<select
      aria-label=${t("numeric.unit")}
      ?disabled=${this.locked}
      @change=${(event: Event) => this.write(this.figures, (event.target as HTMLSelectElement).value)}
    >
      <option value="" .selected=${!this.unit}>${t("numeric.unit")}</option>
      ${units.map(({ text }) => html`<option value=${text} .selected=${this.unit === text}>${text}</option>`)}
    </select>`;
  }

  private understood(): string {
    if (!this.figures.trim()) return "";
    const found = readNumber(this.response, this.item.units);
    if (!found) return t("numeric.cannot_read");
    const number = shown(found.number);
    if (this.item.unit_required && !found.unit) return t("numeric.needs_unit");
    return number === this.figures.trim() ? "" : t("numeric.read_as", { number: [number, found.unit?.text].join(" ") });
  }

  private write(figures: string, unit: string): void {
    this.figures = figures;
    this.unit = unit;
    this.sent = figures.trim() && unit ? `${figures.trim()} ${unit}` : figures.trim();
    this.requestUpdate();
    this.answer(this.sent);
  }
}

define("nl-numeric", NumericElement);
