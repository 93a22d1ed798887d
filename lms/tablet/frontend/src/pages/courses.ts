/** All courses of the learner, and those to choose from. */
import { html, type TemplateResult } from "lit";
import type { CourseCard } from "../facade";
import { define } from "../elements/element";
import { leaf } from "../elements/icon";
import { t } from "../strings";
import { courseCard } from "./cards";
import { latest, PageElement } from "./page";

export class CoursesElement extends PageElement {
  static override properties = { ...PageElement.properties, courses: { state: true } };
  declare courses: CourseCard[] | null;
  private readonly latest = latest();

  constructor() {
    super();
    this.courses = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("nav.courses") });
    this.follow(this.session.revision, () =>
      this.latest(async () => void (this.courses = await this.session.courses())),
    );
  }

  override render(): TemplateResult {
    const mine = this.courses?.filter((course) => course.source !== "open") ?? [];
    const open = this.courses?.filter((course) => course.source === "open") ?? [];
    return html`<div class="page stack-large" aria-busy=${this.courses === null}>
      <h1>${t("nav.courses")}</h1>
      ${
        this.courses?.length === 0
          ? html`<div class="empty">
              ${leaf("leaf-large")}
              <p>${t("home.nothing")}</p>
            </div>`
          : ""
      }
      ${
        mine.length
          ? html`<section>
              <h2>${t("home.my_courses")}</h2>
              <div class="shelf">${mine.map(courseCard)}</div>
            </section>`
          : ""
      }
      ${
        open.length
          ? html`<section>
              <h2>${t("home.open_courses")}</h2>
              <p class="hint">${t("home.open_help")}</p>
              <div class="shelf">${open.map(courseCard)}</div>
            </section>`
          : ""
      }
    </div>`;
  }
}

define("nl-courses", CoursesElement);
