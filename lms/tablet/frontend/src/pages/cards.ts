/** Pieces that several pages show: a course as a card, progress as a bar, where a piece of work is. */
import { html, type TemplateResult } from "lit";
import type { CourseCard, Place, WorkCounts } from "../facade";
import { icon, leaf } from "../elements/icon";
import { day, pick, t, type Key } from "../strings";

export function progressBar(fraction: number, label: string): TemplateResult {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return html`<div
    class="bar"
    role="progressbar"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
  >
    <div class="bar-fill" style="inline-size: ${percent}%"></div>
  </div>`;
}

export function coursePicture(course: CourseCard): TemplateResult {
  return html`<span class="course-picture kind-${course.kind}">
    ${course.pictureUrl ? html`<img src=${course.pictureUrl} alt="" loading="lazy" />` : leaf()}
  </span>`;
}

export function courseCard(course: CourseCard): TemplateResult {
  const title = pick(course.titles);
  const done = course.lessonCount > 0 && course.completedCount === course.lessonCount;
  return html`<a class="course-card" href="/course/${course.id}">
    ${coursePicture(course)}
    <span class="course-body">
      <span class="eyebrow">${t(`kind.${course.kind}` as Key)}</span>
      <span class="course-title">${title}</span>
      ${
        course.source === "open"
          ? html`<span class="hint">${pick(course.summaries)}</span>`
          : html`${progressBar(course.lessonCount ? course.completedCount / course.lessonCount : 0, t("course.progress"))}
              <span class="course-facts">
                <span
                  >${done ? html`${icon("check")} ${t("course.finished")}` : t("course.done_of", { n: course.completedCount, total: course.lessonCount })}</span
                >
                ${course.dueOn && !done ? html`<span class="due">${icon("calendar")} ${t("course.due", { day: day(new Date(course.dueOn)) })}</span>` : ""}
                ${
                  course.readyCount < course.lessonCount
                    ? html`<span class="fetching"
                        >${icon("download")}
                        ${t("course.ready_of", { n: course.readyCount, total: course.lessonCount })}</span
                      >`
                    : ""
                }
              </span>`
      }
    </span>
  </a>`;
}

const PLACES: readonly Place[] = ["tablet", "prison", "province"];

/** The three honest states, in words and in a picture. */
export function placeMark(place: Place): TemplateResult {
  const reached = PLACES.indexOf(place);
  return html`<span class="place place-${place}">
    <span class="place-dots" aria-hidden="true"
      >${PLACES.map((_, i) => html`<span class="place-dot ${i <= reached ? "is-reached" : ""}"></span>`)}</span
    >
    ${icon(place === "tablet" ? "tablet" : place === "prison" ? "building" : "mountain")} ${t(`place.${place}`)}
  </span>`;
}

/** “3 of 5 arrived”. */
export function arrived(counts: WorkCounts): string {
  if (counts.total === 0) return t(counts.elsewhere === "all" ? "work.none" : "work.not_come");
  const safe = counts.prison + counts.province;
  return safe === counts.total
    ? t("work.all_arrived", { total: counts.total })
    : t("work.arrived", { n: safe, total: counts.total });
}
