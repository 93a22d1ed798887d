/** Running text and callouts: the two plainest blocks. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon, type IconName } from "./icon";
import { safeHtml } from "./safe-html";
import type { CalloutBlock, TextBlock } from "./shapes";

export class TextBlockElement extends BlockElement<TextBlock> {
  override render(): TemplateResult {
    return html`<div class="prose" data-read>${safeHtml(this.block.html)}</div>`;
  }
}

const TONE_ICONS: Record<CalloutBlock["tone"], IconName> = {
  info: "info",
  tip: "tip",
  warning: "warning",
  danger: "danger",
};

export class CalloutBlockElement extends BlockElement<CalloutBlock> {
  override render(): TemplateResult {
    const { tone, title } = this.block;
    const label = t(`tone.${tone}`);
    return html`<aside class="callout callout-${tone}" aria-label=${title || label}>
      <div class="callout-mark">${icon(TONE_ICONS[tone])}</div>
      <div class="callout-body" data-read>
        <p class="callout-tone">${label}</p>
        ${title ? html`<h2>${title}</h2>` : ""}
        <div class="prose">${safeHtml(this.block.html)}</div>
      </div>
    </aside>`;
  }
}

define("nl-text", TextBlockElement);
define("nl-callout", CalloutBlockElement);
