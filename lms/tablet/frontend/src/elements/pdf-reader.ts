/**
 * Draws a PDF on a canvas with pdf.js. Chromium's own viewer is a plug-in frame, which the content security policy
 * and kiosk mode both forbid.
 */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { t } from "../strings";
import { define, LightElement } from "./element";
import { icon } from "./icon";

GlobalWorkerOptions.workerSrc = workerUrl;

const ZOOMS = [1, 1.5, 2, 3];

export class PdfReaderElement extends LightElement {
  static override properties = {
    source: { attribute: false },
    heading: { attribute: false },
    page: { state: true },
    pages: { state: true },
    zoom: { state: true },
    failed: { state: true },
    words: { state: true },
  };
  declare source: string;
  declare heading: string;
  declare page: number;
  declare pages: number;
  declare zoom: number;
  declare failed: boolean;
  declare words: string;
  private pdf?: PDFDocumentProxy;
  private drawing = 0;

  constructor() {
    super();
    this.page = 1;
    this.pages = 0;
    this.zoom = 0;
    this.failed = false;
    this.words = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.pdf?.loadingTask.destroy();
  }

  override render(): TemplateResult {
    return html`<div class="reader">
      <header class="reader-bar">
        <h2>${this.heading}</h2>
        <button type="button" class="button" @click=${this.leave}>${icon("cross")} ${t("close")}</button>
      </header>
      <div
        class="reader-page"
        tabindex="0"
        role="region"
        aria-label=${t("file.page_of", { n: this.page, total: this.pages || 1 })}
      >
        ${this.failed ? html`<p class="bad" role="alert">${icon("warning")} ${t("file.failed")}</p>` : ""}
        ${!this.failed && this.pages === 0 ? html`<p role="status" class="hint">${t("loading")}</p>` : ""}
        <canvas ?hidden=${this.failed || this.pages === 0} role="img" aria-label=${this.words || this.heading}></canvas>
      </div>
      <footer class="reader-bar">
        <button type="button" class="button" ?disabled=${this.page <= 1} @click=${() => this.go(this.page - 1)}>
          ${icon("back", "mirrors")} ${t("file.previous")}
        </button>
        <p role="status">${t("file.page_of", { n: this.page, total: this.pages || 1 })}</p>
        <button type="button" class="button" @click=${this.zoomIn}>${icon("zoom")} ${ZOOMS[this.zoom]} ×</button>
        <button type="button" class="button" @click=${() => window.print()}>${icon("print")} ${t("file.print")}</button>
        <button
          type="button"
          class="button"
          ?disabled=${this.page >= this.pages}
          @click=${() => this.go(this.page + 1)}
        >
          ${t("file.next")} ${icon("next", "mirrors")}
        </button>
      </footer>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (["page", "pages", "zoom"].some((name) => changed.has(name))) void this.draw();
  }

  private async load(): Promise<void> {
    try {
      const reply = await fetch(this.source);
      if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
      const data = new Uint8Array(await reply.arrayBuffer());
      this.pdf = await getDocument({ data, enableXfa: false, useSystemFonts: true }).promise;
      this.pages = this.pdf.numPages;
    } catch {
      this.failed = true;
    }
  }

  private async draw(): Promise<void> {
    const { pdf } = this;
    const canvas = this.querySelector("canvas");
    if (!pdf || !canvas) return;
    const mine = ++this.drawing;
    const page = await pdf.getPage(this.page);
    if (mine !== this.drawing) return;
    const width = (canvas.parentElement?.clientWidth ?? 800) - 32;
    const natural = page.getViewport({ scale: 1 });
    const scale = (Math.min(width, 1100) / natural.width) * (ZOOMS[this.zoom] ?? 1);
    const viewport = page.getViewport({ scale: scale * Math.min(2, window.devicePixelRatio || 1) });
    const sheet = document.createElement("canvas");
    sheet.width = viewport.width;
    sheet.height = viewport.height;
    await page.render({ canvas: sheet, viewport }).promise;
    const text = await page.getTextContent();
    if (mine !== this.drawing) return;
    canvas.width = sheet.width;
    canvas.height = sheet.height;
    canvas.style.width = `${Math.round(natural.width * scale)}px`;
    canvas.getContext("2d")?.drawImage(sheet, 0, 0);
    this.words = text.items
      .map((item) => ("str" in item ? item.str : ""))
      .join(" ")
      .slice(0, 5000);
  }

  private go(page: number): void {
    this.page = Math.min(Math.max(1, page), this.pages);
    this.querySelector(".reader-page")?.scrollTo(0, 0);
  }

  private zoomIn(): void {
    this.zoom = (this.zoom + 1) % ZOOMS.length;
  }

  private leave(): void {
    this.dispatchEvent(new Event("leave"));
  }
}

define("nl-pdf", PdfReaderElement);
