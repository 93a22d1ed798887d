/* The timeline: the sound as a wave, the cues as bars over it, a line where the film is. Ten seconds or more around the playhead. */
const SECONDS = 20;

export class Timeline {
  #wave = null; // 20 values a second, 0–255

  /** `onSeek(seconds)`: somebody pressed there. */
  constructor(canvas, { player, cues, selected, onSeek }) {
    Object.assign(this, { canvas, player, cues, selected });
    canvas.addEventListener("pointerdown", (event) => {
      const box = canvas.getBoundingClientRect();
      onSeek(this.#from() + ((event.clientX - box.left) / box.width) * SECONDS);
    });
    new ResizeObserver(() => this.draw()).observe(canvas);
    const frame = () => {
      if (!player.paused) this.draw();
      requestAnimationFrame(frame);
    };
    frame();
  }

  async load(url) {
    const reply = await fetch(url, { credentials: "same-origin", redirect: "error" });
    if (reply.ok) this.#wave = new Uint8Array(await reply.arrayBuffer());
    this.draw();
  }

  #from() {
    return Math.max(0, this.player.currentTime - SECONDS / 3);
  }

  draw() {
    const { canvas } = this;
    const scale = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
    if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const from = this.#from();
    const x = (seconds) => ((seconds - from) / SECONDS) * width;
    this.#drawCues(pen, style, x, from, height);
    this.#drawWave(pen, style, x, from, height);
    pen.fillStyle = style.getPropertyValue("--playhead");
    pen.fillRect(x(this.player.currentTime) - 1, 0, 2, height);
  }

  #drawCues(pen, style, x, from, height) {
    const selected = this.selected();
    for (const cue of this.cues()) {
      if (cue.end < from || cue.start > from + SECONDS) continue;
      pen.fillStyle = style.getPropertyValue(cue.id === selected ? "--cue-selected" : "--cue");
      pen.fillRect(x(cue.start), 4, Math.max(2, x(cue.end) - x(cue.start)), height - 8);
    }
  }

  #drawWave(pen, style, x, from, height) {
    if (!this.#wave) return;
    pen.fillStyle = style.getPropertyValue("--wave");
    const last = Math.min(this.#wave.length, Math.ceil((from + SECONDS) * 20));
    for (let at = Math.floor(from * 20); at < last; at++) {
      const tall = Math.max(1, (this.#wave[at] / 255) * (height - 16));
      pen.fillRect(x(at / 20), (height - tall) / 2, Math.max(1, x(0.04) - x(0)), tall);
    }
  }
}
