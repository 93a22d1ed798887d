/** One page at a time has a seat: a second one would count the time twice. */
import { CoreError } from "../errors";

const OTHER_TAB_MS = 3_000;

/** Resolves to what lets go of it. Throws "other_tab". */
export async function holdSeat(seat: string): Promise<() => void> {
  if (!globalThis.navigator?.locks) return () => undefined;
  const signal = AbortSignal.timeout(OTHER_TAB_MS);
  return new Promise<() => void>((resolve, reject) => {
    const held = (): Promise<void> => new Promise((release) => resolve(release));
    navigator.locks.request(`newleaf-exam-${seat}`, { signal }, held).catch(() => reject(new CoreError("other_tab")));
  });
}
