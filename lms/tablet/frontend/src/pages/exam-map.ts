/** All questions at a glance: answered, marked, here. Beside the question where there is room, below it where there is not. */
import { html, type TemplateResult } from "lit";
import type { Attempt, AttemptState, PlacedQuestion } from "../facade";
import { define, LightElement } from "../elements/element";
import { t } from "../strings";
import { progressBar } from "./cards";
import "./exam-words";

export class ExamMapElement extends LightElement {
  static override properties = { attempt: { attribute: false }, state: { attribute: false } };
  declare attempt: Attempt;
  declare state: AttemptState;

  override render(): TemplateResult {
    const { questions, seat } = this.attempt;
    const done = questions.filter(({ item }) => this.state.answered.has(item.id)).length;
    const said = t("exam.map_answered", { n: done, total: questions.length });
    return html`<aside class="exam-map" aria-label=${t("exam.map")}>
      <h2>${t("exam.map")}</h2>
      <p class="hint" role="status">${said}</p>
      ${progressBar(done / (questions.length || 1), said)}
      ${seat.sections.map((section, at) => {
        const own = questions.filter((question) => question.section === at);
        return html`${seat.sections.length > 1 && section.title ? html`<h3>${section.title}</h3>` : ""}
          <ol class="exam-places">
            ${own.map((question) => html`<li>${this.place(question)}</li>`)}
          </ol>`;
      })}
      <p class="exam-legend hint">
        <span><i class="exam-place is-answered"></i> ${t("exam.answered")}</span>
        <span><i class="exam-place"></i> ${t("exam.unanswered")}</span>
        <span><i class="exam-place is-flagged"></i> ${t("exam.flagged")}</span>
      </p>
    </aside>`;
  }

  private place({ number, item }: PlacedQuestion): TemplateResult {
    const answered = this.state.answered.has(item.id);
    const flagged = this.state.flagged.has(item.id);
    const here = this.attempt.questions[this.state.at]?.item.id === item.id;
    const words = [t(answered ? "exam.answered" : "exam.unanswered"), ...(flagged ? [t("exam.flagged")] : [])];
    return html`<button
      type="button"
      class="exam-place ${answered ? "is-answered" : ""} ${flagged ? "is-flagged" : ""}"
      aria-current=${here ? "step" : "false"}
      aria-label=${t("exam.map_label", { n: number, state: words.join(" · ") })}
      @click=${() => this.dispatchEvent(new CustomEvent("go", { detail: number - 1 }))}
    >
      ${number}
    </button>`;
  }
}

define("nl-exam-map", ExamMapElement);
