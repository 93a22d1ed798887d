/** Handed in, or gone to another tablet: where everything that was given stands. */
import { html, type TemplateResult } from "lit";
import type { Attempt } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { t } from "../strings";
import { placeMark } from "./cards";
import "./exam-words";
import { PageElement } from "./page";
import { go } from "./router";

export class ExamDoneElement extends PageElement {
  static override properties = { ...PageElement.properties, attempt: { attribute: false } };
  declare attempt: Attempt;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(this.attempt.state, this.core.sync);
  }

  override render(): TemplateResult {
    const { questions, state } = this.attempt;
    const { phase, place, receipt, answered, endedBy, filesHere } = state.value;
    const submitted = phase === "submitted";
    const offline = this.core.sync.value.state === "offline";
    return html`<main class="door exam-door" tabindex="-1">
      <div class="door-card exam-done">
        <span class="exam-done-mark">${icon(submitted ? "check" : "tablet")}</span>
        <h1>${t(submitted ? "exam.done.title" : "exam.elsewhere.title")}</h1>
        ${submitted ? "" : html`<p class="lead">${t("exam.elsewhere.lead")}</p>`}
        ${endedBy === "time" || endedBy === "invigilator" ? html`<p class="lead">${t(`exam.done.${endedBy}`)}</p>` : ""}
        ${submitted ? html`<p>${t("exam.done.answered", { n: answered.size, total: questions.length })}</p>` : ""}
        <div class="exam-place-card" role="status">
          ${placeMark(place)}
          <p>
            ${t(place !== "tablet" ? "exam.done.prison" : offline ? "exam.done.tablet_offline" : "exam.done.tablet")}
          </p>
          ${filesHere ? html`<p>${icon("camera")} ${t("exam.done.files", { n: filesHere })}</p>` : ""}
          ${receipt ? html`<p class="hint">${t("exam.done.receipt", { n: receipt })}</p>` : ""}
        </div>
        ${submitted ? html`<p class="hint">${t("exam.done.next")}</p>` : ""}
        <button type="button" class="button button-main button-wide" @click=${this.leave}>
          ${t("exam.done.leave")}
        </button>
      </div>
    </main>`;
  }

  private leave(): void {
    this.dispatchEvent(new CustomEvent("leave", { bubbles: true }));
    go("/");
  }
}

define("nl-exam-done", ExamDoneElement);
