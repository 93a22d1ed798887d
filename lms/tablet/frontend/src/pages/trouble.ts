/** Something is wrong: what it is, that the work is kept, and what to do. Blocking conditions take the whole screen. */
import { html, type TemplateResult } from "lit";
import type { Condition } from "../facade";
import { define } from "../elements/element";
import { icon, leaf, type IconName } from "../elements/icon";
import { bytes, day, moment, pick, t } from "../strings";
import { languageButtons } from "./language-buttons";
import { PageElement } from "./page";
import "./pairing";

const MARKS: Record<Condition["kind"], IconName> = {
  no_space: "tablet",
  catalogue_expired: "calendar",
  catalogue_refused: "danger",
  wrong_clock: "clock",
  damaged: "refresh",
  update_needed: "refresh",
  unknown_device: "tablet",
  lease_over: "lock",
  revoked: "lock",
  inactive: "person",
  not_supported: "warning",
};

export class TroubleElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    condition: { attribute: false },
    kind: { attribute: false },
    trying: { state: true },
  };
  declare condition: Condition | undefined;
  /** Of a condition that is found among the core's. */
  declare kind: string;
  declare trying: boolean;

  constructor() {
    super();
    this.trying = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("trouble.what_to_do") });
    this.watch(this.core.conditions, this.core.sync);
  }

  override render(): TemplateResult {
    const condition = this.condition ?? this.core.conditions.value.find((each) => each.kind === this.kind);
    if (!condition) {
      return html`<div class="page empty">
        ${leaf("leaf-large")}
        <h1>${t("trouble.over")}</h1>
        <a class="button button-main" href="/">${icon("home")} ${t("lost.home")}</a>
      </div>`;
    }
    const { kind, blocking } = condition;
    const body = html`<span class="big-mark mark-${kind}">${icon(MARKS[kind])}</span>
      <h1>${t(`trouble.${kind}.short`)}</h1>
      <p class="lead">${t(`trouble.${kind}.what`, this.values(condition))}</p>
      <div class="help-box">
        <h2>${t("trouble.what_to_do")}</h2>
        <p>${t(`trouble.${kind}.do`)}</p>
      </div>
      ${kind === "not_supported" ? "" : html`<p class="good">${icon("check")} ${t("trouble.kept")}</p>`}
      ${this.waiting()} ${kind === "unknown_device" ? html`<nl-pairing-form .core=${this.core}></nl-pairing-form>` : ""}
      <div class="row row-center">
        ${
          kind === "not_supported"
            ? ""
            : html`<button type="button" class="button button-main" ?disabled=${this.trying} @click=${this.again}>
                ${icon("refresh")} ${t(this.trying ? "sync.working" : "trouble.again")}
              </button>`
        }
        ${blocking ? "" : html`<a class="button" href="/">${icon("home")} ${t("lost.home")}</a>`}
        ${
          kind === "inactive" && this.core.session.value
            ? html`<button type="button" class="button" @click=${() => void this.core.session.value?.signOut()}>
                ${icon("leave", "mirrors")} ${t("sign_out")}
              </button>`
            : ""
        }
      </div>`;
    if (!blocking) return html`<div class="page empty">${body}</div>`;
    return html`<main class="door" tabindex="-1">
      <div class="door-card empty">
        ${body} ${pick(this.core.helpTexts.value) ? html`<p class="hint">${pick(this.core.helpTexts.value)}</p>` : ""}
        ${languageButtons(this.core)}
      </div>
    </main>`;
  }

  private waiting(): TemplateResult | string {
    const { waiting } = this.core.sync.value;
    return waiting > 0 ? html`<p>${t("trouble.waiting", { n: waiting })}</p>` : "";
  }

  private values(condition: Condition): Record<string, string | number> {
    switch (condition.kind) {
      case "no_space":
        return {
          needed: bytes(condition.neededBytes),
          free: condition.freeBytes === null ? "?" : bytes(condition.freeBytes),
        };
      case "catalogue_expired":
        return { day: day(condition.expiredAt) };
      case "wrong_clock":
        return { tablet: moment(condition.deviceTime), right: moment(condition.serverTime) };
      case "lease_over":
        return { day: day(condition.lastContact), days: condition.leaseDays };
      case "not_supported":
        return { missing: condition.missing };
      default:
        return {};
    }
  }

  private async again(): Promise<void> {
    this.trying = true;
    await this.core.syncNow();
    this.trying = false;
  }
}

define("nl-trouble", TroubleElement);
