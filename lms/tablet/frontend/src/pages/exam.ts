/** One sitting on the whole screen: waiting until the paper opens, who sits here, then the attempt. */
import { html, type TemplateResult } from "lit";
import { CoreError, type Attempt, type Exams, type Secret, type SeatCard, type SittingStanding } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { t } from "../strings";
import "./exam-alone";
import "./exam-attempt";
import "./exam-opening";
import "./exam-who";
import "./exam-words";
import { languageButtons } from "./language-buttons";
import { messageOf } from "./messages";
import { PageElement } from "./page";

export class ExamElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    sitting: { attribute: false },
    standing: { state: true },
    seats: { state: true },
    seat: { state: true },
    step: { state: true },
    attempt: { state: true },
    error: { state: true },
    busy: { state: true },
  };
  declare sitting: string;
  declare standing: SittingStanding | null;
  declare seats: SeatCard[];
  /** The seat that was chosen. */
  declare seat: SeatCard | null;
  declare step: "who" | "secret" | "alone" | "attempt";
  declare attempt: Attempt | null;
  declare error: unknown;
  declare busy: boolean;
  private exams!: Exams;

  constructor() {
    super();
    this.standing = null;
    this.seats = [];
    this.seat = null;
    this.step = "who";
    this.attempt = null;
    this.error = null;
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("exam.title") });
    void this.core.exams().then((exams) => {
      this.exams = exams;
      this.follow(this.core.examNotices, () => void this.load());
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.attempt?.close();
  }

  private async load(): Promise<void> {
    if (this.attempt) return;
    this.standing = await this.exams.standing(this.sitting);
    if (!this.standing.opened || this.seats.length) return;
    this.seats = await this.exams.seats(this.sitting);
    const here = this.exams.seatOfTab(this.sitting);
    if (here && this.standing.seat === here) return this.sitDown(this.seats.find((one) => one.seat === here)!);
    const learner = this.core.session.value?.profile.learner;
    const known = this.seats.find((one) => one.seat === this.standing?.seat || one.learner === learner);
    if (known && this.step === "who") this.choose(known);
  }

  override render(): TemplateResult {
    if (this.attempt)
      return html`<nl-exam-attempt .core=${this.core} .attempt=${this.attempt} @leave=${this.leave}></nl-exam-attempt>`;
    return html`<main class="door exam-door" tabindex="-1">
      <div class="door-card ${this.standing?.opened && this.step === "who" ? "door-wide" : ""}">
        <p class="door-brand">${leaf()} ${this.standing?.notice?.title ?? t("exam.title")}</p>
        ${this.standing ? this.content(this.standing) : html`<h1>${t("loading")}</h1>`} ${languageButtons(this.core)}
        <a class="button button-quiet exam-leave" href="/">${icon("leave", "mirrors")} ${t("exam.leave")}</a>
      </div>
    </main>`;
  }

  private content(standing: SittingStanding): TemplateResult {
    if (!standing.opened) {
      if (!standing.notice) return this.sentence("exam.none_here", "exam.none_here_help");
      if (standing.notice.state === "ended") return this.sentence("exam.over", "exam.over_help");
      return html`<nl-exam-opening
        .core=${this.core}
        .exams=${this.exams}
        .notice=${standing.notice}
        @opened=${() => void this.load()}
      ></nl-exam-opening>`;
    }
    if (this.step === "alone")
      return html`<nl-exam-alone
        .minutes=${standing.notice?.minutes ?? 600}
        @go=${(event: CustomEvent<number | null>) => void this.start(this.seat!, event.detail ?? undefined)}
      ></nl-exam-alone>`;
    return html`<nl-exam-who
      .seats=${this.seats}
      .seat=${this.seat}
      .busy=${this.busy}
      .error=${this.error ? messageOf(this.error) : ""}
      .wait=${this.error instanceof CoreError ? (this.error.retryAfterSeconds ?? 0) : 0}
      .elsewhere=${this.error instanceof CoreError && this.error.code === "seat_elsewhere"}
      @choose=${(event: CustomEvent<SeatCard | null>) => this.choose(event.detail)}
      @enter=${(event: CustomEvent<Secret | null>) => void this.enter(event.detail)}
      @again=${() => void this.sitDown(this.seat!)}
    ></nl-exam-who>`;
  }

  private sentence(
    title: "exam.none_here" | "exam.over",
    help: "exam.none_here_help" | "exam.over_help",
  ): TemplateResult {
    return html`<h1>${t(title)}</h1>
      <p class="lead">${t(help)}</p>`;
  }

  private choose(seat: SeatCard | null): void {
    this.seat = seat;
    this.step = seat ? "secret" : "who";
    this.error = null;
  }

  private async enter(secret: Secret | null): Promise<void> {
    if (this.busy || !this.seat) return;
    this.busy = true;
    this.error = null;
    try {
      if (secret) await this.exams.check(this.sitting, this.seat.seat, secret);
      await this.sitDown(this.seat);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  private async sitDown(seat: SeatCard): Promise<void> {
    this.seat = seat;
    this.error = null;
    try {
      const found = await this.exams.enter(this.sitting, seat.seat);
      if (found === "alone") this.step = "alone";
      else await this.start(seat);
    } catch (error) {
      this.step = "secret";
      this.error = error;
    }
  }

  /** `leftSeconds`: another tablet had the seat, and the line is down. */
  private async start(seat: SeatCard, leftSeconds?: number): Promise<void> {
    try {
      const attempt = await this.exams.attempt(this.sitting, seat.seat);
      if (attempt.wasRunning || leftSeconds !== undefined) await attempt.begin(leftSeconds);
      this.step = "attempt";
      this.attempt = attempt;
    } catch (error) {
      this.step = "secret";
      this.error = error;
    }
  }

  private leave(): void {
    this.exams.leaveSeat();
  }
}

define("nl-exam", ExamElement);
