/** Waiting for the paper to open: the server is asked every few seconds; with the line down there is the spoken code. */
import { html, type TemplateResult } from "lit";
import { CoreError, type ExamNotice, type Exams } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import "./exam-words";
import { messageOf } from "./messages";
import { PageElement } from "./page";

const ASK_MS = 3_000;

export class ExamOpeningElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    exams: { attribute: false },
    notice: { attribute: false },
    offline: { state: true },
    here: { state: true },
    over: { state: true },
    opening: { state: true },
    error: { state: true },
  };
  declare exams: Exams;
  declare notice: ExamNotice;
  declare offline: boolean;
  /** The sealed paper is on the tablet. */
  declare here: boolean;
  declare over: boolean;
  declare opening: boolean;
  declare error: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor() {
    super();
    this.offline = false;
    this.here = true;
    this.over = false;
    this.opening = false;
    this.error = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopped = false;
    void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async ask(): Promise<void> {
    try {
      this.here = (await this.exams.standing(this.notice.sitting)).packageHere;
      const opened = await this.exams.open(this.notice.sitting);
      this.offline = false;
      this.here = true;
      if (opened) return this.opened();
    } catch (error) {
      const code = error instanceof CoreError ? error.code : "";
      this.offline = code === "offline";
      this.over = code === "sitting_over";
      if (code !== "offline" && code !== "sitting_over") this.error = messageOf(error);
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.ask(), ASK_MS * (0.8 + Math.random() * 0.4));
  }

  private opened(): void {
    if (!this.stopped) this.dispatchEvent(new CustomEvent("opened"));
  }

  override render(): TemplateResult {
    const { notice } = this;
    if (this.over)
      return html`<h1>${t("exam.over")}</h1>
        <p class="lead">${t("exam.over_help")}</p>`;
    return html`<h1>${t("exam.wait.title")}</h1>
      <ul class="exam-facts">
        <li>${icon("clock")} ${t("exam.when", { time: moment(new Date(notice.planned_start)), n: notice.minutes })}</li>
        <li>${icon("building")} ${t("exam.room", { room: notice.room })}</li>
      </ul>
      <p class="exam-asking" role="status">${this.sentence()}</p>
      ${this.here ? this.code() : ""}`;
  }

  private sentence(): TemplateResult {
    if (this.offline)
      return html`${icon("warning")} <span>${t(this.here ? "exam.wait.offline" : "exam.wait.no_paper")}</span>`;
    if (!this.here) return html`<span class="exam-pulse"></span> <span>${t("exam.wait.fetching")}</span>`;
    return html`<span class="exam-pulse"></span>
      <span><b>${t("exam.wait.asking")}</b><br />${t("exam.wait.lead")}</span>`;
  }

  private code(): TemplateResult {
    const form = html`<form @submit=${this.takeCode}>
      <label class="field-label" for="exam-code">${t("exam.code")}</label>
      <input
        id="exam-code"
        class="code-input exam-code"
        required
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="24"
        dir="ltr"
        aria-describedby="exam-code-help"
        ?readonly=${this.opening}
      />
      <p class="hint" id="exam-code-help">${t("exam.code_help")}</p>
      <div role="alert">${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}</div>
      <button type="submit" class="button button-main button-wide" ?disabled=${this.opening}>
        ${t(this.opening ? "exam.code_opening" : "exam.code_open")}
      </button>
    </form>`;
    return html`<details class="disclosure exam-code-place" ?open=${this.offline}>
      <summary>${t("exam.wait.have_code")}</summary>
      ${form}
    </details>`;
  }

  private async takeCode(event: Event): Promise<void> {
    event.preventDefault();
    const code = this.querySelector<HTMLInputElement>("#exam-code")?.value ?? "";
    this.opening = true;
    this.error = "";
    try {
      await this.exams.openWithCode(this.notice.sitting, code);
      this.opened();
    } catch (error) {
      this.error = error instanceof CoreError && error.code === "bad_code" ? t("exam.code_wrong") : messageOf(error);
    } finally {
      this.opening = false;
    }
  }
}

define("nl-exam-opening", ExamOpeningElement);
