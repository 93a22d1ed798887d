/** One course: its units and lessons, what is locked and why, what is on the tablet, when it is due. */
import { html, type TemplateResult } from "lit";
import type { CourseView, LessonCard } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { bytes, day, pick, t, type Key } from "../strings";
import { coursePicture, progressBar } from "./cards";
import { messageOf } from "./messages";
import { latest, PageElement } from "./page";

export class CourseElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    courseId: { attribute: false },
    course: { state: true },
    error: { state: true },
    leaving: { state: true },
  };
  declare courseId: string;
  declare course: CourseView | null | undefined;
  declare error: string;
  declare leaving: boolean;
  private busy = false;
  private readonly latest = latest();

  constructor() {
    super();
    this.error = "";
    this.leaving = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(this.session.revision, () => this.load());
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("courseId") && changed.get("courseId") !== undefined) {
      this.course = undefined;
      this.leaving = false;
      this.load();
    }
  }

  private load(): void {
    this.latest(async () => {
      this.course = await this.session.course(`urn:newleaf:course:${this.courseId}`);
      document.title = t("title", { page: this.course ? pick(this.course.titles) : t("nav.courses") });
    });
  }

  override render(): TemplateResult {
    const { course } = this;
    if (course === undefined) return html`<div class="page" aria-busy="true"></div>`;
    if (course === null) {
      return html`<div class="page empty">
        ${leaf("leaf-large")}
        <h1>${t("course.gone")}</h1>
        <p>${t("course.gone_help")}</p>
        <a class="button button-main" href="/courses">${t("nav.courses")}</a>
      </div>`;
    }
    const finished = course.lessonCount > 0 && course.completedCount === course.lessonCount;
    return html`<div class="page course">
      <a class="back-link" href="/courses">${icon("back", "mirrors")} ${t("nav.courses")}</a>
      <header class="course-head">
        ${coursePicture(course)}
        <div class="grow">
          <p class="eyebrow">${t(`kind.${course.kind}` as Key)}</p>
          <h1>${pick(course.titles)}</h1>
          <p class="lead">${pick(course.summaries)}</p>
          <p class="course-facts">
            <span>${t("course.lessons", { n: course.lessonCount })}</span>
            <span>${bytes(course.bytes)}</span>
            ${course.dueOn && !finished ? html`<span class="due">${icon("calendar")} ${t("course.due", { day: day(new Date(course.dueOn)) })}</span>` : ""}
            ${finished ? html`<span class="good">${icon("check")} ${t("course.finished")}</span>` : ""}
          </p>
          ${
            course.source === "open"
              ? ""
              : progressBar(course.lessonCount ? course.completedCount / course.lessonCount : 0, t("course.progress"))
          }
        </div>
      </header>
      ${this.choice(course)}
      ${course.units.map((unit) => {
        const title = pick(unit.titles);
        return html`<section class="unit">
          ${title ? html`<h2>${title}</h2>` : html`<h2 class="visually-hidden">${t("course.lessons_title")}</h2>`}
          <ol class="rows">
            ${unit.lessons.map((lesson, i) => html`<li>${this.row(lesson, i + 1, course.source === "open")}</li>`)}
          </ol>
        </section>`;
      })}
    </div>`;
  }

  private choice(course: CourseView): TemplateResult | string {
    const error = this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : "";
    if (course.source === "open") {
      return html`<div class="choice-box">
        <p class="grow">${t("course.choose_help")}</p>
        <button type="button" class="button button-main" @click=${this.choose}>
          ${icon("check")} ${t("course.choose")}
        </button>
        ${error}
      </div>`;
    }
    if (course.source !== "chosen") return error;
    return html`<div class="row">
      ${
        this.leaving
          ? html`<p>${t("course.leave_sure")}</p>
              <button type="button" class="button" @click=${this.leave}>${t("course.leave")}</button>
              <button type="button" class="button button-main" @click=${() => (this.leaving = false)}>
                ${t("course.stay")}
              </button>`
          : html`<button type="button" class="button button-quiet" @click=${() => (this.leaving = true)}>
              ${t("course.leave")}
            </button>`
      }
      ${error}
    </div>`;
  }

  private row(lesson: LessonCard, number: number, open: boolean): TemplateResult {
    const title = pick(lesson.titles);
    const locked = lesson.waitsFor.length > 0;
    const { state } = lesson.progress;
    const mark =
      state === "completed"
        ? html`<span class="lesson-mark is-done">${icon("check")}</span>`
        : html`<span class="lesson-mark" aria-hidden="true">${locked ? icon("lock") : number}</span>`;
    const facts = html`<span class="grow">
      <span class="lesson-title">${title}</span>
      <span class="hint"
        >${t("lesson.minutes", { n: lesson.minutes })} ·
        ${t(`lesson.${state}`)}${
          lesson.stored === "ready" || open ? "" : ` · ${bytes(lesson.bytes)} · ${t(`stored.${lesson.stored}`)}`
        }</span
      >
      ${locked ? html`<span class="locked-why">${icon("lock")} ${t("lesson.first", { titles: lesson.waitsFor.map((texts) => pick(texts)).join(" · ") })}</span>` : ""}
      ${state === "started" ? progressBar(lesson.progress.fraction, t("lesson.progress")) : ""}
    </span>`;
    if (locked || open || lesson.stored !== "ready")
      return html`<div class="lesson-row is-closed">${mark}${facts}</div>`;
    return html`<a class="lesson-row" href="/lesson/${lesson.id}">${mark}${facts}${icon("next", "mirrors")}</a>`;
  }

  private async choose(): Promise<void> {
    await this.attempt(() => this.session.chooseCourse(`urn:newleaf:course:${this.courseId}`));
  }

  private async leave(): Promise<void> {
    this.leaving = false;
    await this.attempt(() => this.session.leaveCourse(`urn:newleaf:course:${this.courseId}`));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.busy) return; // a second tap on the same button
    this.busy = true;
    this.error = "";
    try {
      await work();
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.busy = false;
    }
  }
}

define("nl-course", CourseElement);
