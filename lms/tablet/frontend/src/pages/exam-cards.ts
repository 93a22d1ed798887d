/** Exams of today as cards: at the door for everybody, on the home page for the learner whose exams they are. Title, room, time: nothing else. */
import { html, type TemplateResult } from "lit";
import type { ExamNotice, LearnerExam } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import "./exam-words";
import { PageElement } from "./page";

const NEWS_MS = 14 * 86_400_000;

/** Still to come, or with a result that came lately. */
function isNews({ state, result }: LearnerExam): boolean {
  if (result) return Date.now() - Date.parse(result.released_at) < NEWS_MS;
  return state === "ahead" || state === "open";
}

export class ExamCardsElement extends PageElement {
  static override properties = { ...PageElement.properties, mine: { attribute: false } };
  /** Of the signed-in learner; null at the door. */
  declare mine: LearnerExam[] | null;

  constructor() {
    super();
    this.mine = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(this.core.examNotices);
  }

  private get today(): ExamNotice[] {
    const day = new Date().toDateString();
    return this.core.examNotices.value.filter(
      ({ state, planned_start, sitting }) =>
        state !== "ended" &&
        (state === "open" || new Date(planned_start).toDateString() === day) &&
        (!this.mine || this.mine.some((exam) => exam.sitting === sitting)),
    );
  }

  override render(): TemplateResult {
    const { today } = this;
    const later = (this.mine ?? []).filter(
      (exam) => isNews(exam) && !today.some((notice) => notice.sitting === exam.sitting),
    );
    return html`${
      today.length
        ? html`<section class="exam-cards" aria-labelledby="exam-cards">
            <h2 id="exam-cards">${icon("pencil")} ${t("exam.today")}</h2>
            ${today.map((notice) => this.card(notice))}
          </section>`
        : ""
    }
    ${this.mine?.length ? this.later(later) : ""}`;
  }

  private card(notice: ExamNotice): TemplateResult {
    return html`<a class="continue exam-card" href="/exam/${notice.sitting}">
      <span class="grow">
        <span class="continue-title">${notice.title}</span>
        <span class="hint"
          >${t("exam.when", { time: moment(new Date(notice.planned_start)), n: notice.minutes })} ·
          ${t("exam.room", { room: notice.room })}</span
        >
      </span>
      <span class="continue-go">${icon("next", "mirrors")} ${t(this.goOn(notice) ? "exam.go_on" : "exam.enter")}</span>
    </a>`;
  }

  private goOn(notice: ExamNotice): boolean {
    return this.core.examRunning === notice.sitting;
  }

  private later(exams: LearnerExam[]): TemplateResult {
    return html`<section class="exam-rows">
      <h2>${icon("calendar")} ${t("exam.mine")}</h2>
      <ul class="rows">
        ${exams.map(
          (exam) =>
            html`<li>
              <a class="lesson-row" href="/exams/${exam.sitting}">
                <span class="grow"
                  ><span class="lesson-title">${exam.title}</span>
                  <span class="hint"
                    >${t("exam.room", { room: exam.room })} · ${t("exam.my.seat", { n: exam.number })}</span
                  ></span
                >
                <span class="live-when"
                  >${exam.result ? t("exam.state.released") : moment(new Date(exam.planned_start))}</span
                >
                ${icon("next", "mirrors")}
              </a>
            </li>`,
        )}
      </ul>
      <a class="button button-quiet" href="/exams">${t("exam.my.to_list")} ${icon("next", "mirrors")}</a>
    </section>`;
  }
}

define("nl-exam-cards", ExamCardsElement);
