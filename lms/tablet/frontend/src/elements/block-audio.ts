/** A recording with its transcript. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { stopReading } from "./read-aloud";
import { safeHtml } from "./safe-html";
import type { AudioBlock } from "./shapes";

export class AudioBlockElement extends BlockElement<AudioBlock> {
  override render(): TemplateResult {
    const { title, audio, transcript_html } = this.block;
    return html`<div class="media-card">
      <h2 class="media-title">${icon("sound")} <span data-read>${title}</span></h2>
      <audio
        controls
        preload="metadata"
        controlslist="nodownload noplaybackrate"
        aria-label=${title}
        src=${this.context.url(audio.path)}
        @play=${stopReading}
        @ended=${() => this.context.record({ did: "experienced", block: this.block.id })}
      ></audio>
      ${
        transcript_html
          ? html`<details class="disclosure">
              <summary>${icon("note")} ${t("audio.transcript")}</summary>
              <div class="prose">${safeHtml(transcript_html)}</div>
            </details>`
          : ""
      }
    </div>`;
  }
}

define("nl-audio", AudioBlockElement);
