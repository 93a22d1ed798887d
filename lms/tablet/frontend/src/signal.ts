/** A value that can be watched: the one way in which the core tells a page that something has changed. */
export interface Watchable<T> {
  readonly value: T;
  /** Calls back now and at every change; returns the function that ends it. */
  watch(callback: (value: T) => void): () => void;
}

export class Signal<T> implements Watchable<T> {
  private readonly callbacks = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    for (const callback of [...this.callbacks]) callback(value);
  }

  watch(callback: (value: T) => void): () => void {
    this.callbacks.add(callback);
    callback(this.current);
    return () => this.callbacks.delete(callback);
  }
}
