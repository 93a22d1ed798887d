/** A task, one step at a time, each with its picture and a tick. The ticks are kept. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import { safeHtml } from "./safe-html";
import type { StepsBlock } from "./shapes";

interface Kept {
  at: number;
  done: number[];
}

export class StepsBlockElement extends BlockElement<StepsBlock> {
  static override properties = { ...BlockElement.properties, at: { state: true }, done: { state: true } };
  declare at: number;
  declare done: ReadonlySet<number>;

  constructor() {
    super();
    this.at = 0;
    this.done = new Set();
  }

  protected override restore(): void {
    const kept = this.context.draft<Kept>(this.key);
    this.at = Math.min(kept?.at ?? 0, Math.max(0, this.block.steps.length - 1));
    this.done = new Set(kept?.done ?? []);
  }

  override render(): TemplateResult {
    const { steps, title } = this.block;
    const step = steps[this.at];
    if (!step) return html``;
    const ticked = this.done.has(this.at);
    const last = this.at === steps.length - 1;
    return html`<section class="steps" aria-label=${title}>
      <header class="steps-head">
        <h2 data-read>${title}</h2>
        <p class="steps-count">${t("steps.count", { n: this.at + 1, total: steps.length })}</p>
      </header>
      <ol class="steps-dots" aria-label=${t("steps.all")}>
        ${steps.map(
          (each, i) =>
            html`<li>
              <button
                type="button"
                class="dot ${this.done.has(i) ? "is-done" : ""}"
                aria-current=${i === this.at ? "step" : "false"}
                aria-label=${t(this.done.has(i) ? "steps.go_done" : "steps.go", { n: i + 1, title: each.title })}
                @click=${() => this.go(i)}
              >
                ${this.done.has(i) ? icon("check") : i + 1}
              </button>
            </li>`,
        )}
      </ol>
      <div class="step" aria-live="polite">
        ${
          step.picture
            ? html`<img class="step-picture" src=${this.context.url(step.picture.path)} alt=${step.alt ?? ""} />`
            : ""
        }
        <div class="step-text" data-read>
          <h3>${step.title}</h3>
          <div class="prose">${safeHtml(step.html)}</div>
        </div>
        <label class="tick ${ticked ? "is-ticked" : ""}">
          <input type="checkbox" .checked=${ticked} @change=${this.tick} />
          <span>${t("steps.tick")}</span>
        </label>
        ${this.problem()}
      </div>
      <footer class="row row-between">
        <button type="button" class="button" ?disabled=${this.at === 0} @click=${() => this.go(this.at - 1)}>
          ${icon("back", "mirrors")} ${t("steps.back")}
        </button>
        ${
          last
            ? html`<p class="steps-end" role="status">
                ${this.done.size === steps.length ? html`${icon("check")} ${t("steps.finished")}` : ""}
              </p>`
            : html`<button type="button" class="button button-main" @click=${() => this.go(this.at + 1)}>
                ${t("steps.next")} ${icon("next", "mirrors")}
              </button>`
        }
      </footer>
    </section>`;
  }

  private go(at: number): void {
    this.at = at;
    this.keep();
  }

  private async tick(event: Event): Promise<void> {
    const { at, block } = this;
    const box = event.target as HTMLInputElement;
    const done = new Set(this.done);
    if (box.checked) done.add(at);
    else done.delete(at);
    const finished = done.size === block.steps.length && this.done.size < done.size;
    if (!finished) {
      this.done = done;
      return this.keep();
    }
    const kept: Kept = { at, done: [...done] };
    if (await this.commit({ did: "experienced", block: block.id }, this.key, kept)) this.done = done;
    else box.checked = this.done.has(at);
  }

  private get key(): string {
    return `steps:${this.block.id}`;
  }

  private keep(): void {
    this.context.keep(this.key, { at: this.at, done: [...this.done] } satisfies Kept);
  }
}

define("nl-steps", StepsBlockElement);
