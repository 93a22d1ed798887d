/** Put things in order: by dragging the handle, or with the arrow buttons. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { joinList, splitList } from "./scoring";
import type { OrderItem } from "./shapes";

export class OrderElement extends QuestionPart<OrderItem> {
  static override properties = { ...QuestionPart.properties, dragged: { state: true }, said: { state: true } };
  declare dragged: string;
  declare said: string;

  constructor() {
    super();
    this.dragged = "";
    this.said = "";
  }

  private get ids(): string[] {
    const known = new Set(this.item.entries.map((entry) => entry.id));
    const given = splitList(this.response).filter((id) => known.has(id));
    return given.length === known.size ? given : [...known];
  }

  override render(): TemplateResult {
    const { ids } = this;
    return html`<ol class="order-list">
        ${ids.map((id, i) => this.entry(id, i, ids.length))}
      </ol>
      <p class="visually-hidden" role="status">${this.said}</p>`;
  }

  private text(id: string): string {
    return this.item.entries.find((entry) => entry.id === id)?.text ?? "";
  }

  private entry(id: string, i: number, total: number): TemplateResult {
    const text = this.text(id);
    const right = this.item.correct[i] === id;
    const mark = this.marks ? (right ? "is-right" : "is-wrong") : "";
    return html`<li class="order-entry ${mark} ${this.dragged === id ? "is-dragged" : ""}" data-id=${id}>
      <span class="order-number" aria-hidden="true">${i + 1}</span>
      <span class="grow" data-read>${text}</span>
      ${
        mark
          ? html`<span class="mark"
              >${icon(right ? "check" : "cross")}<span class="visually-hidden"
                >${t(right ? "mark.right" : "mark.wrong")}</span
              ></span
            >`
          : ""
      }
      ${
        this.locked
          ? ""
          : html`<button
                type="button"
                class="button button-icon"
                ?disabled=${i === 0}
                aria-label=${t("order.up", { text })}
                @click=${() => this.move(id, i - 1)}
              >
                ${icon("up")}
              </button>
              <button
                type="button"
                class="button button-icon"
                ?disabled=${i === total - 1}
                aria-label=${t("order.down", { text })}
                @click=${() => this.move(id, i + 1)}
              >
                ${icon("down")}
              </button>
              <span class="order-grip" aria-hidden="true" @pointerdown=${(event: PointerEvent) => this.grab(event, id)}
                >${icon("grip")}</span
              >`
      }
    </li>`;
  }

  private move(id: string, to: number): void {
    const ids = this.ids.filter((each) => each !== id);
    ids.splice(to, 0, id);
    this.said = t("order.moved", { text: this.text(id), n: to + 1 });
    this.answer(joinList(ids));
  }

  /** The entry follows the finger: it takes the place of the entry that the finger is over. */
  private grab(event: PointerEvent, id: string): void {
    event.preventDefault();
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    this.dragged = id;
    const drag = (moved: PointerEvent): void => {
      const entries = [...this.querySelectorAll<HTMLElement>(".order-entry")];
      const over = entries.findIndex((entry) => {
        const box = entry.getBoundingClientRect();
        return moved.clientY >= box.top && moved.clientY <= box.bottom;
      });
      if (over >= 0 && over !== this.ids.indexOf(id)) this.move(id, over);
    };
    const drop = (): void => {
      this.dragged = "";
      window.removeEventListener("pointermove", drag);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
    };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
  }
}

define("nl-order", OrderElement);
