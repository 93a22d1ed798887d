/** One at a time, over all tabs (Web Locks); in one tab only where a browser lacks them. */

const queues = new Map<string, Promise<unknown>>();

export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (globalThis.navigator?.locks) return navigator.locks.request(`newleaf-${name}`, work) as Promise<T>;
  const result = (queues.get(name) ?? Promise.resolve()).then(work, work);
  queues.set(
    name,
    result.catch(() => undefined),
  );
  return result;
}
