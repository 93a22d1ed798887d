/** A picture that opens large at a tap. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import type { PictureBlock } from "./shapes";

export class PictureBlockElement extends BlockElement<PictureBlock> {
  static override properties = { ...BlockElement.properties, large: { state: true } };
  declare large: boolean;

  override render(): TemplateResult {
    const { picture, alt, caption } = this.block;
    const source = this.context.url(picture.path);
    return html`<figure class="figure">
        <button
          type="button"
          class="picture-button"
          aria-label=${t("picture.enlarge", { name: alt })}
          @click=${this.open}
        >
          <img src=${source} alt=${alt} width=${picture.width ?? ""} height=${picture.height ?? ""} loading="lazy" />
          <span class="picture-zoom">${icon("zoom")}</span>
        </button>
        ${caption ? html`<figcaption data-read>${caption}</figcaption>` : ""}
      </figure>
      <dialog
        class="zoom-dialog"
        aria-label=${alt || t("picture")}
        @click=${this.close}
        @close=${() => (this.large = false)}
      >
        ${this.large ? html`<img src=${source} alt=${alt} />` : ""}
        <button type="button" class="button zoom-close" @click=${this.close}>${icon("cross")} ${t("close")}</button>
      </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private open(): void {
    this.large = true;
    this.dialog?.showModal();
  }

  private close(): void {
    this.dialog?.close();
  }
}

define("nl-picture", PictureBlockElement);
