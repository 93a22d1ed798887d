/** Before the clock starts: what awaits the candidate, and what happens if something breaks. */
import { html, type TemplateResult } from "lit";
import type { Attempt } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { t } from "../strings";
import "./exam-words";
import { languageButtons } from "./language-buttons";
import { messageOf } from "./messages";
import { PageElement } from "./page";

export class ExamReadyElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    attempt: { attribute: false },
    error: { state: true },
    busy: { state: true },
  };
  declare attempt: Attempt;
  declare error: string;
  declare busy: boolean;

  constructor() {
    super();
    this.error = "";
    this.busy = false;
  }

  override render(): TemplateResult {
    const { paper, seat, questions, state } = this.attempt;
    const minutes = Math.round(state.value.seconds / 60);
    const extra = minutes - paper.minutes;
    const points = questions.reduce((sum, question) => sum + question.points, 0);
    return html`<main class="door exam-door" tabindex="-1">
      <div class="door-card door-wide">
        <p class="door-brand">${leaf()} ${paper.title}</p>
        <h1>${t("exam.ready.title")}</h1>
        <p class="lead">${t("exam.ready.hello", { n: seat.number, name: seat.name })}</p>
        <ul class="exam-numbers">
          <li>${t("exam.ready.questions", { n: questions.length })}</li>
          <li>
            ${t("exam.ready.time", { n: minutes })}
            ${extra > 0 ? html`<span class="hint">${t("exam.ready.extra", { n: extra })}</span>` : ""}
          </li>
          <li>${t("exam.ready.points", { n: points })}</li>
        </ul>
        ${seat.sections
          .filter((section) => section.instructions)
          .map(
            (section) =>
              html`<p class="exam-instructions">
                ${section.title ? html`<b>${section.title}</b> ` : ""}${section.instructions}
              </p>`,
          )}
        <ul class="exam-rules">
          <li>${icon("clock")} <span>${t("exam.ready.clock")}</span></li>
          <li>${icon("tablet")} <span>${t("exam.ready.kept")}</span></li>
          <li>${icon("refresh")} <span>${t("exam.ready.back")}</span></li>
          ${seat.read_aloud ? html`<li>${icon("sound")} <span>${t("exam.ready.read")}</span></li>` : ""}
          <li>${icon("person")} <span>${t("exam.ready.broken")}</span></li>
        </ul>
        <div role="alert">${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}</div>
        <button type="button" class="button button-main button-wide" ?disabled=${this.busy} @click=${this.begin}>
          ${t("exam.ready.start")}
        </button>
        ${languageButtons(this.core)}
      </div>
    </main>`;
  }

  private async begin(): Promise<void> {
    this.busy = true;
    try {
      await this.attempt.begin();
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.busy = false;
    }
  }
}

define("nl-exam-ready", ExamReadyElement);
