/** My certificates: each way to one as a path with steps, and the certificate itself with its QR. */
import { html, svg, type TemplateResult } from "lit";
import type { LearnerCandidacy, LearnerCertificate, PathStep } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { currentLanguage, day, t } from "../strings";
import "./certificate-words";
import { latest, PageElement } from "./page";

/** With its year: a certificate lasts. */
const fullDay = (on: string): string =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(on));

export class CertificatesElement extends PageElement {
  static override properties = { ...PageElement.properties, list: { state: true } };
  declare list: LearnerCandidacy[] | null;
  private readonly latest = latest();

  constructor() {
    super();
    this.list = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("cert.mine") });
    this.follow(this.session.revision, () =>
      this.latest(async () => void (this.list = (await this.session.home()).candidacies)),
    );
  }

  override render(): TemplateResult {
    if (!this.list) return html`<div class="page" aria-busy="true"><h1>${t("cert.mine")}</h1></div>`;
    return html`<div class="page certificates">
      <h1>${t("cert.mine")}</h1>
      <p class="lead">${t("cert.lead")}</p>
      ${
        this.list.length
          ? ""
          : html`<div class="empty">
              ${leaf("leaf-large")}
              <p>${t("cert.none")}</p>
            </div>`
      }
      ${this.list.map((one) => this.candidacy(one))}
      <p class="hint cert-record">${t("cert.record")}</p>
    </div>`;
  }

  private candidacy(one: LearnerCandidacy): TemplateResult {
    const failed = one.steps.some((step) => step.state === "failed");
    return html`<section class="card cert-way" aria-labelledby="way-${one.candidacy}">
      <h2 id="way-${one.candidacy}">${one.title}</h2>
      <p class="hint">${one.body} · ${t("cert.candidate", { n: one.number })}</p>
      ${one.certificate ? this.certificate(one.certificate) : ""}
      <ol class="cert-path" aria-label=${t("cert.steps")}>
        ${one.steps.map((step) => this.step(step))}
      </ol>
      ${failed ? html`<p>${t("cert.failed_help")} <a href="/exams">${t("cert.results")}</a></p>` : ""}
      ${
        one.needs.length
          ? html`<div class="cert-needs">
              <h3>${t("cert.needs")}</h3>
              <ul>
                ${one.needs.map((need) => html`<li>${need}</li>`)}
              </ul>
            </div>`
          : ""
      }
    </section>`;
  }

  private step({ state, text, at }: PathStep): TemplateResult {
    return html`<li class="cert-step is-${state}" aria-current=${state === "now" ? "step" : "false"}>
      <span class="cert-dot">${state === "done" ? icon("check") : ""}</span>
      <span class="cert-step-text"
        >${text} <span class="hint">${t(`cert.${state}`)}${at ? html` · ${day(new Date(at))}` : ""}</span></span
      >
    </li>`;
  }

  private certificate(one: LearnerCertificate): TemplateResult {
    return html`<div class="cert-card is-${one.state}">
      <div class="grow">
        <p class="cert-name">${one.name}</p>
        <p class="cert-title">${one.title}</p>
        <dl class="cert-facts">
          <div>
            <dt>${t("cert.number")}</dt>
            <dd>${one.number}</dd>
          </div>
          <div>
            <dt>${t("cert.issued")}</dt>
            <dd>${fullDay(one.issued_on)}</dd>
          </div>
          <div>
            <dt>${t("cert.until")}</dt>
            <dd>${one.valid_until ? fullDay(one.valid_until) : t("cert.for_life")}</dd>
          </div>
        </dl>
        <p class="cert-state">
          ${one.state === "valid" ? icon("check") : icon("warning")} ${t(`cert.state.${one.state}`)}
        </p>
        ${one.qr ? "" : html`<p class="hint">${t("cert.by_body")}</p>`}
        ${
          one.qr && one.state === "valid"
            ? html`<button type="button" class="button cert-print" @click=${() => window.print()}>
                ${t("cert.print")}
              </button>`
            : ""
        }
      </div>
      ${
        one.qr
          ? html`<figure class="cert-qr">
              <svg
                viewBox="0 0 ${one.qr_size} ${one.qr_size}"
                role="img"
                aria-label=${t("cert.qr")}
                shape-rendering="crispEdges"
              >
                ${svg`<rect width="100%" height="100%" fill="#fff"></rect><path d=${one.qr} fill="#000"></path>`}
              </svg>
              <figcaption class="hint">${t("cert.qr_help")}</figcaption>
            </figure>`
          : ""
      }
    </div>`;
  }
}

define("nl-certificates", CertificatesElement);
