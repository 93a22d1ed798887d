/** The base of all our elements: light DOM (one stylesheet, one tab order), re-rendered when the language changes. */
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { onStringsChanged } from "../strings";
import type { LessonContext, LessonEvent } from "./context";
import { icon } from "./icon";
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
  static override properties = {
    block: { attribute: false },
    context: { attribute: false },
    keeping: { state: true },
    notKept: { state: true },
  };
  declare block: B;
  declare context: LessonContext;
  /** Something is on its way to the disk: until it is there, nobody is told that it is kept. */
  declare keeping: boolean;
  /** Why the last of it could not be kept; empty: it was. */
  declare notKept: string;
  private restored = "";

  constructor() {
    super();
    this.keeping = false;
    this.notKept = "";
  }

  /** Called once per block, before its first rendering: read drafts here. */
  protected restore(): void {}

  /** Keeps an event with the draft that shows it; true when both are on the disk. */
  protected async commit(event: LessonEvent, key: string, value: unknown): Promise<boolean> {
    if (this.keeping) return false;
    this.keeping = true;
    this.notKept = "";
    try {
      await this.context.commit(event, key, value);
      return true;
    } catch (error) {
      this.notKept = (error as Error).message;
      return false;
    } finally {
      this.keeping = false;
    }
  }

  protected problem(): TemplateResult | string {
    return this.notKept ? html`<p class="bad" role="alert">${icon("warning")} ${this.notKept}</p>` : "";
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const key = this.block && this.context ? `${this.context.document.language}/${this.block.id}` : "";
    if (key && key !== this.restored) {
      this.restored = key;
      this.notKept = "";
      this.restore();
    }
  }
}

export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
