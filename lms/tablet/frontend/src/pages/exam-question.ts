/** One question of an exam: no check, no feedback; what is given is kept at once. */
import { html, type TemplateResult } from "lit";
import type { Attempt, AttemptState, ExamItem, PlacedQuestion } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { interaction } from "../elements/question-interaction";
import { hasVoice, onReadAloud, read, readingNow, stopReading } from "../elements/read-aloud";
import { safeHtml } from "../elements/safe-html";
import { joinList } from "../elements/scoring";
import { t } from "../strings";
import "../elements/block-picture";
import "./exam-files";
import "./exam-words";

const TYPED = new Set<ExamItem["kind"]>(["fill_in", "numeric", "extended_text"]);

export class ExamQuestionElement extends LightElement {
  static override properties = {
    attempt: { attribute: false },
    question: { attribute: false },
    state: { attribute: false },
  };
  declare attempt: Attempt;
  declare question: PlacedQuestion;
  declare state: AttemptState;
  private prompt: { of: string; nodes: DocumentFragment } | null = null;
  private endReading?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.endReading = onReadAloud(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endReading?.();
  }

  private get language(): string {
    return this.attempt.paper.language;
  }

  override render(): TemplateResult {
    const { number, item, points, section } = this.question;
    const { title, instructions } = this.attempt.seat.sections[section]!;
    const id = `exam-q-${number}`;
    this.prompt ??= { of: item.id, nodes: safeHtml(item.prompt_html) };
    return html`<article class="question exam-question" lang=${this.language} aria-labelledby="${id}-title">
      ${title ? html`<p class="eyebrow">${title}</p>` : ""}
      <div class="row row-between">
        <h2 id="${id}-title" tabindex="-1">
          ${t("exam.question_of", { n: number, total: this.attempt.questions.length })}
        </h2>
        <span class="hint">${t("exam.points", { n: points })}</span>
      </div>
      ${instructions ? html`<p class="hint">${instructions}</p>` : ""} ${this.reader()}
      <div class="prose question-prompt" id=${id} data-read>${this.prompt.nodes}</div>
      ${item.pictures.map((picture, i) => this.picture(picture, i))} ${this.answerPlace(item, id)}
      <div class="row exam-kept">${this.below(item)}</div>
    </article>`;
  }

  private reader(): TemplateResult | string {
    if (!this.attempt.seat.read_aloud) return "";
    if (!hasVoice(this.language)) return html`<p class="hint">${icon("sound")} ${t("exam.no_voice")}</p>`;
    const reading = readingNow() === this.question.item.id;
    return html`<button type="button" class="button exam-read" @click=${() => this.readAloud(reading)}>
      ${icon(reading ? "stop" : "sound")} ${t(reading ? "exam.read_stop" : "exam.read")}
    </button>`;
  }

  private readAloud(reading: boolean): void {
    if (reading) return stopReading();
    const parts = [...this.querySelectorAll("[data-read]")];
    void read({ key: this.question.item.id, parts, language: this.language }, 1);
  }

  private picture(picture: ExamItem["pictures"][number], i: number): TemplateResult {
    const block = {
      type: "picture",
      id: `${this.question.item.id}-${i}`,
      narration: null,
      picture,
      alt: picture.alt,
      caption: "",
    };
    const context = {
      document: { language: this.language },
      url: (path: string) => this.attempt.pictureUrl(path),
    };
    return html`<nl-picture .block=${block} .context=${context}></nl-picture>`;
  }

  private answerPlace(item: ExamItem, labelledby: string): TemplateResult {
    const response = this.attempt.response(item.id);
    switch (item.kind) {
      case "extended_text":
        return html`<textarea
            class="exam-text"
            rows="10"
            maxlength=${item.most_characters}
            aria-labelledby=${labelledby}
            aria-describedby="${labelledby}-count"
            placeholder=${t("exam.write")}
            .value=${response}
            @input=${(event: Event) => this.give((event.target as HTMLTextAreaElement).value)}
          ></textarea>
          <p class="hint" id="${labelledby}-count">
            ${t("exam.characters", { n: response.length, most: item.most_characters })}
          </p>`;
      case "upload":
        return html`<nl-exam-files
          .attempt=${this.attempt}
          .item=${item}
          .state=${this.state}
          .labelledby=${labelledby}
        ></nl-exam-files>`;
      case "practical":
        return html`<p class="banner">${icon("person")} <span>${t("exam.practical")}</span></p>`;
      default:
        return interaction(item, {
          ...{ response, locked: false, marks: false, labelledby },
          source: (path) => this.attempt.pictureUrl(path),
          answer: (event) => this.give(event.detail),
        });
    }
  }

  private below(item: ExamItem): TemplateResult | string {
    const given = this.state.answered.has(item.id);
    if (item.kind === "order" && !given)
      return html`<button
        type="button"
        class="button"
        @click=${() => this.give(joinList(item.entries.map((entry) => entry.id)))}
      >
        ${icon("check")} ${t("exam.same_order")}
      </button>`;
    if (!given) return "";
    return html`<span class="good"
        >${this.state.keeping ? t("exam.keeping") : html`${icon("check")} ${t("exam.kept")}`}</span
      >
      ${
        item.kind === "extended_text" || item.kind === "upload"
          ? ""
          : html`<button type="button" class="button button-quiet" @click=${() => this.give("")}>
              ${icon("erase")} ${t("exam.clear")}
            </button>`
      }`;
  }

  private give(response: string): void {
    const { item } = this.question;
    this.attempt.answer(item.id, response, TYPED.has(item.kind));
    this.requestUpdate();
  }
}

define("nl-exam-question", ExamQuestionElement);
