/** Asking for an accommodation before an exam, and the answer with its reason. */
import { html, type TemplateResult } from "lit";
import type { AccommodationKind } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import { placeMark } from "./cards";
import { ExamFormElement } from "./exam-form";
import "./exam-words";

const KINDS: readonly AccommodationKind[] = ["extra_time", "read_aloud", "language", "other"];

export class ExamWishElement extends ExamFormElement {
  protected draftName = "accommodation";

  constructor() {
    super();
    this.kind = "extra_time";
  }

  override render(): TemplateResult {
    return html`${this.answered()} ${this.waiting()} ${this.form()}`;
  }

  private answered(): TemplateResult | string {
    const { accommodation } = this.exam;
    if (!accommodation) return "";
    const { kind, text, state, reason } = accommodation;
    return html`<section class="card">
      <p class="row row-between">
        <b>${icon("heart")} ${t(`exam.wish.kind.${kind}`)}</b>
        <span class="exam-mark ${state === "granted" ? "is-passed" : ""}">${t(`exam.wish.${state}`)}</span>
      </p>
      <p class="answer-asked">${text}</p>
      ${reason ? html`<p>${t("exam.appeal.reason", { text: reason })}</p>` : ""}
    </section>`;
  }

  private waiting(): TemplateResult[] {
    return this.exam.written
      .filter((one) => one.about === "accommodation")
      .map(
        ({ kind, text, at, place }) =>
          html`<section class="card">
            <p><b>${t(`exam.wish.kind.${kind as AccommodationKind}`)}</b></p>
            <p class="answer-asked">${text}</p>
            <p class="row hint">
              <span>${moment(at)}</span> ${placeMark(place)} <span>${t("exam.wish.waiting")}</span>
            </p>
          </section>`,
      );
  }

  private form(): TemplateResult {
    return html`<details class="disclosure card exam-form">
      <summary>${t("exam.wish.title")}</summary>
      <p>${t("exam.wish.lead")}</p>
      <label class="field-label" for="wish-kind">${t("exam.wish.kind")}</label>
      <select id="wish-kind" @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value)}>
        ${KINDS.map((kind) => html`<option value=${kind} .selected=${this.kind === kind}>${t(`exam.wish.kind.${kind}`)}</option>`)}
      </select>
      <label class="field-label" for="wish-text">${t("exam.wish.text")}</label>
      <textarea id="wish-text" rows="3" maxlength="2000" .value=${this.text} @input=${this.write}></textarea>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      <div class="row">
        <button
          type="button"
          class="button button-main"
          ?disabled=${!this.text.trim() || this.sending}
          @click=${this.ask}
        >
          ${t("exam.wish.send")}
        </button>
        <p role="status" class="good">${this.sent ? html`${icon("check")} ${t("exam.appeal.sent")}` : ""}</p>
      </div>
    </details>`;
  }

  private ask(): Promise<void> {
    const kind = this.kind as AccommodationKind;
    return this.send(() => this.exams.askFor(this.exam, { kind, text: this.text.trim(), draftKey: this.draftKey }));
  }
}

define("nl-exam-wish", ExamWishElement);
