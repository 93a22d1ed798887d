/* What can be done to a list of cues. Pure: every function takes a list and gives a new one.
   A cue is { id, start, end, text }; times in seconds, in order, never over each other. */

const SHORTEST = 0.2;
const GAP = 0.08;
let made = 0;

export const newId = () => `c${Date.now().toString(36)}${(made++).toString(36)}`;

const replaced = (cues, at, ...by) => [...cues.slice(0, at), ...by, ...cues.slice(at + 1)];

export const withText = (cues, at, text) => replaced(cues, at, { ...cues[at], text });

/** New times, kept inside the room between the neighbours. */
export function withTimes(cues, at, start, end) {
  const floor = at > 0 ? cues[at - 1].end : 0;
  const ceiling = at + 1 < cues.length ? cues[at + 1].start : Number.POSITIVE_INFINITY;
  const from = Math.min(Math.max(start, floor), ceiling - SHORTEST);
  const to = Math.max(Math.min(end, ceiling), from + SHORTEST);
  return replaced(cues, at, { ...cues[at], start: round(from), end: round(to) });
}

/** Two cues out of one: at the caret; at `time` when it lies inside, else where the text's share says. */
export function split(cues, at, caret, time) {
  const cue = cues[at];
  const before = cue.text.slice(0, caret).trim();
  const after = cue.text.slice(caret).trim();
  if (!before || !after || cue.end - cue.start < 2 * SHORTEST + GAP) return null;
  const share = before.length / (before.length + after.length);
  const inside = time !== null && time > cue.start + SHORTEST && time < cue.end - SHORTEST;
  const cut = inside ? time : cue.start + Math.min(Math.max(share, 0.1), 0.9) * (cue.end - cue.start);
  const first = { ...cue, end: round(Math.max(cut - GAP, cue.start + SHORTEST / 2)), text: before };
  return replaced(cues, at, first, { id: newId(), start: round(cut), end: cue.end, text: after });
}

export function merge(cues, at) {
  const [cue, next] = [cues[at], cues[at + 1]];
  if (!next) return null;
  const latin = /[\x21-\x7e]$/.test(cue.text) && /^[\x21-\x7e]/.test(next.text);
  const text = rewrapped(`${flat(cue.text)}${latin ? " " : ""}${flat(next.text)}`);
  return [...cues.slice(0, at), { ...cue, end: next.end, text }, ...cues.slice(at + 2)];
}

export const remove = (cues, at) => [...cues.slice(0, at), ...cues.slice(at + 1)];

/** An empty cue at `time`, in the free room there; null when there is none. */
export function insert(cues, time) {
  const at = cues.findIndex((cue) => cue.start > time);
  const index = at < 0 ? cues.length : at;
  const floor = index > 0 ? cues[index - 1].end + GAP : 0;
  const ceiling = index < cues.length ? cues[index].start - GAP : Number.POSITIVE_INFINITY;
  const start = Math.max(time, floor);
  const end = Math.min(start + 2, ceiling);
  if (end - start < SHORTEST) return null;
  const cue = { id: newId(), start: round(start), end: round(end), text: "" };
  return { cues: [...cues.slice(0, index), cue, ...cues.slice(index)], id: cue.id };
}

/** Every place where `find` stands, in any case; returns the list and how many were replaced. */
export function replaceAll(cues, find, by) {
  let count = 0;
  const pattern = new RegExp(find.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  const changed = cues.map((cue) => {
    const text = cue.text.replace(pattern, () => (count++, by));
    return text === cue.text ? cue : { ...cue, text };
  });
  return { cues: changed, count };
}

export const matches = (cue, find) => cue.text.toLocaleLowerCase().includes(find.toLocaleLowerCase());

const wide = (character) => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character);

/** Room of a line against the rule of its script: above 1 it is too long. */
export function fullness(line, text) {
  const chinese = [...text].some(wide);
  const room = [...line].reduce((sum, one) => sum + (wide(one) ? (chinese ? 1 : 2) : chinese ? 0.5 : 1), 0);
  return room / (chinese ? 16 : 42);
}

/** What a reader would stumble over: "lines", "long", "fast", "short"; "" when all is well. */
export function trouble(cue) {
  const lines = cue.text.split("\n");
  if (lines.length > 2) return "lines";
  if (lines.some((line) => fullness(line, cue.text) > 1)) return "long";
  const letters = [...flat(cue.text)].length;
  const speed = [...cue.text].some(wide) ? 9 : 17;
  if (letters > speed * (cue.end - cue.start) * 1.25) return "fast";
  return "";
}

const flat = (text) => text.split("\n").map((line) => line.trim()).join(/[\x21-\x7e]\n[\x21-\x7e]/.test(text) ? " " : "");

/** One line, or two of about the same length, cut at a space or after punctuation if there is one near the middle. */
function rewrapped(text) {
  if (fullness(text, text) <= 1) return text;
  const middle = text.length / 2;
  const places = [...text.matchAll(/[\s，。、；：！？,.;:!?]/gu)].map((found) => found.index + 1);
  const near = places.filter((place) => place > 1 && place < text.length - 1);
  const cut = near.length ? near.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best)) : Math.round(middle);
  return `${text.slice(0, cut).trim()}\n${text.slice(cut).trim()}`;
}

const round = (seconds) => Math.round(seconds * 1000) / 1000;
