/** The base of all pages: they show what a promise of the core gives, and show it again when the core says that it changed. */
import type { Core, Session, Watchable } from "../facade";
import { LightElement } from "../elements/element";

export class PageElement extends LightElement {
  static override properties = { core: { attribute: false }, session: { attribute: false } };
  declare core: Core;
  declare session: Session;
  private readonly ends: (() => void)[] = [];

  /** Re-renders whenever one of these changes. */
  protected watch(...values: Watchable<unknown>[]): void {
    for (const value of values) this.ends.push(value.watch(() => this.requestUpdate()));
  }

  /** Calls back now and at every change while the page stands. */
  protected follow<T>(value: Watchable<T>, callback: (value: T) => void): void {
    this.ends.push(value.watch(callback));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }
}

/** Runs the latest wish only: a slow answer to an older question is dropped. */
export function latest(): (work: () => Promise<void>) => void {
  let running = false;
  let wanted: (() => Promise<void>) | null = null;
  const run = async (work: () => Promise<void>): Promise<void> => {
    running = true;
    try {
      await work();
    } finally {
      running = false;
      const next = wanted;
      wanted = null;
      if (next) void run(next);
    }
  };
  return (work) => {
    if (running) wanted = work;
    else void run(work);
  };
}
