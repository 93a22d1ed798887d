/** My exams: what is to come, what is being marked, what came of it; one of them with everything about it. */
import { html, type TemplateResult } from "lit";
import type { MyExam, MyExams } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { moment, t } from "../strings";
import "./exam-appeal";
import "./exam-result";
import "./exam-wish";
import "./exam-words";
import { latest, PageElement } from "./page";

export class ExamsElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    sitting: { attribute: false },
    list: { state: true },
  };
  /** The one to show; empty: all of them. */
  declare sitting: string;
  declare list: MyExam[] | null;
  private exams!: MyExams;
  private readonly latest = latest();

  constructor() {
    super();
    this.sitting = "";
    this.list = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("exam.mine") });
    void this.session.exams().then((exams) => {
      this.exams = exams;
      this.follow(this.session.revision, () => this.latest(async () => void (this.list = await exams.list())));
    });
    this.watch(this.core.examNotices, this.core.sync);
  }

  protected override updated(): void {
    const shown = this.list?.find((exam) => exam.sitting === this.sitting);
    if (shown?.result) void this.exams.resultSeen(shown);
  }

  override render(): TemplateResult {
    if (!this.list) return html`<div class="page" aria-busy="true"><h1>${t("exam.mine")}</h1></div>`;
    if (this.sitting) return this.one(this.list.find((exam) => exam.sitting === this.sitting));
    const ahead = this.list.filter((exam) => exam.state === "ahead" || exam.state === "open");
    const behind = this.list.filter((exam) => !ahead.includes(exam)).reverse();
    return html`<div class="page exams">
      <h1>${t("exam.mine")}</h1>
      <p class="lead">${t("exam.my.lead")}</p>
      ${
        this.list.length
          ? ""
          : html`<div class="empty">
              ${leaf("leaf-large")}
              <p>${t("exam.my.none")}</p>
            </div>`
      }
      ${this.group("exam.my.ahead", ahead)} ${this.group("exam.my.behind", behind)}
    </div>`;
  }

  private group(title: "exam.my.ahead" | "exam.my.behind", exams: MyExam[]): TemplateResult | string {
    if (exams.length === 0) return "";
    return html`<section>
      <h2>${icon(title === "exam.my.ahead" ? "calendar" : "record")} ${t(title)}</h2>
      <ul class="rows">
        ${exams.map(
          (exam) =>
            html`<li>
              <a class="lesson-row" href="/exams/${exam.sitting}">
                <span class="grow"
                  ><span class="lesson-title">${exam.title}</span>
                  <span class="hint"
                    >${moment(new Date(exam.planned_start))} · ${t("exam.room", { room: exam.room })}</span
                  ></span
                >
                ${this.mark(exam)} ${icon("next", "mirrors")}
              </a>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private mark({ state, result }: MyExam): TemplateResult {
    if (result)
      return html`<span class="exam-mark ${result.passed ? "is-passed" : ""}"
        >${t("exam.result.points", { n: result.points })}
        ${result.passed ? html`${icon("check")} ${t("exam.result.passed")}` : ""}</span
      >`;
    return html`<span class="exam-mark">${t(`exam.state.${state}`)}</span>`;
  }

  private one(exam: MyExam | undefined): TemplateResult {
    const back = html`<a class="button button-quiet exams-back" href="/exams"
      >${icon("back", "mirrors")} ${t("exam.my.to_list")}</a
    >`;
    if (!exam)
      return html`<div class="page empty">
        ${leaf("leaf-large")}
        <h1>${t("exam.my.gone")}</h1>
        ${back}
      </div>`;
    const ahead = exam.state === "ahead" || exam.state === "open";
    return html`<div class="page exams">
      ${back}
      <h1>${exam.title}</h1>
      ${exam.result ? html`<nl-exam-result .result=${exam.result}></nl-exam-result>` : ""} ${this.facts(exam)}
      ${this.goThere(exam)}
      ${exam.state === "marking" ? html`<p class="banner">${icon("clock")} <span>${t("exam.marking.lead")}</span></p>` : ""}
      ${
        ahead
          ? html`<nl-exam-wish .session=${this.session} .exams=${this.exams} .exam=${exam}></nl-exam-wish>`
          : exam.state === "cancelled"
            ? ""
            : html`<nl-exam-appeal .session=${this.session} .exams=${this.exams} .exam=${exam}></nl-exam-appeal>`
      }
    </div>`;
  }

  private facts(exam: MyExam): TemplateResult {
    const minutes = exam.minutes + Math.round(exam.extra_seconds / 60);
    return html`<ul class="exam-facts card">
      <li>${icon("clock")} ${t("exam.when", { time: moment(new Date(exam.planned_start)), n: minutes })}</li>
      <li>${icon("building")} ${t("exam.room", { room: exam.room })}</li>
      <li>${icon("person")} ${t("exam.my.seat", { n: exam.number })}</li>
      ${
        exam.extra_seconds
          ? html`<li>${icon("heart")} ${t("exam.my.extra", { n: Math.round(exam.extra_seconds / 60) })}</li>`
          : ""
      }
      ${exam.read_aloud ? html`<li>${icon("sound")} ${t("exam.my.read_aloud")}</li>` : ""}
    </ul>`;
  }

  /** Where the exam itself is on this tablet today. */
  private goThere(exam: MyExam): TemplateResult | string {
    const notice = this.core.examNotices.value.find((one) => one.sitting === exam.sitting && one.state !== "ended");
    if (!notice || new Date(notice.planned_start).toDateString() !== new Date().toDateString()) return "";
    return html`<a class="button button-main button-wide" href="/exam/${exam.sitting}"
      >${t("exam.enter")} ${icon("next", "mirrors")}</a
    >`;
  }
}

define("nl-exams", ExamsElement);
