/** The base of all our elements: light DOM (one stylesheet, one tab order), re-rendered when the language changes. */
import { LitElement, type PropertyValues } from "lit";
import { onStringsChanged } from "../strings";
import type { LessonContext } from "./context";
import type { LessonBlock } from "./shapes";

export class LightElement extends LitElement {
  private stopListening?: () => void;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = onStringsChanged(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
  }
}

/** An element that shows one block of a lesson. */
export class BlockElement<B extends LessonBlock = LessonBlock> extends LightElement {
  static override properties = { block: { attribute: false }, context: { attribute: false } };
  declare block: B;
  declare context: LessonContext;
  private restored = "";

  /** Called once per block, before its first rendering: read drafts here. */
  protected restore(): void {}

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const key = this.block && this.context ? `${this.context.document.language}/${this.block.id}` : "";
    if (key && key !== this.restored) {
      this.restored = key;
      this.restore();
    }
  }
}

export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
