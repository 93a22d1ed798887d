/** Which line of a song is sung now. */
import type { LyricLine } from "./shapes";

/** The index of the line at this second, -1 before the first. Lines are in order of time. */
export function lineAt(lines: readonly LyricLine[], seconds: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.at_seconds ?? Infinity) <= seconds + 0.05) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
