/* One run of the browser's recorder = one epoch. Chunks come out numbered, in order, as bytes. */

const SLICE_MS = 500;
const KEYFRAME_MS = 1000;

/* In this order: what the server can pass on without transcoding comes first. */
export const TYPES = [
  "video/x-matroska;codecs=avc1,opus",
  "video/webm;codecs=h264,opus",
  "video/mp4;codecs=avc1.42E01F,opus",
  "video/mp4",
  "video/webm;codecs=vp8,opus",
];

export const bestType = () => TYPES.find((type) => globalThis.MediaRecorder?.isTypeSupported(type)) ?? "";

/* Milliseconds since 1970 that no step of the wall clock can turn back while the page is open. */
export const steadyNow = () => performance.timeOrigin + performance.now();

export class Recorder {
  /* `onChunk({n, bytes, capturedAt})` may be async: the next one waits for it. `onFailure(error)`: the recorder has died by itself. */
  constructor(stream, { type = bestType(), videoBits = 1_500_000, onChunk, onFailure }) {
    this.n = 0;
    this.order = Promise.resolve();
    this.type = type;
    this.ending = false;
    this.media = new MediaRecorder(stream, {
      mimeType: type,
      videoBitsPerSecond: videoBits,
      audioBitsPerSecond: 96_000,
      videoKeyFrameIntervalDuration: KEYFRAME_MS,
    });
    this.media.ondataavailable = (event) => {
      if (event.data.size === 0) return; // an empty slice is no chunk
      const chunk = { n: this.n++, capturedAt: steadyNow() };
      this.order = this.order.then(async () => onChunk({ ...chunk, bytes: await event.data.arrayBuffer() }));
    };
    this.media.onerror = (event) => onFailure(event.error);
    this.media.onstop = () => {
      this.hasStopped?.();
      if (!this.ending) onFailure(new Error("stopped"));
    };
  }

  start() {
    this.startedAt = steadyNow();
    this.media.start(SLICE_MS);
  }

  /* Resolves when the last chunk has been handed over. */
  async stop() {
    this.ending = true;
    if (this.media.state !== "inactive") {
      const stopped = new Promise((resolve) => (this.hasStopped = resolve));
      this.media.stop();
      await stopped;
    }
    await this.order;
  }
}
