/** The learner's home: one Continue button, what is due, what the teacher answered, what still waits. */
import { html, type TemplateResult } from "lit";
import type { Answer, CourseCard, Home, LessonCard } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { day, moment, pick, t } from "../strings";
import { arrived, courseCard, coursePicture, progressBar } from "./cards";
import "./downloads";
import "./live-list";
import { latest, PageElement } from "./page";

export class HomeElement extends PageElement {
  static override properties = { ...PageElement.properties, home: { state: true }, syncing: { state: true } };
  declare home: Home | null;
  declare syncing: boolean;
  private readonly latest = latest();

  constructor() {
    super();
    this.home = null;
    this.syncing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("nav.home") });
    this.follow(this.session.revision, () => this.latest(() => this.load()));
    this.watch(this.core.sync, this.session.recovery, this.core.helpTexts);
  }

  private async load(): Promise<void> {
    const home = await this.session.home();
    if (home.exams.length) await import("./exam-cards");
    if (home.candidacies.length) await import("./path-card");
    this.home = home;
  }

  override render(): TemplateResult {
    const { home } = this;
    if (!home)
      return html`<div class="page" aria-busy="true">
        <h1>${t("home.hello", { name: this.session.profile.name })}</h1>
      </div>`;
    const nothing = home.myCourses.length === 0 && home.openCourses.length === 0;
    return html`<div class="page home">
      <h1>${t("home.hello", { name: home.profile.name })}</h1>
      ${this.recovery()} ${this.noticeList(home)}
      ${home.exams.length ? html`<nl-exam-cards .core=${this.core} .mine=${home.exams}></nl-exam-cards>` : ""}
      <nl-live-list .core=${this.core} .session=${this.session} .between=${this.goOn(home)}></nl-live-list>
      <div class="home-columns">
        <div class="stack-large">
          ${this.answers(home.answers)} ${this.today(home)}
          ${home.candidacies.length ? html`<nl-path-card .mine=${home.candidacies}></nl-path-card>` : ""}
          ${home.topicCourses.length ? this.topic(home.topicCourses) : ""}
          ${home.myCourses.length ? this.shelf("home.my_courses", home.myCourses) : ""}
          ${home.openCourses.length ? this.shelf("home.open_courses", home.openCourses, t("home.open_help")) : ""}
          ${
            nothing
              ? html`<div class="empty">
                  ${leaf("leaf-large")}
                  <p>${t("home.nothing")}</p>
                </div>`
              : ""
          }
        </div>
        <aside class="stack-large" aria-label=${t("home.state")}>
          ${this.syncCard(home)}
          <nl-downloads .core=${this.core}></nl-downloads>
          ${this.help()}
        </aside>
      </div>
    </div>`;
  }

  private goOn(home: Home): TemplateResult | string {
    if (!home.continueWith) {
      const done =
        home.myCourses.length > 0 && home.myCourses.every((course) => course.completedCount === course.lessonCount);
      return done ? html`<p class="all-done">${leaf()} ${t("home.all_done")}</p>` : "";
    }
    const { course, lesson } = home.continueWith;
    const fresh = lesson.progress.state === "new";
    return html`<a class="continue" href="/lesson/${lesson.id}">
      ${coursePicture(course)}
      <span class="grow">
        <span class="eyebrow">${pick(course.titles)}</span>
        <span class="continue-title">${pick(lesson.titles)}</span>
        <span class="hint">${t("lesson.minutes", { n: lesson.minutes })}</span>
        ${fresh ? "" : progressBar(lesson.progress.fraction, t("lesson.progress"))}
      </span>
      <span class="continue-go">${icon("play", "mirrors")} ${t(fresh ? "home.start" : "home.continue")}</span>
    </a>`;
  }

  private today(home: Home): TemplateResult | string {
    const rest = home.today.filter(({ lesson }) => lesson.lesson !== home.continueWith?.lesson.lesson);
    if (rest.length === 0) return "";
    return html`<section>
      <h2>${icon("calendar")} ${t("home.today")}</h2>
      <ul class="rows">
        ${rest.map(({ course, lesson }) => html`<li>${this.todayRow(course, lesson)}</li>`)}
      </ul>
    </section>`;
  }

  private todayRow(course: CourseCard, lesson: LessonCard): TemplateResult {
    return html`<a class="lesson-row" href="/lesson/${lesson.id}">
      <span class="grow"
        ><span class="lesson-title">${pick(lesson.titles)}</span><span class="hint">${pick(course.titles)}</span></span
      >
      ${course.dueOn ? html`<span class="due">${t("course.due", { day: day(new Date(course.dueOn)) })}</span>` : ""}
      ${icon("next", "mirrors")}
    </a>`;
  }

  private topic(courses: CourseCard[]): TemplateResult {
    const topic = courses[0]?.topic;
    return html`<section class="topic">
      <p class="eyebrow">${t("home.topic")}${topic ? ` · ${pick(topic.themeTitles)}` : ""}</p>
      <h2>${topic ? pick(topic.titles) : t("home.topic")}</h2>
      <div class="shelf">${courses.map(courseCard)}</div>
    </section>`;
  }

  private shelf(title: "home.my_courses" | "home.open_courses", courses: CourseCard[], help = ""): TemplateResult {
    return html`<section>
      <h2>${t(title)}</h2>
      ${help ? html`<p class="hint">${help}</p>` : ""}
      <div class="shelf">${courses.map(courseCard)}</div>
    </section>`;
  }

  private answers(answers: Answer[]): TemplateResult | string {
    const fresh = answers.filter((answer) => !answer.seen);
    if (fresh.length === 0) return "";
    return html`<section class="answers">
      <h2>${icon("speech")} ${t("home.answers")}</h2>
      ${fresh.map(
        (answer) =>
          html`<article class="answer">
            <p class="answer-asked">${t("home.you_asked")} <q>${answer.asked}</q></p>
            <p class="answer-text">${answer.answer}</p>
            <p class="hint">${answer.answeredBy} · ${moment(answer.answeredAt)}</p>
            <div class="row">
              <a class="button" href="/lesson/${answer.lesson.split(":").at(-1)}"
                >${icon("book")} ${t("home.to_lesson")}</a
              >
              <button
                type="button"
                class="button button-quiet"
                @click=${() => void this.session.answersSeen([answer.question])}
              >
                ${icon("check")} ${t("home.answer_read")}
              </button>
            </div>
          </article>`,
      )}
    </section>`;
  }

  private noticeList(home: Home): TemplateResult[] {
    return home.notices
      .filter((notice) => !notice.seen)
      .map(
        (notice) =>
          html`<div class="banner" role="status">
            ${icon("info")}<span class="grow"
              >${pick(notice.texts)} <span class="hint">${moment(notice.at)}</span></span
            >
            <button type="button" class="button" @click=${() => void this.session.noticesSeen([notice.id])}>
              ${t("seen")}
            </button>
          </div>`,
      );
  }

  private recovery(): TemplateResult | string {
    const state = this.session.recovery.value;
    return state ? html`<p class="banner" role="status">${icon("lock")}<span>${t(`recovery.${state}`)}</span></p>` : "";
  }

  private syncCard(home: Home): TemplateResult {
    const { state, lastContact } = this.core.sync.value;
    const { counts } = home;
    const safe = counts.prison + counts.province;
    return html`<section class="card sync-card">
      <h2>${icon("building")} ${t("sync.title")}</h2>
      <p class="sync-arrived">${arrived(counts)}</p>
      ${counts.total ? progressBar(safe / counts.total, t("sync.title")) : ""}
      ${counts.total && counts.elsewhere !== "all" ? html`<p>${t("work.not_come")}</p>` : ""}
      ${counts.tablet > 0 ? html`<p>${t("sync.waits", { n: counts.tablet })}</p>` : ""}
      <p class="hint" role="status">
        ${state === "working" ? t("sync.working") : lastContact ? t("sync.last", { time: moment(lastContact) }) : t("sync.never")}
        ${state === "offline" ? t("sync.offline") : ""}
      </p>
      <div class="row">
        <button type="button" class="button" ?disabled=${this.syncing || state === "working"} @click=${this.syncNow}>
          ${icon("refresh")} ${t("sync.now")}
        </button>
        <a class="button button-quiet" href="/record">${t("sync.see")}</a>
      </div>
    </section>`;
  }

  private help(): TemplateResult | string {
    const text = pick(this.core.helpTexts.value);
    return text
      ? html`<section class="card help-card">
          <h2>${icon("heart")} ${t("help.title")}</h2>
          <p>${text}</p>
        </section>`
      : "";
  }

  private async syncNow(): Promise<void> {
    this.syncing = true;
    await this.core.syncNow();
    this.syncing = false;
  }
}

define("nl-home", HomeElement);
