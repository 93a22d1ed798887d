/** The rest of what is stored of a learner: questions with their answers, notes, and what officers had to tell. */
import { html, type TemplateResult } from "lit";
import type { Home, Note, Question } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, pick, t } from "../strings";
import { placeMark } from "./cards";
import { latest, PageElement } from "./page";

interface Kept {
  questions: Question[];
  notes: Note[];
  notices: Home["notices"];
}

export class RecordKeptElement extends PageElement {
  static override properties = { ...PageElement.properties, kept: { state: true } };
  declare kept: Kept | null;
  private readonly latest = latest();

  constructor() {
    super();
    this.kept = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(this.session.revision, () =>
      this.latest(async () => {
        const { session } = this;
        const [questions, notes, home] = await Promise.all([session.questions(), session.notes(), session.home()]);
        this.kept = { questions, notes, notices: home.notices };
      }),
    );
  }

  override render(): TemplateResult {
    const { kept } = this;
    if (!kept) return html``;
    return html`${
      kept.notices.length
        ? html`<section class="stack">
            <h2>${icon("info")} ${t("record.notices")}</h2>
            ${kept.notices.map(
              (notice) =>
                html`<article class="note">
                  <p>${pick(notice.texts)}</p>
                  <p class="hint">${moment(notice.at)}</p>
                </article>`,
            )}
          </section>`
        : ""
    }
    ${
      kept.questions.length
        ? html`<section class="stack">
            <h2>${icon("speech")} ${t("record.questions")}</h2>
            ${kept.questions.map((question) => this.question(question))}
          </section>`
        : ""
    }
    ${
      kept.notes.length
        ? html`<section class="stack">
            <h2>${icon("note")} ${t("notes.title")}</h2>
            ${kept.notes.map(
              (note) =>
                html`<article class="note">
                  <p class="note-text">${note.text}</p>
                  <p class="row hint">
                    ${moment(note.updatedAt)}
                    <a class="button button-quiet" href="/lesson/${note.lesson.split(":").at(-1)}"
                      >${t("home.to_lesson")}</a
                    >
                  </p>
                </article>`,
            )}
          </section>`
        : ""
    }`;
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
}

define("nl-record-kept", RecordKeptElement);
