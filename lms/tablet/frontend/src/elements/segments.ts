/** What of a video was really played: the xAPI video profile's played segments, "0[.]12.5[,]30[.]41". */

export type Segment = readonly [number, number];

/** Sorted, overlaps merged; gaps under half a second are bridged, since players stop and start between frames. */
export function merge(segments: readonly Segment[], bridge = 0.5): Segment[] {
  const sorted = segments.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1] + bridge) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** 0–1 of the whole, from what was played at least once. */
export function progress(segments: readonly Segment[], duration: number): number {
  if (!(duration > 0)) return 0;
  const played = merge(segments).reduce((sum, [from, to]) => sum + Math.min(to, duration) - Math.max(from, 0), 0);
  const share = played / duration;
  return share > 0.985 ? 1 : Math.max(0, Math.round(share * 1000) / 1000);
}

export function format(segments: readonly Segment[]): string {
  return merge(segments)
    .map(([from, to]) => `${from.toFixed(1)}[.]${to.toFixed(1)}`)
    .join("[,]");
}

export function parse(text: string): Segment[] {
  if (!text) return [];
  return text.split("[,]").flatMap((part) => {
    const [from, to] = part.split("[.]").map(Number);
    return from !== undefined && to !== undefined && to > from ? [[from, to] as const] : [];
  });
}
