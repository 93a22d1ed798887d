/** What is being fetched, how much of it is here, and how much room is left. */
import { html, type TemplateResult } from "lit";
import type { DownloadItem } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { bytes, pick, t } from "../strings";
import { progressBar } from "./cards";
import { PageElement } from "./page";

const SHOWN = 4;

export class DownloadsElement extends PageElement {
  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(this.core.downloads);
  }

  override render(): TemplateResult {
    const { items, bytes: total, doneBytes, freeBytes } = this.core.downloads.value;
    const open = items.filter((item) => item.state !== "ready");
    return html`<section class="card">
      <h2>${icon("download")} ${t("downloads.title")}</h2>
      ${
        open.length === 0
          ? html`<p class="good">${icon("check")} ${t(items.length ? "downloads.all_here" : "downloads.none")}</p>`
          : html`<p>${t("downloads.of", { done: bytes(doneBytes), total: bytes(total) })}</p>
              ${progressBar(total ? doneBytes / total : 0, t("downloads.title"))}
              <ul class="download-list">
                ${open.slice(0, SHOWN).map((item) => this.item(item))}
              </ul>
              ${open.length > SHOWN ? html`<p class="hint">${t("downloads.more", { n: open.length - SHOWN })}</p>` : ""}
              <p class="hint">${t("downloads.by_itself")}</p>`
      }
      ${freeBytes === null ? "" : html`<p class="hint">${t("downloads.free", { free: bytes(freeBytes) })}</p>`}
    </section>`;
  }

  private item(item: DownloadItem): TemplateResult {
    const title = pick(item.titles);
    return html`<li>
      <span class="grow">${title}</span>
      <span class="hint"
        >${item.state === "loading" ? `${bytes(item.doneBytes)} / ${bytes(item.bytes)}` : t(`download.${item.state}`)}</span
      >
      ${item.state === "loading" ? progressBar(item.bytes ? item.doneBytes / item.bytes : 0, title) : ""}
    </li>`;
  }
}

define("nl-downloads", DownloadsElement);
