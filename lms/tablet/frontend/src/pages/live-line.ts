/** When a line cannot carry the picture, and how long the sound then goes on alone. Pure: no player, no clock of its own. */

export interface Load {
  /** Seconds that are stored ahead of what is on the screen. */
  ahead: number;
  /** Milliseconds that the newest piece has been on its way; 0: none is. */
  onTheWay: number;
  /** Bytes of it that are here, and all of it; 0 where nobody knows. */
  here: number;
  all: number;
  /** Something has been shown already. */
  begun: boolean;
}

const LOOK_MS = 300; // before that nobody can say how fast it comes
const SILENT_MS = 700; // on its way for so long, and not a byte
const SCARCE_S = 0.8;
const FIRST_PATIENCE_MS = 3_000;

/** The store runs dry before the piece is here. A picture that waits for its teacher has nothing on its way. */
export function starves({ ahead, onTheWay, here, all, begun }: Load): boolean {
  if (onTheWay < LOOK_MS) return false;
  const left = here > 0 && all > 0 ? ((all - here) * onTheWay) / here / 1000 : NaN;
  if (!begun) return onTheWay > FIRST_PATIENCE_MS || left > 2 * (FIRST_PATIENCE_MS / 1000);
  if (Number.isNaN(left)) return onTheWay > SILENT_MS && ahead < SCARCE_S;
  return left > ahead;
}

const SHORTEST_MS = 10_000;
const LONGEST_MS = 80_000;

/** How long until the picture is tried again: twice as long after each try that failed, and anew after a good while of picture. */
export class Patience {
  private wait = SHORTEST_MS;
  private from = 0;

  get until(): number {
    return this.from + this.wait;
  }

  /** The sound is alone from now on. A picture that came back and went again at once counts as a try that failed. */
  alone(now: number, pictureSince: number): void {
    this.wait = now - pictureSince < LONGEST_MS && this.from > 0 ? Math.min(LONGEST_MS, this.wait * 2) : SHORTEST_MS;
    this.from = now;
  }

  failed(now: number): void {
    this.wait = Math.min(LONGEST_MS, this.wait * 2);
    this.from = now;
  }
}

export interface Dated {
  programDateTime: number | null;
  start: number;
  duration: number;
}

/** Where a moment of the day lies on a player's own clock; before the list its beginning, behind it null. */
export function placeOf(fragments: readonly Dated[], moment: number): number | null {
  const [first] = fragments;
  if (!first) return null;
  if (moment < (first.programDateTime ?? 0)) return first.start;
  let low = 0;
  let high = fragments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fragments[middle]?.programDateTime ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  const found = fragments[low - 1];
  if (!found) return null;
  const into = (moment - (found.programDateTime ?? moment)) / 1000;
  if (into < found.duration) return found.start + into;
  return fragments[low]?.start ?? null; // in a hole: where it goes on
}

/** The last piece that a list names, and its seconds. */
export function newestOf(list: string): { name: string; seconds: number } | null {
  const lines = list.split("\n").filter(Boolean);
  const at = lines.findLastIndex((line) => !line.startsWith("#"));
  const length = /^#EXTINF:([\d.]+)/u.exec(lines[at - 1] ?? "");
  return at > 0 && length ? { name: lines[at] ?? "", seconds: Number(length[1]) } : null;
}
