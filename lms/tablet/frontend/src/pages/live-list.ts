/** On the home page: what is live now, what is planned, and what has just ended. Empty while there is no network. */
import { html, type TemplateResult } from "lit";
import type { LiveNow } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t, type Key } from "../strings";
import { partsOf } from "./live-facts";
import "./live-words";
import { PageElement } from "./page";

const AGAIN_MS = 20_000;
const MOST = 4; // of those that are not running

export class LiveListElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    between: { attribute: false },
    broadcasts: { state: true },
    onTablet: { state: true },
  };
  /** What comes after the lesson that is live now, and before those that are planned or over. */
  declare between: TemplateResult | string;
  declare broadcasts: LiveNow[];
  declare onTablet: Set<string>;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly look = (): void => void (document.hidden || this.load());

  constructor() {
    super();
    this.between = "";
    this.broadcasts = [];
    this.onTablet = new Set();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(this.look, AGAIN_MS);
    document.addEventListener("visibilitychange", this.look);
    void this.load();
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.look);
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    try {
      const broadcasts = await this.session.live.list();
      const { courseLanguage, language } = this.session.settings.value;
      const here = new Set<string>();
      for (const { lesson } of broadcasts)
        if (lesson && (await this.session.lesson(lesson, courseLanguage ?? language, false))) here.add(lesson);
      this.onTablet = here;
      this.broadcasts = broadcasts;
    } catch {
      this.broadcasts = []; // nothing that needs a network is offered while there is none
    }
  }

  override render(): TemplateResult {
    const { running, coming, over } = partsOf(this.broadcasts);
    return html`${running.map((one) => this.running(one))} ${this.between}
    ${this.rows("live.coming", coming.slice(0, MOST))} ${this.rows("live.over", over.slice(0, MOST))}`;
  }

  private running(one: LiveNow): TemplateResult {
    return html`<a class="continue live-now" href="/live/${one.broadcast}">
      <span class="grow">
        <span class="eyebrow live-eyebrow"><span class="live-dot"></span> ${t("live.now")}</span>
        <span class="continue-title">${one.title}</span>
        <span class="hint"
          >${t("live.by", { teacher: one.teacher })}${one.state === "interrupted" ? html` · ${t("live.row.interrupted")}` : ""}</span
        >
      </span>
      <span class="continue-go">${icon("play", "mirrors")} ${t("live.watch")}</span>
    </a>`;
  }

  private rows(title: Key, broadcasts: LiveNow[]): TemplateResult | string {
    if (broadcasts.length === 0) return "";
    return html`<section class="live-rows">
      <h2>${icon("calendar")} ${t(title)}</h2>
      <ul class="rows">
        ${broadcasts.map((one) => html`<li>${this.row(one)}</li>`)}
      </ul>
    </section>`;
  }

  private row(one: LiveNow): TemplateResult {
    const here = one.lesson && this.onTablet.has(one.lesson);
    const time = moment(new Date(one.planned_start));
    const state =
      one.state === "scheduled"
        ? t("live.planned", { time, n: one.planned_minutes })
        : t(here ? "live.row.lesson" : one.lesson ? "live.row.lesson_coming" : "live.row.over");
    return html`<a
      class="lesson-row"
      href=${here ? `/lesson/${one.lesson.split(":").at(-1)}` : `/live/${one.broadcast}`}
    >
      <span class="grow"
        ><span class="lesson-title">${one.title}</span>
        <span class="hint">${t("live.by", { teacher: one.teacher })}</span></span
      >
      <span class="live-when">${state}</span>
      ${icon("next", "mirrors")}
    </a>`;
  }
}

define("nl-live-list", LiveListElement);
