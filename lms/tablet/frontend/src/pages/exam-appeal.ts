/** The way to appeal: what is not right and why, and what came of it, with the day by which somebody else decides. */
import { html, type TemplateResult } from "lit";
import type { AppealState, Contest, Written } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import { placeMark } from "./cards";
import { ExamFormElement } from "./exam-form";
import "./exam-words";

const KINDS: readonly Contest[] = ["marks", "eligibility", "attendance", "attribution"];

export class ExamAppealElement extends ExamFormElement {
  static override properties = { ...ExamFormElement.properties, question: { state: true } };
  declare question: number | null;
  protected draftName = "appeal";

  constructor() {
    super();
    this.kind = "marks";
    this.question = null;
  }

  override render(): TemplateResult {
    const { result, written } = this.exam;
    const mine = written.filter((one) => one.about === "appeal");
    const appeals = result?.appeals ?? [];
    return html`${
      appeals.length || mine.length
        ? html`<section class="card exam-appeals">
            <h2>${icon("speech")} ${t("exam.appeal.mine")}</h2>
            ${appeals.map((appeal) => this.appeal(appeal))} ${mine.map((one) => this.waiting(one))}
          </section>`
        : ""
    }
    ${this.form()}`;
  }

  private appeal({ kind, text, at, state, due_at, reason, decided_at }: AppealState): TemplateResult {
    return html`<article class="answer">
      <p class="row row-between">
        <b>${t(`exam.appeal.kind.${kind}`)}</b>
        <span class="exam-mark ${state === "upheld" ? "is-passed" : ""}">${t(`exam.appeal.${state}`)}</span>
      </p>
      <p class="answer-asked">${text}</p>
      ${state === "open" ? html`<p>${icon("clock")} ${t("exam.appeal.due", { time: moment(new Date(due_at)) })}</p>` : ""}
      ${reason ? html`<p class="answer-text">${t("exam.appeal.reason", { text: reason })}</p>` : ""}
      <p class="hint">${moment(new Date(decided_at ?? at))}</p>
    </article>`;
  }

  private waiting({ kind, text, at, place }: Written): TemplateResult {
    return html`<article class="answer">
      <p><b>${t(`exam.appeal.kind.${kind as Contest}`)}</b></p>
      <p class="answer-asked">${text}</p>
      <p class="row hint">
        <span>${moment(at)}</span> ${placeMark(place)}
        <span>${t(place === "tablet" ? "exam.appeal.waiting" : "exam.appeal.arrived")}</span>
      </p>
    </article>`;
  }

  private form(): TemplateResult {
    const until = this.exam.result?.appeal_until;
    if (until && new Date(until) < new Date())
      return html`<section class="card"><p>${t("exam.appeal.closed")}</p></section>`;
    const questions = this.exam.result?.feedback ?? [];
    return html`<details class="disclosure card exam-form">
      <summary>${t("exam.appeal.title")}</summary>
      <p>${t("exam.appeal.lead")} ${t("exam.appeal.paper")}</p>
      ${until ? html`<p class="hint">${t("exam.appeal.until", { time: moment(new Date(until)) })}</p>` : ""}
      <label class="field-label" for="appeal-kind">${t("exam.appeal.kind")}</label>
      <select id="appeal-kind" @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value)}>
        ${KINDS.map((kind) => html`<option value=${kind} .selected=${this.kind === kind}>${t(`exam.appeal.kind.${kind}`)}</option>`)}
      </select>
      ${
        this.kind === "marks" && questions.length
          ? html`<label class="field-label" for="appeal-question">${t("exam.appeal.question")}</label>
              <select
                id="appeal-question"
                @change=${(event: Event) => (this.question = Number((event.target as HTMLSelectElement).value) || null)}
              >
                <option value="">${t("exam.appeal.whole")}</option>
                ${questions.map(({ number }) => html`<option value=${number}>${t("exam.question", { n: number })}</option>`)}
              </select>`
          : ""
      }
      <label class="field-label" for="appeal-text">${t("exam.appeal.text")}</label>
      <textarea id="appeal-text" rows="4" maxlength="2000" .value=${this.text} @input=${this.write}></textarea>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      <div class="row">
        <button
          type="button"
          class="button button-main"
          ?disabled=${!this.text.trim() || this.sending}
          @click=${this.contest}
        >
          ${t("exam.appeal.send")}
        </button>
        <p role="status" class="good">${this.sent ? html`${icon("check")} ${t("exam.appeal.sent")}` : ""}</p>
      </div>
    </details>`;
  }

  private contest(): Promise<void> {
    const kind = this.kind as Contest;
    const question = kind === "marks" ? this.question : null;
    return this.send(() =>
      this.exams.contest(this.exam, { kind, question, text: this.text.trim(), draftKey: this.draftKey }),
    );
  }
}

define("nl-exam-appeal", ExamAppealElement);
