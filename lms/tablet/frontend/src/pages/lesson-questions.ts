/** “Ask my teacher”: a question of this lesson, who reads it, and the answers. */
import { html, type TemplateResult } from "lit";
import type { Question } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, pick, t } from "../strings";
import { placeMark } from "./cards";
import { messageOf } from "./messages";
import { latest, PageElement } from "./page";

export class LessonQuestionsElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    lesson: { attribute: false },
    course: { attribute: false },
    questions: { state: true },
    text: { state: true },
    error: { state: true },
    sent: { state: true },
    sending: { state: true },
  };
  declare lesson: string;
  declare course: string;
  declare questions: Question[];
  declare text: string;
  declare error: string;
  declare sent: boolean;
  declare sending: boolean;
  private readonly latest = latest();

  constructor() {
    super();
    this.questions = [];
    this.text = "";
    this.error = "";
    this.sent = false;
    this.sending = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(this.session.revision, () => this.load());
    this.watch(this.core.helpTexts);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("lesson")) return;
    this.sent = false;
    this.questions = [];
    this.load();
    void this.session.draft(this.draftKey).then((text) => (this.text = text ?? ""));
  }

  private get draftKey(): string {
    return `${this.lesson}#ask`;
  }

  private load(): void {
    if (!this.lesson) return;
    this.latest(async () => void (this.questions = await this.session.questions(this.lesson)));
  }

  override render(): TemplateResult {
    return html`<section class="card ask" aria-labelledby="ask-title">
      <h2 id="ask-title">${icon("speech")} ${t("ask.title")}</h2>
      ${this.questions.map((question) => this.question(question))}
      <label class="field-label" for="ask">${t("ask.label")}</label>
      <textarea
        id="ask"
        rows="3"
        maxlength="2000"
        aria-describedby="ask-who"
        .value=${this.text}
        ?readonly=${this.sending}
        @input=${this.write}
      ></textarea>
      <div class="hint" id="ask-who">
        <p>${t("ask.who_reads")}</p>
        <p>${t("not_read_live")} ${pick(this.core.helpTexts.value)}</p>
      </div>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      <div class="row">
        <button
          type="button"
          class="button button-main"
          ?disabled=${!this.text.trim() || this.sending}
          @click=${this.ask}
        >
          ${t("ask.send")}
        </button>
        <p role="status" class="good">${this.sent ? html`${icon("check")} ${t("ask.kept")}` : ""}</p>
      </div>
    </section>`;
  }

  private question(question: Question): TemplateResult {
    const { answer } = question;
    return html`<article class="answer">
      <p class="answer-asked">${question.text}</p>
      <p class="row hint"><span>${moment(question.askedAt)}</span> ${placeMark(question.place)}</p>
      ${
        answer
          ? html`<p class="answer-text">${answer.answer}</p>
              <p class="hint">${answer.answeredBy} · ${moment(answer.answeredAt)}</p>`
          : html`<p class="hint">${t("ask.no_answer")}</p>`
      }
    </article>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.sent = false;
    this.session.saveDraft(this.draftKey, this.text).catch((error: unknown) => (this.error = messageOf(error)));
  }

  private async ask(): Promise<void> {
    if (this.sending) return;
    this.error = "";
    this.sending = true;
    try {
      await this.session.ask({
        lesson: this.lesson,
        course: this.course,
        text: this.text.trim(),
        draftKey: this.draftKey,
      });
      this.text = "";
      this.sent = true;
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.sending = false;
    }
  }
}

define("nl-lesson-questions", LessonQuestionsElement);
