/** A practice question: answer, feedback at once, try again, see the answer. The server marks it again. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { interaction } from "./question-interaction";
import { safeHtml } from "./safe-html";
import { rightResponse, score, splitPairs } from "./scoring";
import { readNumber } from "./scoring-numbers";
import type { ItemPicture, QuestionBlock } from "./shapes";

interface Kept {
  response: string;
  state: "open" | "right" | "wrong" | "shown";
  scaled: number;
  tries: number;
}

export class QuestionBlockElement extends BlockElement<QuestionBlock> {
  static override properties = { ...BlockElement.properties, kept: { state: true } };
  declare kept: Kept;

  protected override restore(): void {
    this.kept = this.context.draft<Kept>(this.key) ?? { response: "", state: "open", scaled: 0, tries: 0 };
  }

  private get key(): string {
    return `question:${this.block.item.id}`;
  }

  override render(): TemplateResult {
    const { item } = this.block;
    const { state, response } = this.kept;
    const id = `question-${this.block.id}`;
    const locked = state !== "open" || this.keeping;
    const shown = state === "shown" ? rightResponse(item) : response;
    return html`<section class="question is-${state}" aria-labelledby="${id}">
      <p class="eyebrow">${icon("pencil")} ${t("question")}</p>
      <div class="prose question-prompt" id=${id} data-read>${safeHtml(item.prompt_html)}</div>
      ${item.pictures.map((picture, i) => this.picture(picture, i))} ${this.interaction(shown, locked, id)}
      <div class="feedback-place" role="status" aria-live="polite">${this.feedback()}</div>
      ${this.problem()}
      <div class="row">${this.buttons()}</div>
    </section>`;
  }

  private interaction(response: string, locked: boolean, labelledby: string): TemplateResult {
    const { item } = this.block;
    const marks = this.kept.state === "right" || this.kept.state === "wrong" || this.kept.state === "shown";
    return interaction(item, {
      ...{ response, locked, marks, labelledby },
      source: (path) => this.context.url(path),
      answer: (event) => this.answer(event),
    });
  }

  /** A picture opens large at a tap, as in the lesson's text. */
  private picture(picture: ItemPicture, i: number): TemplateResult {
    void import("./block-picture");
    const block = {
      type: "picture",
      id: `${this.block.id}-${i}`,
      narration: null,
      picture,
      alt: picture.alt,
      caption: "",
    };
    return html`<nl-picture .block=${block} .context=${this.context}></nl-picture>`;
  }

  private feedback(): TemplateResult | string {
    const { item } = this.block;
    const { state, scaled } = this.kept;
    if (state === "right") {
      return html`<div class="feedback feedback-right">
        ${icon("check")}
        <div>
          <strong>${t("question.right")}</strong>
          <p>${item.feedback_correct}</p>
        </div>
      </div>`;
    }
    if (state === "wrong") {
      const partly = scaled > 0 ? t("question.partly", { percent: Math.round(scaled * 100) }) : t("question.not_yet");
      return html`<div class="feedback feedback-wrong">
        ${icon("refresh")}
        <div>
          <strong>${partly}</strong>
          <p>${item.feedback_incorrect}</p>
        </div>
      </div>`;
    }
    if (state === "shown") {
      return html`<div class="feedback feedback-shown">
        ${icon("tip")}
        <div>
          <strong>${t("question.this_is_right")}</strong>
          <p>${item.feedback_correct}</p>
        </div>
      </div>`;
    }
    return "";
  }

  private buttons(): TemplateResult {
    const { state, tries, response } = this.kept;
    if (state === "open") {
      return html`<button
          type="button"
          class="button button-main"
          ?disabled=${!this.complete(response) || this.keeping}
          @click=${this.submit}
        >
          ${t("question.check")}
        </button>
        ${tries > 0 ? html`<button type="button" class="button button-quiet" @click=${this.show}>${t("question.show")}</button>` : ""}
        ${this.complete(response) ? "" : html`<p class="hint">${t(`question.how_${this.block.item.kind}`)}</p>`}`;
    }
    return html`<button type="button" class="button" @click=${this.again}>
        ${icon("refresh")} ${t("question.try_again")}
      </button>
      ${state === "wrong" ? html`<button type="button" class="button button-quiet" @click=${this.show}>${t("question.show")}</button>` : ""}`;
  }

  /** Whether there is enough of an answer to look at. An order is an answer from the start. */
  private complete(response: string): boolean {
    const { item } = this.block;
    if (item.kind === "order") return true;
    const parts = response.split("[,]");
    if (item.kind === "match") return response !== "" && parts.length === item.left.length;
    if (item.kind === "fill_in") return parts.length === item.gaps.length && parts.every((part) => part.trim() !== "");
    if (item.kind === "inline_choice") return splitPairs(response).length === item.gaps.length;
    if (item.kind === "numeric") {
      const found = readNumber(response, item.units);
      return found !== null && !(item.unit_required && item.units.length > 0 && !found.unit);
    }
    return response !== "";
  }

  private set(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    this.context.keep(this.key, this.kept);
  }

  private answer(event: CustomEvent<string>): void {
    this.set({ response: event.detail });
  }

  /** What is right and wrong shows once the answer is on the disk: then it counts, whatever happens next. */
  private async submit(): Promise<void> {
    const { item } = this.block;
    const response =
      this.kept.response || (item.kind === "order" ? item.entries.map((entry) => entry.id).join("[,]") : "");
    const scaled = score(item, response);
    const next: Kept = { response, scaled, state: scaled === 1 ? "right" : "wrong", tries: this.kept.tries + 1 };
    const event = { did: "answered", block: this.block.id, item: item.id, response, scaled } as const;
    if (await this.commit(event, this.key, next)) this.kept = next;
  }

  private show(): void {
    this.set({ state: "shown" });
  }

  private again(): void {
    const keepsResponse = this.block.item.kind === "order" || this.kept.state === "wrong";
    this.set({ state: "open", response: keepsResponse ? this.kept.response : "" });
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>("input, select, .order-list button, .match button, .hotspot-area")?.focus(),
    );
  }
}

define("nl-question", QuestionBlockElement);
