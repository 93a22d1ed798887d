/** The line is down and this tablet knows nothing of the attempt: a fresh start, or the time that the invigilator's clock shows. */
import { html, type TemplateResult } from "lit";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { t } from "../strings";
import "./exam-words";

export class ExamAloneElement extends LightElement {
  static override properties = {
    minutes: { attribute: false },
    moved: { state: true },
    error: { state: true },
  };
  /** Of the whole exam, without anybody's extra time. */
  declare minutes: number;
  declare moved: boolean;
  declare error: string;

  constructor() {
    super();
    this.minutes = 0;
    this.moved = false;
    this.error = "";
  }

  override render(): TemplateResult {
    return html`<h1>${t("exam.alone.title")}</h1>
      <p class="lead">${t("exam.alone.lead")}</p>
      <button type="button" class="exam-choice" @click=${() => this.go(null)}>
        <b>${t("exam.alone.fresh")}</b><span class="hint">${t("exam.alone.fresh_help")}</span>
      </button>
      <button type="button" class="exam-choice" aria-expanded=${this.moved} @click=${() => (this.moved = !this.moved)}>
        <b>${t("exam.alone.moved")}</b><span class="hint">${t("exam.alone.moved_help")}</span>
      </button>
      ${this.moved ? this.form() : ""}`;
  }

  private form(): TemplateResult {
    return html`<form @submit=${this.take}>
      <label class="field-label" for="exam-left">${t("exam.alone.left")}</label>
      <input
        id="exam-left"
        class="code-input"
        required
        autocomplete="off"
        inputmode="numeric"
        placeholder="23:30"
        maxlength="6"
        dir="ltr"
        aria-describedby="exam-left-help"
      />
      <p class="hint" id="exam-left-help">${t("exam.alone.left_help")}</p>
      <p class="hint">${t("exam.alone.before")}</p>
      <div role="alert">${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}</div>
      <button type="submit" class="button button-main button-wide">${t("exam.alone.go")}</button>
    </form>`;
  }

  private take(event: Event): void {
    event.preventDefault();
    const seconds = secondsOf(this.querySelector<HTMLInputElement>("#exam-left")?.value ?? "");
    const most = this.minutes * 4; // extra time is at most three times that of the paper
    if (seconds === null || seconds > most * 60) {
      this.error = t("exam.alone.left_wrong", { n: most });
      return;
    }
    this.go(seconds);
  }

  private go(detail: number | null): void {
    this.dispatchEvent(new CustomEvent("go", { detail }));
  }
}

/** "23:30" or "23" in seconds; null: not to be read as a time. */
export function secondsOf(text: string): number | null {
  const found = /^(\d{1,3})(?:[:.](\d{2}))?$/u.exec(text.normalize("NFKC").trim());
  if (!found || Number(found[2] ?? 0) > 59) return null;
  return Number(found[1]) * 60 + Number(found[2] ?? 0);
}

define("nl-exam-alone", ExamAloneElement);
