/** Captions as text: WebVTT read into lines with their seconds. */

export interface Cue {
  start: number;
  end: number;
  text: string;
}

const TIMES = /^((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})/u;
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&nbsp;": "\u00a0",
  "&lrm;": "\u200e",
  "&rlm;": "\u200f",
};

/** Cues in order of time. What is no cue (notes, styles, broken times) is passed over. */
export function readCues(vtt: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of vtt.replace(/\r\n?/gu, "\n").split(/\n{2,}/u)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => TIMES.test(line));
    const times = at < 0 ? null : TIMES.exec(lines[at] ?? "");
    const text = plain(lines.slice(at + 1).join("\n"));
    if (times && text) cues.push({ start: seconds(times[1] ?? ""), end: seconds(times[2] ?? ""), text });
  }
  return cues.sort((a, b) => a.start - b.start);
}

/** The index of the cue that is said now, or was said last; -1 before the first. */
export function cueAt(cues: readonly Cue[], second: number): number {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.start ?? Infinity) <= second + 0.05) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const LATE_S = 8; // what was said longer ago than this is not shown any more
const SHORTEST_S = 0.83;
const LINGER_S = 1;

/** The lines of a lesson that is live. They may come later than what they say: then they follow each other as fast as they can be read. */
export class LiveLines {
  private shown: Cue | null = null;
  private last = -Infinity; // start of the cue that was put up last
  private since = -Infinity; // where the picture was then

  /** The line to show while the picture is at this second. */
  at(cues: readonly Cue[], second: number): string {
    if (second < this.since - LINGER_S) {
      this.last = (cues[cueAt(cues, second)]?.start ?? 0) - 0.01; // went back
      this.since = -Infinity;
      this.shown = null;
    }
    const { shown } = this;
    if (shown && second < this.since + Math.max(SHORTEST_S, 0.75 * (shown.end - shown.start))) return shown.text;
    const next = cues.find(({ start, end }) => start > this.last && start <= second + 0.05 && end >= second - LATE_S);
    if (next) {
      this.shown = next;
      this.last = next.start;
      this.since = second;
    } else if (shown && second > Math.max(shown.end, this.since + shown.end - shown.start) + LINGER_S) {
      this.shown = null;
    }
    return this.shown?.text ?? "";
  }
}

function seconds(time: string): number {
  return time
    .replace(",", ".")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Without tags; two lines of Chinese need no space between them. */
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/gu, "")
    .replace(/&\w+;/gu, (entity) => ENTITIES[entity] ?? entity)
    .trim()
    .replace(/(?<=[\p{sc=Han}，。！？、；：])\s*\n\s*(?=\p{sc=Han})/gu, "")
    .replace(/\s*\n\s*/gu, " ");
}
