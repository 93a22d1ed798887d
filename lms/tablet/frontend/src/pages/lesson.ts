/** One lesson: its blocks, languages, questions to the teacher, notes, and an honest word on whether it counts as done. */
import { html, type TemplateResult } from "lit";
import type { LessonCard, LessonView } from "../facade";
import type { LessonContext } from "../elements/context";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import "../elements/lesson-view";
import { bytes, currentLanguage, languageName, pick, t } from "../strings";
import { placeMark, progressBar } from "./cards";
import { openContext } from "./lesson-context";
import "./lesson-notes";
import "./lesson-questions";
import { messageOf } from "./messages";
import { latest, PageElement } from "./page";
import type { Start } from "./router";

export class LessonElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    lessonId: { attribute: false },
    start: { attribute: false },
    view: { state: true },
    context: { state: true },
    where: { state: true },
    error: { state: true },
  };
  declare lessonId: string;
  /** From the search: where to begin. */
  declare start: Start | null;
  /** undefined: still being opened; null: not on this tablet. */
  declare view: LessonView | null | undefined;
  declare context: LessonContext | undefined;
  declare where: { tablet: number; total: number };
  declare error: string;
  private language = "";
  private plain = false;
  private openedAt = 0;
  private opened = "";
  private readonly latest = latest();
  private readonly leave = (): void => this.close();

  constructor() {
    super();
    this.start = null;
    this.where = { tablet: 0, total: 0 };
    this.error = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { courseLanguage, language, plain } = this.session.settings.value;
    this.language = courseLanguage ?? (language || currentLanguage());
    this.plain = plain;
    this.follow(this.session.revision, () => this.load(false));
    this.watch(this.core.downloads);
    window.addEventListener("pagehide", this.leave);
  }

  override disconnectedCallback(): void {
    this.close();
    window.removeEventListener("pagehide", this.leave);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("lessonId") && changed.get("lessonId") !== undefined) {
      this.close();
      this.view = undefined;
      this.context = undefined;
      this.load(true);
    }
  }

  private get iri(): string {
    return `urn:newleaf:lesson:${this.lessonId}`;
  }

  /** Opens the lesson; when only its state has changed, the blocks on the screen stay as they are. */
  private load(anew: boolean): void {
    this.latest(async () => {
      const { iri } = this;
      const view = await this.session.lesson(iri, this.language, this.plain);
      if (iri !== this.iri) return;
      const same =
        !anew &&
        this.context &&
        view?.document.language === this.context.document.language &&
        view.document.plain === this.context.document.plain &&
        view.package === this.view?.package;
      if (view && !same)
        this.context = await openContext(this.session, view, (error) => (this.error = messageOf(error)));
      this.view = view;
      document.title = t("title", { page: view ? view.document.title : t("lesson") });
      if (view && view.card.waitsFor.length === 0) await this.begin(view);
      const work = await this.session.work({ lesson: this.iri, limit: 500 });
      this.where = { tablet: work.filter((item) => item.place === "tablet").length, total: work.length };
    });
  }

  private async begin(view: LessonView): Promise<void> {
    if (this.opened === view.card.lesson) return;
    this.opened = view.card.lesson;
    this.openedAt = performance.now();
    await this.note(view, "initialized");
  }

  private close(): void {
    const { view } = this;
    if (!view || !this.opened) return;
    this.opened = "";
    void this.note(view, "terminated", Math.round((performance.now() - this.openedAt) / 1000));
  }

  private async note(view: LessonView, verb: "initialized" | "terminated", durationSeconds?: number): Promise<void> {
    const { lesson, course } = view.card;
    const result = durationSeconds === undefined ? undefined : { durationSeconds };
    try {
      await this.session.record({
        verb,
        lesson,
        course,
        package: view.package,
        language: view.document.language,
        result,
      });
    } catch (error) {
      this.error = messageOf(error);
    }
  }

  override render(): TemplateResult {
    const { view, context } = this;
    if (view === undefined)
      return html`<div class="page" aria-busy="true"><p class="hint" role="status">${t("loading")}</p></div>`;
    if (view === null) return this.absent();
    if (view.card.waitsFor.length > 0) return this.locked(view);
    return html`<div class="page lesson-page">
      <div class="lesson-bar">
        <a class="back-link" href="/course/${view.course.id}">${icon("back", "mirrors")} ${pick(view.course.titles)}</a>
        ${this.switches(view)}
      </div>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      ${context ? html`<nl-lesson-view .context=${context} .start=${this.start}></nl-lesson-view>` : ""}
      ${this.state(view)}
      <nl-lesson-questions
        .core=${this.core}
        .session=${this.session}
        .lesson=${view.card.lesson}
        .course=${view.card.course}
      ></nl-lesson-questions>
      <nl-lesson-notes
        .core=${this.core}
        .session=${this.session}
        .lesson=${view.card.lesson}
        .course=${view.card.course}
      ></nl-lesson-notes>
      ${this.neighbours(view)}
    </div>`;
  }

  private switches(view: LessonView): TemplateResult {
    const now = view.document.language;
    const plainToo = view.plainLanguages.includes(now);
    return html`<div class="row">
      ${
        view.languages.length > 1
          ? html`<div class="row" role="group" aria-label=${t("lesson.language")}>
              ${view.languages.map(
                (language) =>
                  html`<button
                    type="button"
                    class="chip"
                    lang=${language}
                    aria-pressed=${language === now}
                    @click=${() => this.setLanguage(language)}
                  >
                    ${languageName(language)}
                  </button>`,
              )}
            </div>`
          : ""
      }
      ${
        plainToo
          ? html`<button
              type="button"
              class="chip"
              aria-pressed=${view.document.plain}
              @click=${() => this.setPlain(!view.document.plain)}
            >
              ${icon("tip")} ${t("lesson.plain")}
            </button>`
          : ""
      }
    </div>`;
  }

  private setLanguage(language: string): void {
    this.language = language;
    this.load(true);
  }

  private setPlain(plain: boolean): void {
    this.plain = plain;
    this.load(true);
  }

  private state(view: LessonView): TemplateResult {
    const { progress } = view.card;
    const { rule, fraction } = view.completion;
    const done = progress.state === "completed";
    return html`<section class="card lesson-state ${done ? "is-done" : ""}" aria-label=${t("lesson.state")}>
      <h2>${done ? html`${leaf()} ${t("lesson.is_done")}` : t("lesson.not_done")}</h2>
      <p>${t(`rule.${rule}`, { percent: Math.round(fraction * 100) })}</p>
      ${done || rule === "opened" ? "" : progressBar(progress.fraction, t("lesson.progress"))}
      ${
        this.where.total
          ? html`<p class="row">
              ${placeMark(this.where.tablet > 0 ? "tablet" : "prison")}
              <span
                >${this.where.tablet > 0 ? t("lesson.on_tablet", { n: this.where.tablet }) : t("lesson.arrived")}</span
              >
            </p>`
          : ""
      }
    </section>`;
  }

  private neighbours(view: LessonView): TemplateResult {
    return html`<nav class="neighbours" aria-label=${t("lesson.neighbours")}>
      ${view.previous ? this.neighbour(view.previous, "previous") : html`<span></span>`}
      ${
        view.next
          ? this.neighbour(view.next, "next")
          : html`<a class="neighbour" href="/course/${view.course.id}"
              ><span class="eyebrow">${t("lesson.last")}</span><span>${t("lesson.to_course")}</span></a
            >`
      }
    </nav>`;
  }

  private neighbour(card: LessonCard, way: "previous" | "next"): TemplateResult {
    return html`<a class="neighbour is-${way}" href="/lesson/${card.id}">
      <span class="eyebrow"
        >${way === "previous" ? icon("back", "mirrors") : ""} ${t(`lesson.${way}`)}
        ${way === "next" ? icon("next", "mirrors") : ""}</span
      >
      <span>${pick(card.titles)}</span>
    </a>`;
  }

  private locked(view: LessonView): TemplateResult {
    return html`<div class="page empty">
      <span class="big-mark">${icon("lock")}</span>
      <h1>${pick(view.card.titles)}</h1>
      <p class="lead">${t("lesson.first", { titles: view.card.waitsFor.map((texts) => pick(texts)).join(" · ") })}</p>
      <a class="button button-main" href="/course/${view.course.id}">${t("lesson.to_course")}</a>
    </div>`;
  }

  private absent(): TemplateResult {
    const download = this.core.downloads.value.items.find((item) => item.lesson === this.iri);
    return html`<div class="page empty">
      <span class="big-mark">${icon("download")}</span>
      <h1>${t(download ? "lesson.coming" : "lesson.absent")}</h1>
      ${
        download
          ? html`<p class="lead">${pick(download.titles)} · ${bytes(download.doneBytes)} / ${bytes(download.bytes)}</p>
              ${progressBar(download.bytes ? download.doneBytes / download.bytes : 0, t("downloads.title"))}
              <p>${t("downloads.by_itself")}</p>`
          : html`<p class="lead">${t("lesson.absent_help")}</p>`
      }
      <a class="button button-main" href="/">${icon("home")} ${t("lost.home")}</a>
    </div>`;
  }
}

define("nl-lesson", LessonElement);
