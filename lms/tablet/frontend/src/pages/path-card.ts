/** The way to a certificate on the home page: which one, how far, one tap to all of it. */
import { html, type TemplateResult } from "lit";
import type { LearnerCandidacy } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon } from "../elements/icon";
import { t } from "../strings";
import { progressBar } from "./cards";
import "./certificate-words";

const SHOWN = 2;

export class PathCardElement extends LightElement {
  static override properties = { mine: { attribute: false } };
  declare mine: LearnerCandidacy[];

  override render(): TemplateResult {
    return html`<section class="cert-home">
      <h2>${icon("award")} ${t("cert.mine")}</h2>
      <ul class="rows">
        ${this.mine.slice(0, SHOWN).map((one) => html`<li>${this.row(one)}</li>`)}
      </ul>
    </section>`;
  }

  private row(one: LearnerCandidacy): TemplateResult {
    const done = one.steps.filter((step) => step.state === "done").length;
    const now = one.steps.find((step) => step.state === "now" || step.state === "failed");
    const words = one.certificate?.state === "valid" ? t("cert.ready") : (now?.text ?? "");
    return html`<a class="lesson-row" href="/certificates">
      <span class="grow"
        ><span class="lesson-title">${one.title}</span>
        <span class="hint">${words}</span>
        ${progressBar(done / one.steps.length, t("cert.progress", { n: done, total: one.steps.length }))}</span
      >
      ${icon("next", "mirrors")}
    </a>`;
  }
}

define("nl-path-card", PathCardElement);
