/** A file of the lesson (PDF): opened inside the app, page by page, from what is stored. */
import { html, type TemplateResult } from "lit";
import { bytes, t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import type { FileBlock } from "./shapes";

export class FileBlockElement extends BlockElement<FileBlock> {
  static override properties = { ...BlockElement.properties, shown: { state: true } };
  declare shown: boolean;

  override render(): TemplateResult {
    const { title, file, bytes: size } = this.block;
    return html`<div class="file-card">
        <span class="file-icon">${icon("file")}</span>
        <div class="grow">
          <h2 data-read>${title}</h2>
          <p class="hint">PDF · ${bytes(size)}</p>
        </div>
        <button
          type="button"
          class="button button-main"
          aria-label=${t("file.open_named", { title })}
          @click=${this.open}
        >
          ${icon("book")} ${t("file.open")}
        </button>
      </div>
      <dialog class="reader-dialog" aria-label=${title} @close=${() => (this.shown = false)}>
        ${
          this.shown
            ? html`<nl-pdf .source=${this.context.url(file.path)} .heading=${title} @leave=${this.close}></nl-pdf>`
            : ""
        }
      </dialog>`;
  }

  private async open(): Promise<void> {
    await import("./pdf-reader");
    this.shown = true;
    this.querySelector("dialog")?.showModal();
    this.context.record({ did: "experienced", block: this.block.id });
  }

  private close(): void {
    this.querySelector("dialog")?.close();
  }
}

define("nl-file", FileBlockElement);
