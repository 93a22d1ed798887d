/** Entering the secret: six digits on large keys, or three of twelve pictures in order. */
import { html, type TemplateResult } from "lit";
import type { Secret } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { t, type Key } from "../strings";

const PIN_LENGTH = 6;
const PICTURE_COUNT = 3;

const FILES = import.meta.glob<string>("../../../../static/pictures/*.svg", {
  eager: true,
  query: "?url",
  import: "default",
});
const PICTURES = Object.entries(FILES)
  .map(([path, url]) => ({ name: path.replace(/^.*\/|\.svg$/gu, ""), url }))
  .sort((a, b) => a.name.localeCompare(b.name));

export class SecretPadElement extends LightElement {
  static override properties = {
    kind: { attribute: false },
    busy: { attribute: false },
    pin: { state: true },
    chosen: { state: true },
  };
  declare kind: Secret["kind"];
  declare busy: boolean;
  declare pin: string;
  declare chosen: string[];

  constructor() {
    super();
    this.kind = "pin";
    this.busy = false;
    this.pin = "";
    this.chosen = [];
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("input, .picture-choice")?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.get("busy") === true && !this.busy) {
      this.pin = "";
      this.chosen = [];
    }
  }

  override render(): TemplateResult {
    return this.kind === "pin" ? this.pinPad() : this.pictureGrid();
  }

  private pinPad(): TemplateResult {
    return html`<form class="pin" @submit=${(event: Event) => event.preventDefault()}>
      <label class="visually-hidden" for="pin">${t("sign_in.pin")}</label>
      <input
        id="pin"
        class="pin-input"
        type="password"
        inputmode="none"
        autocomplete="off"
        maxlength=${PIN_LENGTH}
        dir="ltr"
        aria-describedby="pin-count"
        .value=${this.pin}
        ?readonly=${this.busy}
        @input=${this.typed}
      />
      <div class="pin-dots" aria-hidden="true">
        ${Array.from({ length: PIN_LENGTH }, (_, i) => html`<span class="pin-dot ${i < this.pin.length ? "is-full" : ""}"></span>`)}
      </div>
      <p id="pin-count" class="visually-hidden" role="status">
        ${t("sign_in.pin_count", { n: this.pin.length, total: PIN_LENGTH })}
      </p>
      <div class="pin-keys" dir="ltr">
        ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => this.key(String(digit)))}
        <span></span>
        ${this.key("0")}
        <button
          type="button"
          class="pin-key"
          aria-label=${t("sign_in.erase")}
          ?disabled=${this.busy || !this.pin}
          @click=${this.erase}
        >
          ${icon("erase")}
        </button>
      </div>
      ${this.busy ? html`<p class="hint" role="status">${t("sign_in.checking")}</p>` : ""}
    </form>`;
  }

  private key(digit: string): TemplateResult {
    return html`<button
      type="button"
      class="pin-key"
      ?disabled=${this.busy}
      @click=${() => this.setPin(this.pin + digit)}
    >
      ${digit}
    </button>`;
  }

  private pictureGrid(): TemplateResult {
    return html`<div class="pictures">
      <ol class="picture-slots" aria-label=${t("sign_in.picture_slots")}>
        ${Array.from({ length: PICTURE_COUNT }, (_, i) => {
          const picture = PICTURES.find((one) => one.name === this.chosen[i]);
          return html`<li class="picture-slot">
            ${picture ? html`<img src=${picture.url} alt=${t(`pic.${picture.name}` as Key)} />` : html`<span aria-hidden="true">${i + 1}</span>`}
          </li>`;
        })}
      </ol>
      <div class="picture-grid" role="group" aria-label=${t("sign_in.pictures")}>
        ${PICTURES.map(
          (picture) =>
            html`<button
              type="button"
              class="picture-choice"
              ?disabled=${this.busy}
              @click=${() => this.choose(picture.name)}
            >
              <img src=${picture.url} alt="" />
              <span>${t(`pic.${picture.name}` as Key)}</span>
            </button>`,
        )}
      </div>
      <button
        type="button"
        class="button"
        ?disabled=${this.busy || this.chosen.length === 0}
        @click=${() => (this.chosen = this.chosen.slice(0, -1))}
      >
        ${icon("erase")} ${t("sign_in.erase")}
      </button>
      <p class="hint" role="status">
        ${this.busy ? t("sign_in.checking") : t("sign_in.picture_count", { n: this.chosen.length, total: PICTURE_COUNT })}
      </p>
    </div>`;
  }

  private typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    const digits = input.value.normalize("NFKC").replace(/\D/gu, "");
    input.value = digits;
    this.setPin(digits);
  }

  private setPin(pin: string): void {
    if (this.busy || pin.length > PIN_LENGTH) return;
    this.pin = pin;
    if (pin.length === PIN_LENGTH) this.give({ kind: "pin", pin });
  }

  private erase(): void {
    this.pin = this.pin.slice(0, -1);
  }

  private choose(name: string): void {
    if (this.chosen.length >= PICTURE_COUNT) return;
    this.chosen = [...this.chosen, name];
    if (this.chosen.length === PICTURE_COUNT) this.give({ kind: "pictures", pictures: this.chosen });
  }

  private give(secret: Secret): void {
    this.dispatchEvent(new CustomEvent("secret", { detail: secret }));
  }
}

define("nl-secret-pad", SecretPadElement);
