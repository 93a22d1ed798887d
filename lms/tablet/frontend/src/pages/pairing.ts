/** The first screen of a new tablet: an officer types the code that the staff pages show. */
import { html, type TemplateResult } from "lit";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { t } from "../strings";
import { languageButtons } from "./language-buttons";
import { messageOf } from "./messages";
import { PageElement } from "./page";

/** The form alone: also where a tablet that the server no longer knows is paired again. */
export class PairingFormElement extends PageElement {
  static override properties = { ...PageElement.properties, error: { state: true }, busy: { state: true } };
  declare error: string;
  declare busy: boolean;

  constructor() {
    super();
    this.error = "";
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.pair}>
        <label class="field-label" for="code">${t("pair.code")}</label>
        <input
          id="code"
          name="code"
          class="code-input"
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="24"
          dir="ltr"
          aria-describedby="code-help"
          aria-invalid=${this.error ? "true" : "false"}
        />
        <div role="alert">${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}</div>
        <button type="submit" class="button button-main button-wide" ?disabled=${this.busy}>
          ${icon("tablet")} ${t(this.busy ? "pair.busy" : "pair.go")}
        </button>
      </form>
      <div class="help-box" id="code-help">
        <h2>${t("pair.where")}</h2>
        <ol>
          <li>${t("pair.where_1")}</li>
          <li>${t("pair.where_2")}</li>
          <li>${t("pair.where_3")}</li>
        </ol>
      </div>`;
  }

  private async pair(event: Event): Promise<void> {
    event.preventDefault();
    const input = this.querySelector<HTMLInputElement>("#code");
    if (!input?.value.trim() || this.busy) return;
    this.busy = true;
    this.error = "";
    try {
      await this.core.pair(input.value);
      input.value = "";
    } catch (error) {
      this.error = messageOf(error);
      input.select();
    } finally {
      this.busy = false;
    }
  }
}

export class PairingElement extends PageElement {
  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("pair.title") });
  }

  override render(): TemplateResult {
    return html`<main class="door" tabindex="-1">
      <div class="door-card">
        <p class="door-brand">${leaf()} ${t("brand")}</p>
        <h1>${t("pair.title")}</h1>
        <p class="lead">${t("pair.lead")}</p>
        <nl-pairing-form .core=${this.core}></nl-pairing-form>
        ${languageButtons(this.core)}
      </div>
    </main>`;
  }
}

define("nl-pairing-form", PairingFormElement);
define("nl-pairing", PairingElement);
