/**
 * Reading aloud: the narration that was rendered at publishing, else the browser's voice if the tablet has one.
 * One voice at a time for the whole app. The sentence being read is marked with the CSS Custom Highlight API.
 */

export interface Passage {
  /** Key of the block, so that its button can show “stop”. */
  key: string;
  /** The elements whose text is read, in order. */
  parts: readonly Element[];
  language: string;
  narration?: string;
}

interface Sentence {
  range: Range;
  start: number;
  end: number;
}

type Listener = () => void;
const listeners = new Set<Listener>();
const audio = typeof Audio === "undefined" ? null : new Audio();
let current = "";
let turn = 0;

export function onReadAloud(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function readingNow(): string {
  return current;
}

/** Whether the browser itself has a voice for this language. */
export function hasVoice(language: string): boolean {
  const primary = language.split("-")[0]?.toLowerCase() ?? "";
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.some((voice) => voice.localService && voice.lang.toLowerCase().startsWith(primary));
}

globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => tell());

function tell(): void {
  for (const listener of listeners) listener();
}

export function stopReading(): void {
  turn += 1;
  audio?.pause();
  globalThis.speechSynthesis?.cancel();
  mark(null);
  if (current) {
    current = "";
    tell();
  }
}

/** Reads one passage. Resolves true when it was read to its end, false when it was stopped or could not be read. */
export async function read(passage: Passage, speed: number): Promise<boolean> {
  stopReading();
  const mine = ++turn;
  current = passage.key;
  tell();
  const sentences = sentencesOf(passage.parts);
  const whole = passage.narration
    ? await playNarration(passage.narration, sentences, speed)
    : await speak(passage.language, sentences, speed);
  if (mine !== turn) return false;
  mark(null);
  current = "";
  tell();
  return whole;
}

/** Says a word or two with the browser's voice. */
export function say(text: string, language: string, speed: number): void {
  stopReading();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  utterance.rate = speed;
  globalThis.speechSynthesis?.speak(utterance);
}

function playNarration(source: string, sentences: Sentence[], speed: number): Promise<boolean> {
  if (!audio) return Promise.resolve(false);
  const player = audio;
  const length = sentences.at(-1)?.end ?? 0;
  player.src = source;
  player.defaultPlaybackRate = speed;
  player.playbackRate = speed;
  return new Promise((resolve) => {
    const follow = (): void => {
      const at = player.duration > 0 ? (player.currentTime / player.duration) * length : 0;
      mark(sentences.find((sentence) => at < sentence.end) ?? null);
    };
    const finish = (whole: boolean) => (): void => {
      player.removeEventListener("timeupdate", follow);
      player.onended = player.onerror = player.onpause = null;
      resolve(whole);
    };
    player.addEventListener("timeupdate", follow);
    player.onended = finish(true);
    player.onerror = finish(false);
    player.onpause = () => {
      if (!player.ended) finish(false)();
    };
    player.play().catch(finish(false));
  });
}

function speak(language: string, sentences: Sentence[], speed: number): Promise<boolean> {
  const synthesis = globalThis.speechSynthesis;
  if (!synthesis || sentences.length === 0 || !hasVoice(language)) return Promise.resolve(false);
  const mine = turn;
  return sentences.reduce<Promise<boolean>>(
    (before, sentence) =>
      before.then(
        (goOn) =>
          new Promise<boolean>((resolve) => {
            if (!goOn || mine !== turn) return resolve(false);
            const utterance = new SpeechSynthesisUtterance(sentence.range.toString());
            utterance.lang = language;
            utterance.rate = speed;
            utterance.onstart = () => mark(sentence);
            utterance.onend = () => resolve(true);
            utterance.onerror = () => resolve(false);
            synthesis.speak(utterance);
          }),
      ),
    Promise.resolve(true),
  );
}

/** The sentences under these elements; start and end count characters over all of them. */
export function sentencesOf(parts: readonly Element[]): Sentence[] {
  const sentences: Sentence[] = [];
  let count = 0;
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      for (const match of text.matchAll(/[^。！？!?；;.]*[。！？!?；;.]*[”’」）)]*/gu)) {
        if (!match[0].trim()) continue;
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const start = count;
        count += match[0].trim().length;
        sentences.push({ range, start, end: count });
      }
    }
  }
  return sentences;
}

function mark(sentence: Sentence | null): void {
  const registry = (globalThis.CSS as unknown as { highlights?: Map<string, unknown> } | undefined)?.highlights;
  if (!registry || typeof Highlight === "undefined") return;
  if (sentence) registry.set("reading", new Highlight(sentence.range));
  else registry.delete("reading");
}
