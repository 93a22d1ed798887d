/** "Hand in now?": names what is not answered, and leads there. */
import { html, type TemplateResult } from "lit";
import type { Attempt, AttemptState, PlacedQuestion } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { isElsewhere } from "../exams/form";
import { clock, t } from "../strings";
import "./exam-words";

export class ExamHandInElement extends LightElement {
  static override properties = {
    attempt: { attribute: false },
    state: { attribute: false },
    failed: { attribute: false },
  };
  declare attempt: Attempt;
  declare state: AttemptState;
  declare failed: boolean;

  protected override firstUpdated(): void {
    this.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    const { questions } = this.attempt;
    const here = questions.filter(({ item }) => !isElsewhere(item));
    const missing = here.filter(({ item }) => !this.state.answered.has(item.id));
    const flagged = questions.filter(({ item }) => this.state.flagged.has(item.id));
    return html`<dialog class="exam-dialog" aria-labelledby="hand-in" @cancel=${this.close}>
      <h2 id="hand-in">${t("exam.submit.title")}</h2>
      ${
        missing.length
          ? html`<p><b>${t("exam.submit.missing", { n: missing.length })}</b></p>
              ${this.places(missing)}`
          : html`<p class="good">${icon("check")} ${t("exam.submit.all", { n: here.length })}</p>`
      }
      ${
        flagged.length
          ? html`<p><b>${t("exam.submit.flagged")}</b></p>
              ${this.places(flagged)}`
          : ""
      }
      <p>${t("exam.submit.left", { time: clock(this.state.leftSeconds) })}</p>
      <div role="alert">
        ${this.failed ? html`<p class="bad">${icon("danger")} ${t("exam.submit.failed")}</p>` : ""}
      </div>
      <div class="row exam-dialog-buttons">
        <button type="button" class="button" @click=${this.close}>${t("exam.submit.no")}</button>
        <button
          type="button"
          class="button button-main"
          @click=${() => this.dispatchEvent(new CustomEvent("submit", { bubbles: false }))}
        >
          ${t("exam.submit.yes")}
        </button>
      </div>
    </dialog>`;
  }

  private places(questions: PlacedQuestion[]): TemplateResult {
    return html`<ol class="exam-places">
      ${questions.map(
        ({ number }) =>
          html`<li>
            <button
              type="button"
              class="exam-place"
              aria-label=${t("exam.question", { n: number })}
              @click=${() => this.dispatchEvent(new CustomEvent("go", { detail: number - 1 }))}
            >
              ${number}
            </button>
          </li>`,
      )}
    </ol>`;
  }

  private readonly close = (): void => void this.dispatchEvent(new CustomEvent("close"));
}

define("nl-exam-hand-in", ExamHandInElement);
