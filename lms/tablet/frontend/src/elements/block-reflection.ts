/** A question to think about: done or not done, never right or wrong. The text stays the learner's unless given to the teacher. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { BlockElement, define } from "./element";
import { icon } from "./icon";
import type { ReflectionBlock } from "./shapes";

interface Kept {
  text: string;
  share: boolean;
  done: boolean;
}

export class ReflectionBlockElement extends BlockElement<ReflectionBlock> {
  static override properties = {
    ...BlockElement.properties,
    text: { state: true },
    share: { state: true },
    done: { state: true },
  };
  declare text: string;
  declare share: boolean;
  declare done: boolean;

  protected override restore(): void {
    const kept = this.context.draft<Kept>(`reflection:${this.block.id}`);
    this.text = kept?.text ?? "";
    this.share = kept?.share ?? false;
    this.done = kept?.done ?? false;
  }

  override render(): TemplateResult {
    const id = `reflection-${this.block.id}`;
    return html`<section class="reflection" aria-labelledby="${id}-title">
      <p class="eyebrow">${icon("heart")} ${t("reflection")}</p>
      <h2 id="${id}-title" data-read>${this.block.prompt}</h2>
      <p class="hint" id="${id}-who">
        ${this.share ? t("reflection.teacher_reads") : t("reflection.only_you")} ${t("reflection.no_marks")}
      </p>
      <label class="field-label" for=${id}>${t("reflection.write")}</label>
      <textarea
        id=${id}
        rows="4"
        maxlength="4000"
        aria-describedby="${id}-who"
        .value=${this.text}
        ?readonly=${this.keeping}
        @input=${this.write}
      ></textarea>
      <label class="tick">
        <input type="checkbox" .checked=${this.share} @change=${this.setShare} />
        <span>${t("reflection.share")}</span>
      </label>
      ${this.share ? html`<p class="hint">${t("not_read_live")}</p>` : ""} ${this.problem()}
      <div class="row">
        ${
          this.done
            ? html`<p class="good" role="status">${icon("check")} ${t("reflection.done")}</p>
                <button type="button" class="button button-quiet" @click=${this.again}>
                  ${t("reflection.again")}
                </button>`
            : html`<button
                type="button"
                class="button button-main"
                ?disabled=${(this.share && !this.text.trim()) || this.keeping}
                @click=${this.finish}
              >
                ${icon("check")} ${t(this.share ? "reflection.finish_share" : "reflection.finish")}
              </button>`
        }
      </div>
    </section>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.keep();
  }

  private setShare(event: Event): void {
    this.share = (event.target as HTMLInputElement).checked;
    this.keep();
  }

  private async finish(): Promise<void> {
    const { text, share, block } = this;
    const event = { did: "reflected", block: block.id, text: share ? text.trim() : "" } as const;
    this.done = await this.commit(event, `reflection:${block.id}`, { text, share, done: true } satisfies Kept);
  }

  private again(): void {
    this.done = false;
    this.keep();
  }

  private keep(): void {
    this.context.keep(`reflection:${this.block.id}`, {
      text: this.text,
      share: this.share,
      done: this.done,
    } satisfies Kept);
  }
}

define("nl-reflection", ReflectionBlockElement);
