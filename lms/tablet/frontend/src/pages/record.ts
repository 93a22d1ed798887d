/** My record: all that is stored of the learner, where each piece is, and a way to say that something is wrong. */
import { html, type TemplateResult } from "lit";
import type { WorkCounts, WorkItem } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { moment, pick, t } from "../strings";
import { arrived, placeMark, progressBar } from "./cards";
import { messageOf } from "./messages";
import { latest, PageElement } from "./page";
import "./record-kept";
import { isSmall, isTakingBack, sentenceOf } from "./work-sentence";

const PAGE = 60;

export class RecordElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    items: { state: true },
    counts: { state: true },
    everything: { state: true },
    more: { state: true },
    contesting: { state: true },
    text: { state: true },
    error: { state: true },
    sending: { state: true },
  };
  declare items: WorkItem[] | null;
  declare counts: WorkCounts;
  declare everything: boolean;
  declare more: boolean;
  declare contesting: WorkItem | null;
  declare text: string;
  declare error: string;
  declare sending: boolean;
  private shown = PAGE;
  private readonly latest = latest();

  constructor() {
    super();
    this.items = null;
    this.counts = { total: 0, tablet: 0, prison: 0, province: 0, elsewhere: "all" };
    this.everything = false;
    this.more = false;
    this.contesting = null;
    this.text = "";
    this.error = "";
    this.sending = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("nav.record") });
    this.follow(this.session.revision, () => this.load());
    this.watch(this.core.sync);
  }

  private load(): void {
    this.latest(async () => {
      this.counts = await this.session.workCounts();
      const items = await this.session.work({ limit: this.shown + 1 });
      this.more = items.length > this.shown;
      this.items = items.slice(0, this.shown);
    });
  }

  override render(): TemplateResult {
    const { profile } = this.session;
    const shown = (this.items ?? []).filter((item) => this.everything || !isSmall(item));
    const hidden = (this.items ?? []).length - shown.length;
    return html`<div class="page record">
      <h1>${t("nav.record")}</h1>
      <p class="lead">${t("record.lead")}</p>
      <div class="record-top">
        <section class="card">
          <h2>${arrived(this.counts)}</h2>
          ${this.counts.total ? progressBar((this.counts.prison + this.counts.province) / this.counts.total, t("sync.title")) : ""}
          <ul class="place-list">
            <li>${placeMark("tablet")} <span>${t("place.tablet_means")}</span> <b>${this.counts.tablet}</b></li>
            <li>${placeMark("prison")} <span>${t("place.prison_means")}</span> <b>${this.counts.prison}</b></li>
            <li>${placeMark("province")} <span>${t("place.province_means")}</span> <b>${this.counts.province}</b></li>
          </ul>
        </section>
        <section class="card">
          <h2>${icon("person")} ${t("record.who_sees")}</h2>
          <ul class="plain-list">
            <li>${t("record.sees_teacher")}</li>
            <li>${t("record.sees_notes")}</li>
            <li>${t("record.sees_learners")}</li>
          </ul>
          <p class="hint">${t("record.about_me", { name: profile.name, number: profile.number })}</p>
        </section>
      </div>
      <section>
        <div class="row row-between">
          <h2>${t("record.work")}</h2>
          <button
            type="button"
            class="chip"
            aria-pressed=${this.everything}
            @click=${() => (this.everything = !this.everything)}
          >
            ${t("record.everything")}
          </button>
        </div>
        ${hidden > 0 ? html`<p class="hint">${t("record.hidden", { n: hidden })}</p>` : ""} ${this.stillToCome()}
        ${
          this.items?.length === 0 && this.counts.elsewhere === "all"
            ? html`<div class="empty">
                ${leaf("leaf-large")}
                <p>${t("work.none")}</p>
              </div>`
            : ""
        }
        <ul class="work-list">
          ${shown.map((item) => this.item(item))}
        </ul>
        ${this.more ? html`<button type="button" class="button" @click=${this.showMore}>${icon("down")} ${t("record.older")}</button>` : ""}
      </section>
      <nl-record-kept .core=${this.core} .session=${this.session}></nl-record-kept>
      ${this.dialogBox()}
    </div>`;
  }

  private stillToCome(): TemplateResult | string {
    const { elsewhere } = this.counts;
    if (elsewhere === "all") return "";
    return html`<p class="banner" role="status">
      ${icon("info")}<span class="grow">${t(`record.elsewhere_${elsewhere}`)}</span>
    </p>`;
  }

  private item(item: WorkItem): TemplateResult {
    const reason = isTakingBack(item) && item.response;
    return html`<li class="work">
      <div class="grow">
        <p class="work-sentence ${item.voided ? "is-voided" : ""}">${sentenceOf(item)}</p>
        <p class="hint">
          ${moment(item.at)}${item.lessonTitles ? html` · ${pick(item.lessonTitles)}` : ""}
          ${item.made === "here" ? "" : html` · <span class="made">${t(`record.${item.made}`)}</span>`}
          ${item.receipt ? html` · <span class="receipt">${t("record.receipt", { n: item.receipt.number, time: moment(item.receipt.at) })}</span>` : ""}
        </p>
        ${reason ? html`<p>${t("record.reason", { text: reason })}</p>` : ""}
        ${item.voided ? html`<p class="hint">${icon("info")} ${t("record.voided")}</p>` : ""}
        ${item.quarantined ? html`<p class="bad">${icon("warning")} ${t("record.quarantined")}</p>` : ""}
      </div>
      ${placeMark(item.place)}
      ${
        item.contested
          ? html`<span class="contested">${icon("speech")} ${t("record.contested")}</span>`
          : html`<button
              type="button"
              class="button button-quiet"
              aria-label=${`${t("record.contest")}: ${sentenceOf(item)}`}
              @click=${() => this.open(item)}
            >
              ${t("record.contest")}
            </button>`
      }
    </li>`;
  }

  private dialogBox(): TemplateResult {
    return html`<dialog class="sheet" aria-labelledby="contest-title" @close=${() => (this.contesting = null)}>
      ${
        this.contesting
          ? html`<form @submit=${this.contest}>
              <h2 id="contest-title">${t("record.contest_title")}</h2>
              <p class="work-sentence">${sentenceOf(this.contesting)}</p>
              <label class="field-label" for="contest">${t("record.contest_label")}</label>
              <textarea
                id="contest"
                rows="4"
                maxlength="2000"
                required
                aria-describedby="contest-help"
                .value=${this.text}
                @input=${this.write}
              ></textarea>
              <p class="hint" id="contest-help">${t("record.contest_help")}</p>
              ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
              <div class="row">
                <button type="submit" class="button button-main" ?disabled=${!this.text.trim() || this.sending}>
                  ${t("record.contest_send")}
                </button>
                <button type="button" class="button" @click=${this.closeDialog}>${t("cancel")}</button>
              </div>
            </form>`
          : ""
      }
    </dialog>`;
  }

  private showMore(): void {
    this.shown += PAGE;
    this.load();
  }

  private async open(item: WorkItem): Promise<void> {
    this.text = (await this.session.draft(`contest:${item.id}`)) ?? "";
    this.error = "";
    this.contesting = item;
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }

  private closeDialog(): void {
    this.querySelector("dialog")?.close();
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    if (!this.contesting) return;
    const kept = this.session.saveDraft(`contest:${this.contesting.id}`, this.text);
    kept.catch((error: unknown) => (this.error = messageOf(error)));
  }

  private async contest(event: Event): Promise<void> {
    event.preventDefault();
    const item = this.contesting;
    if (!item || this.sending) return;
    this.sending = true;
    try {
      await this.session.contest(item.id, this.text.trim(), `contest:${item.id}`);
      this.closeDialog();
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.sending = false;
    }
  }
}

define("nl-record", RecordElement);
