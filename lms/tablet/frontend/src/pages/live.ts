/** A live lesson: before it begins, while it runs, when the line is cut, and what becomes of it. It never needs a tap to go on. */
import { html, type TemplateResult } from "lit";
import type { LiveBoard, LiveNow } from "../facade";
import { CoreError } from "../facade";
import { define } from "../elements/element";
import { icon, leaf, type IconName } from "../elements/icon";
import { moment, t } from "../strings";
import { askAgainIn, type Phase, phaseOf } from "./live-facts";
import type { LivePlayerElement } from "./live-player";
import "./live-player";
import "./live-room";
import "./live-words";
import { PageElement } from "./page";

const BOARD_MS = 3_000;
const REPORT_MS = 30_000;
const OFFLINE_MS = 5_000;

const MARKS: Record<Phase, IconName> = {
  coming: "calendar",
  begins: "clock",
  live: "play",
  interrupted: "warning",
  over: "check",
  lesson: "book",
  cancelled: "info",
};

export class LiveElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    broadcast: { attribute: false },
    now: { state: true },
    board: { state: true },
    trouble: { state: true },
    picture: { state: true },
    onTablet: { state: true },
  };
  declare broadcast: string;
  declare now: LiveNow | null;
  declare board: LiveBoard | null;
  /** gone: not for this learner; offline: no line at the moment. */
  declare trouble: "" | "gone" | "offline";
  declare picture: boolean;
  /** The lesson that it has become can be opened here. */
  declare onTablet: boolean;
  /** There was a player: it stays until its last second, although the lesson has ended. */
  private watched = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reports: ReturnType<typeof setInterval> | undefined;
  private renewBefore = 0;
  private readonly look = (): void => {
    if (!document.hidden) this.soon(0);
  };

  constructor() {
    super();
    this.now = this.board = null;
    this.trouble = "";
    this.picture = this.onTablet = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("live.title") });
    this.follow(this.session.revision, () => void this.findLesson());
    document.addEventListener("visibilitychange", this.look);
    this.reports = setInterval(() => void this.report(), REPORT_MS);
    this.soon(0);
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    clearInterval(this.reports);
    document.removeEventListener("visibilitychange", this.look);
    void this.report();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("broadcast") || changed.get("broadcast") === undefined) return;
    this.now = this.board = null;
    this.trouble = "";
    this.picture = this.onTablet = this.watched = false;
    this.soon(0);
  }

  private soon(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.step(), milliseconds);
  }

  /** One look at how things stand; the next follows by itself. */
  private async step(): Promise<void> {
    const { broadcast } = this;
    let next = OFFLINE_MS;
    try {
      next = await this.ask();
      if (broadcast === this.broadcast) this.trouble = "";
    } catch (error) {
      if (broadcast === this.broadcast) next = this.failed(error);
    }
    if (this.isConnected && broadcast === this.broadcast) this.soon(document.hidden ? REPORT_MS : next);
  }

  /** Milliseconds until the next look. Who may not watch (any more) is shown nothing more of it. */
  private failed(error: unknown): number {
    const gone = error instanceof CoreError && error.code === "refused";
    this.trouble = gone ? "gone" : "offline";
    if (gone) this.now = this.board = null;
    return gone ? REPORT_MS : OFFLINE_MS;
  }

  /** Milliseconds until the next look. The board is a file and costs nobody anything; the path to it is renewed in time. */
  private async ask(): Promise<number> {
    if (!this.now?.prefix || Date.now() > this.renewBefore) this.take(await this.session.live.one(this.broadcast));
    const { now } = this;
    if (!now?.prefix) return now ? askAgainIn(now, Date.now()) : OFFLINE_MS;
    if (now.state === "ended") {
      this.renewBefore = 0;
      return REPORT_MS;
    }
    try {
      this.board = await this.session.live.board(now.prefix);
    } catch (error) {
      if (!(error instanceof CoreError && error.code === "refused")) throw error;
      this.renewBefore = 0; // too old a path: another one, and then the board
    }
    const state = this.board?.state;
    if (state === "ended" || state === "cancelled") this.renewBefore = 0;
    return BOARD_MS;
  }

  private take(now: LiveNow): void {
    if (now.broadcast !== this.broadcast) return;
    this.now = now;
    this.renewBefore = Date.now() + (now.prefix_seconds * 1000) / 2;
    document.title = t("title", { page: now.title });
    void this.findLesson();
  }

  private async findLesson(): Promise<void> {
    const lesson = this.now?.lesson;
    if (!lesson) return;
    const { courseLanguage, language } = this.session.settings.value;
    this.onTablet = (await this.session.lesson(lesson, courseLanguage ?? language, false)) !== null;
  }

  private get player(): LivePlayerElement | null {
    return this.querySelector<LivePlayerElement>("nl-live-player");
  }

  /** Only what was really played is told. Without a line it waits for the next report. */
  private async report(): Promise<void> {
    const { broadcast, player } = this;
    const report = player?.report();
    if (!report) return;
    try {
      const now = await this.session.live.seen(broadcast, report);
      if (this.isConnected) this.take(now);
    } catch {
      player?.giveBack(report); // no line: the page says so anyway
    }
  }

  override render(): TemplateResult {
    const { now } = this;
    if (!now) return this.nothing();
    const phase = phaseOf(now, this.board, this.picture);
    const running = phase === "begins" || phase === "live" || phase === "interrupted";
    this.watched ||= running;
    const plays = running || (this.watched && phase === "over");
    return html`<div class="page live-page">
      <header class="live-head">
        <p class="eyebrow live-eyebrow">
          ${phase === "live" ? html`<span class="live-dot"></span>` : ""}${t("live.title")}
        </p>
        <h1>${now.title}</h1>
        <p class="hint">
          ${t("live.by", { teacher: now.teacher })} ·
          ${t("live.planned", { time: moment(new Date(now.planned_start)), n: now.planned_minutes })}
        </p>
      </header>
      ${this.trouble === "offline" ? this.offline() : ""}
      <div class="live-columns ${plays ? "" : "is-narrow"}">
        <div class="stack-large">
          ${phase === "live" ? "" : this.notice(now, phase)} ${plays ? this.screen(now) : ""}
        </div>
        ${
          plays
            ? html`<aside class="stack-large">
                <nl-live-room
                  .core=${this.core}
                  .session=${this.session}
                  .broadcast=${now.broadcast}
                  .board=${this.board}
                  .running=${running}
                ></nl-live-room>
              </aside>`
            : ""
        }
      </div>
    </div>`;
  }

  private screen(now: LiveNow): TemplateResult {
    return html`<nl-live-player
      .prefix=${now.prefix}
      .name=${now.title}
      .since=${now.since}
      .hasCaptions=${this.board?.captions ?? false}
      .captionsState=${this.board?.captions_state ?? ""}
      .expired=${() => this.expired()}
      .shows=${(picture: boolean) => (this.picture ||= picture)}
    ></nl-live-player>`;
  }

  /** At most one fresh path for a burst of refusals. */
  private expired(): void {
    if (this.renewBefore === 0) return;
    this.renewBefore = 0;
    this.soon(0);
  }

  private notice(now: LiveNow, phase: Phase): TemplateResult {
    const waits = phase === "lesson" && !this.onTablet;
    const time = moment(new Date(now.planned_start));
    const help =
      phase === "live" || phase === "cancelled"
        ? ""
        : t(waits ? "live.phase.lesson_coming" : `live.phase.${phase}_help`, { time });
    return html`<section class="card live-notice live-${phase}" role="status">
      <h2>${icon(MARKS[phase])} ${t(`live.phase.${phase}`)}</h2>
      ${help ? html`<p>${help}</p>` : ""}
      ${
        phase === "lesson" && this.onTablet
          ? html`<a class="button button-main" href="/lesson/${now.lesson.split(":").at(-1)}"
              >${icon("play", "mirrors")} ${t("live.to_lesson")}</a
            >`
          : ""
      }
    </section>`;
  }

  private offline(): TemplateResult {
    return html`<div class="banner" role="status">
      ${icon("cloud")}<span class="grow">${t("live.offline")} ${t("live.offline_help")}</span>
    </div>`;
  }

  private nothing(): TemplateResult {
    if (this.trouble === "gone")
      return html`<section class="page empty">
        ${leaf("leaf-large")}
        <h1>${t("live.gone")}</h1>
        <p>${t("live.gone_help")}</p>
        <a class="button button-main" href="/">${icon("home")} ${t("lost.home")}</a>
      </section>`;
    return html`<div class="page" aria-busy=${this.trouble ? "false" : "true"}>
      <h1>${t("live.title")}</h1>
      ${this.trouble === "offline" ? this.offline() : ""}
    </div>`;
  }
}

define("nl-live", LiveElement);
