/** Signing in: who are you (a name on a shared tablet, or a number), then the PIN or the three pictures. */
import { html, type TemplateResult } from "lit";
import { CoreError, type KnownLearner, type Secret } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { pick, t } from "../strings";
import { languageButtons } from "./language-buttons";
import { messageOf } from "./messages";
import { PageElement } from "./page";
import "./secret-pad";

const MANY = 12;

export class SignInElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    known: { state: true },
    number: { state: true },
    who: { state: true },
    kind: { state: true },
    typing: { state: true },
    filter: { state: true },
    error: { state: true },
    busy: { state: true },
    wait: { state: true },
    exams: { state: true },
  };
  declare known: KnownLearner[];
  /** The number that was chosen or typed; empty: not chosen yet. */
  declare number: string;
  declare who: KnownLearner | null;
  declare kind: Secret["kind"];
  declare typing: boolean;
  declare filter: string;
  declare error: string;
  declare busy: boolean;
  /** Seconds still to wait after wrong tries. */
  declare wait: number;
  /** The cards of today's exams have been loaded. */
  declare exams: boolean;
  private timer?: ReturnType<typeof setInterval>;

  constructor() {
    super();
    this.known = [];
    this.number = "";
    this.who = null;
    this.kind = "pin";
    this.typing = false;
    this.filter = "";
    this.error = "";
    this.busy = false;
    this.wait = 0;
    this.exams = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("sign_in.number_title") });
    this.watch(this.core.device);
    this.follow(this.core.sync, () => void this.load());
    this.follow(this.core.examNotices, (notices) => {
      if (notices.length) void import("./exam-cards").then(() => (this.exams = true));
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    this.known = await this.core.knownLearners();
  }

  override render(): TemplateResult {
    return html`<main class="door" tabindex="-1">
      <div class="door-card ${this.number ? "" : "door-wide"}">
        <p class="door-brand">${leaf()} ${t("brand")}</p>
        ${this.number ? this.secretStep() : this.whoStep()} ${languageButtons(this.core)}
        <p class="door-foot">
          ${icon("tablet")} ${this.core.device.value?.name} · ${this.core.device.value?.prisonName}
        </p>
      </div>
    </main>`;
  }

  private whoStep(): TemplateResult {
    const list = this.known.length > 0 && !this.typing;
    return html`${this.exams ? html`<nl-exam-cards .core=${this.core}></nl-exam-cards>` : ""}
      <h1>${t(list ? "sign_in.who" : "sign_in.number_title")}</h1>
      ${list ? this.people() : this.numberForm()}
      ${
        this.known.length > 0
          ? html`<button type="button" class="button button-quiet" @click=${() => (this.typing = !this.typing)}>
              ${icon(this.typing ? "person" : "pencil")}
              ${t(this.typing ? "sign_in.choose_name" : "sign_in.type_number")}
            </button>`
          : ""
      }`;
  }

  private people(): TemplateResult {
    const wanted = this.filter.trim().toLowerCase();
    const shown = this.known.filter(
      (one) => !wanted || one.name.toLowerCase().includes(wanted) || one.number.includes(wanted),
    );
    return html`${
        this.known.length > MANY
          ? html`<label class="visually-hidden" for="filter">${t("sign_in.filter")}</label>
              <input
                id="filter"
                type="search"
                placeholder=${t("sign_in.filter")}
                .value=${this.filter}
                @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
              />`
          : ""
      }
      <ul class="people">
        ${shown.map(
          (one) =>
            html`<li>
              <button type="button" class="person" @click=${() => this.choose(one)}>
                <span class="person-face" aria-hidden="true">${[...one.name][0] ?? ""}</span>
                <span class="grow"
                  ><span class="person-name">${one.name}</span
                  ><span class="person-number">${one.number}</span>
                  ${one.ready ? "" : html`<span class="person-note">${t("sign_in.needs_network")}</span>`}</span
                >
              </button>
            </li>`,
        )}
      </ul>`;
  }

  private numberForm(): TemplateResult {
    return html`<form @submit=${this.takeNumber}>
      <label class="field-label" for="number">${t("sign_in.number")}</label>
      <input
        id="number"
        name="number"
        class="code-input"
        required
        autocomplete="off"
        inputmode="numeric"
        maxlength="40"
        dir="ltr"
      />
      <p class="hint">${t("sign_in.number_help")}</p>
      <button type="submit" class="button button-main button-wide">
        ${t("sign_in.next")} ${icon("next", "mirrors")}
      </button>
    </form>`;
  }

  private secretStep(): TemplateResult {
    const name = this.who?.name ?? this.number;
    return html`<button type="button" class="button button-quiet door-back" @click=${this.back}>
        ${icon("back", "mirrors")} ${t("sign_in.not_me")}
      </button>
      <h1>${t("sign_in.hello", { name })}</h1>
      <p class="lead">${t(this.kind === "pin" ? "sign_in.pin" : "sign_in.pictures")}</p>
      <div role="alert" class="sign-in-message">
        ${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}
      </div>
      ${
        this.wait > 0
          ? html`<div class="wait" role="timer">
              <span class="wait-number" aria-hidden="true">${this.wait}</span
              ><span>${t("sign_in.wait", { n: this.wait })}</span>
            </div>`
          : html`<nl-secret-pad .kind=${this.kind} .busy=${this.busy} @secret=${this.enter}></nl-secret-pad>`
      }
      ${
        this.who
          ? ""
          : html`<button type="button" class="button button-quiet" @click=${this.otherKind}>
              ${t(this.kind === "pin" ? "sign_in.use_pictures" : "sign_in.use_pin")}
            </button>`
      }
      <details class="disclosure">
        <summary>${t(this.kind === "pin" ? "sign_in.forgot_pin" : "sign_in.forgot_pictures")}</summary>
        <p>${t("sign_in.forgot_help")}</p>
        ${pick(this.core.helpTexts.value) ? html`<p>${pick(this.core.helpTexts.value)}</p>` : ""}
      </details>`;
  }

  private choose(one: KnownLearner): void {
    this.who = one;
    this.number = one.number;
    this.kind = one.secretKind;
    this.error = "";
  }

  private takeNumber(event: Event): void {
    event.preventDefault();
    const number = (this.querySelector<HTMLInputElement>("#number")?.value ?? "").normalize("NFKC").trim();
    if (!number) return;
    this.who = this.known.find((one) => one.number === number) ?? null;
    this.kind = this.who?.secretKind ?? "pin";
    this.number = number;
    this.error = "";
  }

  private back(): void {
    clearInterval(this.timer);
    this.wait = 0;
    this.error = "";
    this.number = "";
    this.who = null;
  }

  private otherKind(): void {
    this.kind = this.kind === "pin" ? "pictures" : "pin";
    this.error = "";
  }

  private async enter(event: CustomEvent<Secret>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = "";
    try {
      await this.core.signIn(this.number, event.detail);
    } catch (error) {
      this.error = messageOf(error);
      if (error instanceof CoreError && error.retryAfterSeconds) this.countDown(error.retryAfterSeconds);
    } finally {
      this.busy = false;
    }
  }

  private countDown(seconds: number): void {
    clearInterval(this.timer);
    const until = performance.now() + seconds * 1000;
    this.wait = Math.ceil(seconds);
    this.timer = setInterval(() => {
      this.wait = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (this.wait > 0) return;
      clearInterval(this.timer);
      this.error = "";
    }, 250);
  }
}

define("nl-sign-in", SignInElement);
