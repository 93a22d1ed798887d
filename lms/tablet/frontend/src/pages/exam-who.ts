/** Who sits here: the list of seats, then the candidate's own PIN or pictures. Wrong tries slow this candidate only. */
import { html, type TemplateResult } from "lit";
import type { SeatCard, Secret } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { t } from "../strings";
import "./exam-words";
import "./secret-pad";

const MANY = 8;

export class ExamWhoElement extends LightElement {
  static override properties = {
    seats: { attribute: false },
    seat: { attribute: false },
    busy: { attribute: false },
    error: { attribute: false },
    wait: { attribute: false },
    elsewhere: { attribute: false },
    filter: { state: true },
    left: { state: true },
  };
  declare seats: SeatCard[];
  declare seat: SeatCard | null;
  declare busy: boolean;
  declare error: string;
  /** Seconds to wait after wrong tries. */
  declare wait: number;
  /** Another tablet has the seat. */
  declare elsewhere: boolean;
  declare filter: string;
  declare left: number;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.seats = [];
    this.filter = "";
    this.left = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("wait")) return;
    clearInterval(this.timer);
    const until = performance.now() + this.wait * 1000;
    this.left = Math.ceil(this.wait);
    if (this.wait <= 0) return;
    this.timer = setInterval(() => {
      this.left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (this.left === 0) clearInterval(this.timer);
    }, 250);
  }

  override render(): TemplateResult {
    return this.seat ? this.secret(this.seat) : this.list();
  }

  private list(): TemplateResult {
    const wanted = this.filter.normalize("NFKC").trim().toLowerCase();
    const shown = this.seats.filter(
      ({ name, number, learnerNumber }) =>
        !wanted || String(number) === wanted || name.toLowerCase().includes(wanted) || learnerNumber.includes(wanted),
    );
    return html`<h1>${t("exam.who.title")}</h1>
      <p class="lead">${t("exam.who.lead")}</p>
      ${
        this.seats.length > MANY
          ? html`<label class="visually-hidden" for="exam-find">${t("exam.who.find")}</label>
              <input
                id="exam-find"
                type="search"
                placeholder=${t("exam.who.find")}
                .value=${this.filter}
                @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
              />`
          : ""
      }
      ${shown.length ? "" : html`<p role="status">${t("exam.who.none")}</p>`}
      <ul class="people">
        ${shown.map(
          (seat) =>
            html`<li>
              <button type="button" class="person" @click=${() => this.tell("choose", seat)}>
                <span class="person-face">${seat.number}</span>
                <span class="grow"
                  ><span class="person-name">${seat.name}</span
                  ><span class="person-number">${seat.learnerNumber}</span></span
                >
              </button>
            </li>`,
        )}
      </ul>`;
  }

  private secret(seat: SeatCard): TemplateResult {
    return html`<button
        type="button"
        class="button button-quiet door-back"
        ?disabled=${this.busy}
        @click=${() => this.tell("choose", null)}
      >
        ${icon("back", "mirrors")} ${t("exam.not_me")}
      </button>
      <h1>${t("exam.ready.hello", { n: seat.number, name: seat.name })}</h1>
      <div role="alert">
        ${this.error && this.left === 0 ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}
      </div>
      ${this.elsewhere ? this.again() : this.pad(seat)}`;
  }

  private pad(seat: SeatCard): TemplateResult {
    if (!seat.secretKind)
      return html`<p class="lead">${t("exam.no_secret")}</p>
        <button
          type="button"
          class="button button-main button-wide"
          ?disabled=${this.busy}
          @click=${() => this.tell("enter", null)}
        >
          ${t("exam.no_secret_go")}
        </button>`;
    if (this.left > 0)
      return html`<div class="wait" role="timer">
        <span class="wait-number" aria-hidden="true">${this.left}</span
        ><span>${t("sign_in.wait", { n: this.left })}</span>
      </div>`;
    return html`<p class="lead">${t(seat.secretKind === "pin" ? "sign_in.pin" : "sign_in.pictures")}</p>
      <nl-secret-pad
        .kind=${seat.secretKind}
        .busy=${this.busy}
        @secret=${(event: CustomEvent<Secret>) => this.tell("enter", event.detail)}
      ></nl-secret-pad>`;
  }

  private again(): TemplateResult {
    return html`<button type="button" class="button button-main button-wide" @click=${() => this.tell("again", null)}>
      ${icon("refresh")} ${t("exam.try_again")}
    </button>`;
  }

  private tell(event: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

define("nl-exam-who", ExamWhoElement);
