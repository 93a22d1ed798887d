/** The attempt of one candidate: before it begins, while it runs, paused, handed in. Nothing leads away from it by accident. */
import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Attempt, AttemptState } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { stopReading } from "../elements/read-aloud";
import { clock, setLanguage, t } from "../strings";
import "./exam-done";
import "./exam-hand-in";
import "./exam-map";
import "./exam-question";
import "./exam-ready";
import "./exam-words";
import { languageButtons } from "./language-buttons";
import { applyLook } from "./look";
import { PageElement } from "./page";
import { holdAt } from "./router";

const WARN_SECONDS = 5 * 60;
const SIZES = ["normal", "large", "larger"] as const;

export class ExamAttemptElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    attempt: { attribute: false },
    clockHidden: { state: true },
    handingIn: { state: true },
    failed: { state: true },
  };
  declare attempt: Attempt;
  declare clockHidden: boolean;
  /** The question whether to hand in stands on the screen. */
  declare handingIn: boolean;
  declare failed: boolean;

  constructor() {
    super();
    this.clockHidden = false;
    this.handingIn = false;
    this.failed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: this.attempt.paper.title });
    if (!this.core.session.value) setLanguage(this.attempt.seat.language);
    this.follow(this.attempt.state, (state) => {
      holdAt(state.phase === "running" || state.phase === "paused" ? location.pathname : null);
      document.documentElement.dataset["text"] = state.textSize;
      if (state.phase !== "running") stopReading();
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    holdAt(null);
    stopReading();
    const settings = this.core.session.value?.settings.value ?? null;
    applyLook(settings);
    setLanguage(settings?.language || this.core.deviceLanguage() || "zh-Hans");
  }

  override render(): TemplateResult {
    const { attempt } = this;
    const state = attempt.state.value;
    switch (state.phase) {
      case "waiting":
        return html`<nl-exam-ready .core=${this.core} .attempt=${attempt}></nl-exam-ready>`;
      case "submitted":
      case "elsewhere":
        return html`<nl-exam-done .core=${this.core} .attempt=${attempt}></nl-exam-done>`;
      case "paused":
        return html`<main class="door exam-door" tabindex="-1">
          <div class="door-card exam-paused" role="status">
            ${icon("pause")}
            <h1>${t("exam.paused.title")}</h1>
            <p class="lead">${t("exam.paused.lead")}</p>
            <p class="exam-clock-large">${t("exam.left_of", { time: clock(state.leftSeconds) })}</p>
          </div>
        </main>`;
      case "running":
        return this.paper(state);
    }
  }

  private paper(state: AttemptState): TemplateResult {
    const { attempt } = this;
    const question = attempt.questions[state.at] ?? attempt.questions[0]!;
    return html`<div class="exam">
      ${this.bar(state)}
      <div class="exam-body">
        <main class="exam-main" tabindex="-1">
          ${this.notices(state)}
          ${keyed(
            question.item.id,
            html`<nl-exam-question .attempt=${attempt} .question=${question} .state=${state}></nl-exam-question>`,
          )}
          ${this.steps(state)}
        </main>
        <nl-exam-map
          .attempt=${attempt}
          .state=${state}
          @go=${(event: CustomEvent<number>) => this.go(event.detail)}
        ></nl-exam-map>
      </div>
      ${
        this.handingIn
          ? html`<nl-exam-hand-in
              .attempt=${attempt}
              .state=${state}
              .failed=${this.failed}
              @go=${(event: CustomEvent<number>) => this.go(event.detail)}
              @close=${() => (this.handingIn = false)}
              @submit=${() => void this.submit()}
            ></nl-exam-hand-in>`
          : ""
      }
    </div>`;
  }

  private bar(state: AttemptState): TemplateResult {
    const { seat, paper } = this.attempt;
    return html`<header class="exam-bar">
      <div class="exam-who">
        ${leaf()}
        <div class="grow">
          <h1>${paper.title}</h1>
          <p class="hint">${t("exam.ready.hello", { n: seat.number, name: seat.name })}</p>
        </div>
      </div>
      ${this.time(state)}
      <details class="exam-look">
        <summary aria-label=${t("exam.look")}><span aria-hidden="true">Aa</span></summary>
        <div class="exam-look-card">
          <div class="row" role="group" aria-label=${t("exam.look")}>
            ${SIZES.map(
              (size) =>
                html`<button
                  type="button"
                  class="chip"
                  aria-pressed=${state.textSize === size}
                  @click=${() => this.attempt.look({ textSize: size })}
                >
                  ${t(`exam.size_${size}`)}
                </button>`,
            )}
          </div>
          ${languageButtons(this.core)}
        </div>
      </details>
      <button type="button" class="button button-main exam-submit" @click=${() => (this.handingIn = true)}>
        ${t("exam.submit")}
      </button>
    </header>`;
  }

  /** A calm clock: it can be hidden, and comes back by itself for the last five minutes. */
  private time(state: AttemptState): TemplateResult {
    const { paper } = this.attempt;
    const last = state.leftSeconds <= WARN_SECONDS;
    const shown = last || !this.clockHidden;
    const extra = Math.round((state.seconds - paper.minutes * 60) / 60);
    return html`<div class="exam-time ${last ? "is-last" : ""}">
      ${
        shown
          ? html`<p role="timer" aria-label=${t("exam.left_of", { time: clock(state.leftSeconds) })}>
              <span class="exam-clock">${clock(state.leftSeconds)}</span> <span class="hint">${t("exam.left")}</span>
            </p>`
          : ""
      }
      ${shown && extra > 0 ? html`<p class="hint exam-extra">${t("exam.extra", { n: extra })}</p>` : ""}
      ${
        last
          ? ""
          : html`<button
              type="button"
              class="button button-quiet button-icon"
              aria-label=${t(shown ? "exam.clock_hide" : "exam.clock_show")}
              title=${t(shown ? "exam.clock_hide" : "exam.clock_show")}
              @click=${() => (this.clockHidden = !this.clockHidden)}
            >
              ${icon("clock")}
            </button>`
      }
    </div>`;
  }

  private notices(state: AttemptState): TemplateResult {
    const last = state.leftSeconds <= WARN_SECONDS && state.leftSeconds > 0;
    return html`<div role="status" class="exam-notices">
        ${last ? html`<p class="banner">${icon("clock")} <span>${t("exam.five_minutes")}</span></p>` : ""}
        ${state.online ? "" : html`<p class="banner banner-good">${icon("tablet")} <span>${t("exam.offline")}</span></p>`}
      </div>
      <div role="alert">${state.notKept ? html`<p class="bad">${icon("danger")} ${t("exam.not_kept")}</p>` : ""}</div>`;
  }

  private steps(state: AttemptState): TemplateResult {
    const { item } = this.attempt.questions[state.at]!;
    const flagged = state.flagged.has(item.id);
    const last = state.at === this.attempt.questions.length - 1;
    return html`<nav class="exam-steps" aria-label=${t("exam.map")}>
      <button type="button" class="button" ?disabled=${state.at === 0} @click=${() => this.go(state.at - 1)}>
        ${icon("back", "mirrors")} <span>${t("exam.back")}</span>
      </button>
      <button type="button" class="chip" aria-pressed=${flagged} @click=${() => this.attempt.flag(item.id)}>
        ${icon("note")} <span>${t(flagged ? "exam.unflag" : "exam.flag")}</span>
      </button>
      ${
        last
          ? html`<button type="button" class="button button-main" @click=${() => (this.handingIn = true)}>
              <span>${t("exam.submit")}</span>
            </button>`
          : html`<button type="button" class="button button-main" @click=${() => this.go(state.at + 1)}>
              <span>${t("exam.next")}</span> ${icon("next", "mirrors")}
            </button>`
      }
    </nav>`;
  }

  private go(at: number): void {
    this.handingIn = false;
    stopReading();
    this.attempt.look({ at });
    void this.updateComplete.then(() => {
      window.scrollTo(0, 0);
      this.querySelector<HTMLElement>(".exam-main h2")?.focus({ preventScroll: true });
    });
  }

  private async submit(): Promise<void> {
    this.failed = false;
    try {
      await this.attempt.submit();
      this.handingIn = false;
    } catch {
      this.failed = true;
    }
  }
}

define("nl-exam-attempt", ExamAttemptElement);
