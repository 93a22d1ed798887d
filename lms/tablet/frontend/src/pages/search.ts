/** Searching in what is on the tablet. */
import { html, type TemplateResult } from "lit";
import type { SearchHit } from "../facade";
import { define } from "../elements/element";
import { icon, leaf } from "../elements/icon";
import { clock, pick, t } from "../strings";
import { latest, PageElement } from "./page";
import { go } from "./router";

/** The lesson, at the block and the second of the hit. */
function addressOf({ lesson, blocks, seconds }: SearchHit): string {
  const place = new URLSearchParams();
  if (blocks.length) place.set("block", blocks.join(","));
  if (seconds !== null) place.set("t", String(seconds));
  return `/lesson/${lesson.split(":").at(-1)}${place.size ? `?${place.toString()}` : ""}`;
}

export class SearchElement extends PageElement {
  static override properties = { ...PageElement.properties, query: { attribute: false }, hits: { state: true } };
  declare query: string;
  declare hits: SearchHit[] | null;
  private readonly latest = latest();

  constructor() {
    super();
    this.hits = null;
    this.query = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("nav.search") });
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>("#search")?.focus();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("query")) return;
    const query = this.query.trim();
    if (!query) this.hits = null;
    else this.latest(async () => void (this.hits = await this.session.search(query, 40)));
  }

  override render(): TemplateResult {
    return html`<div class="page search">
      <h1>${t("nav.search")}</h1>
      <form role="search" class="search-form" @submit=${this.submit}>
        <label class="visually-hidden" for="search">${t("search.label")}</label>
        <input
          id="search"
          type="search"
          maxlength="100"
          autocomplete="off"
          placeholder=${t("search.label")}
          .value=${this.query}
          @input=${this.write}
        />
        <button type="submit" class="button button-main">${icon("search")} ${t("nav.search")}</button>
      </form>
      <p class="hint" role="status">${this.hits ? t("search.found", { n: this.hits.length }) : t("search.help")}</p>
      ${
        this.hits?.length === 0
          ? html`<div class="empty">
              ${leaf("leaf-large")}
              <p>${t("search.nothing")}</p>
            </div>`
          : ""
      }
      <ul class="rows">
        ${(this.hits ?? []).map((hit) => html`<li>${this.hit(hit)}</li>`)}
      </ul>
    </div>`;
  }

  private hit(hit: SearchHit): TemplateResult {
    const { excerpt, from, to } = hit;
    return html`<a class="lesson-row" href=${addressOf(hit)}>
      <span class="grow">
        <span class="eyebrow">${pick(hit.courseTitles)}</span>
        <span class="lesson-title">${pick(hit.titles)}</span>
        ${hit.seconds === null ? "" : html`<span class="hint">${icon("play")} ${t("search.said", { time: clock(hit.seconds) })}</span>`}
        <span class="excerpt" lang=${hit.language}
          >${excerpt.slice(0, from)}<mark>${excerpt.slice(from, to)}</mark>${excerpt.slice(to)}</span
        >
      </span>
      ${icon("next", "mirrors")}
    </a>`;
  }

  private write(event: Event): void {
    const query = (event.target as HTMLInputElement).value;
    this.query = query;
  }

  private submit(event: Event): void {
    event.preventDefault();
    go(`/search?q=${encodeURIComponent(this.query.trim())}`, true);
  }
}

define("nl-search", SearchElement);
