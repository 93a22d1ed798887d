/* Camera, screen and microphone become one stream whose tracks never change: sources come, go and die without ending the recorder. */

const FAST = 8; // times a second that the level is read
const HEIGHTS = [720, 540, 360]; // of the composed picture, 16 : 9

export class Mixer {
  /* `lost(what)`: "camera", "screen" or "microphone" has gone by itself. `level(0…1)` several times a second. `height`: of the picture. */
  constructor({ lost, level, height }) {
    this.lost = lost;
    this.level = level;
    this.height = height;
    this.tracks = { camera: null, screen: null, microphone: null };
    this.nodes = {};
    this.show = "camera";
  }

  /* What a browser must have for the fixed picture; without it the camera's or the screen's own track is recorded. */
  static composes() {
    return typeof MediaStreamTrackProcessor === "function" && typeof MediaStreamTrackGenerator === "function";
  }

  /* Call it from a click: browsers start sound only then. */
  start() {
    this.sound = new AudioContext({ sampleRate: 48_000, latencyHint: "interactive" });
    this.mixed = this.sound.createMediaStreamDestination();
    this.meter = this.sound.createAnalyser();
    this.meter.fftSize = 2048;
    // A source that is silent, not absent, keeps the sound track running when the microphone dies.
    const quiet = this.sound.createConstantSource();
    const closed = this.sound.createGain();
    closed.gain.value = 0;
    quiet.connect(closed).connect(this.mixed);
    quiet.start();
    this.listen();
    const picture = Mixer.composes() ? this.compose() : null;
    this.stream = new MediaStream([...(picture ? [picture] : []), ...this.mixed.stream.getAudioTracks()]);
  }

  compose() {
    this.worker = new Worker(new URL("./compositor.js", import.meta.url));
    this.worker.onmessage = ({ data }) => data.failed && this.lost("picture");
    const generator = new MediaStreamTrackGenerator({ kind: "video" });
    this.worker.postMessage({ writable: generator.writable, show: this.show, height: this.height }, [generator.writable]);
    return generator;
  }

  /* For a computer that cannot encode what it is given. Only between two recorders: the size of a film does not change. */
  shrink() {
    this.height = HEIGHTS.find((height) => height < this.height) ?? this.height;
    this.worker?.postMessage({ height: this.height });
  }

  async useCamera(deviceId) {
    const wanted = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } };
    const chosen = deviceId ? { ...wanted, deviceId: { exact: deviceId } } : wanted;
    this.replace("camera", null);
    const media = await navigator.mediaDevices.getUserMedia({ video: chosen });
    this.replace("camera", media.getVideoTracks()[0]);
  }

  async useMicrophone(deviceId) {
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const chosen = deviceId ? { ...wanted, deviceId: { exact: deviceId } } : wanted;
    this.replace("microphone", null);
    const media = await navigator.mediaDevices.getUserMedia({ audio: chosen });
    this.replace("microphone", media.getAudioTracks()[0]);
    await this.sound.resume();
  }

  async useScreen() {
    const media = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 25 } }, audio: true });
    this.replace("screen", media.getVideoTracks()[0]);
    this.hear("screenSound", media.getAudioTracks()[0] ?? null, false);
  }

  stopScreen() {
    this.replace("screen", null);
    this.hear("screenSound", null, false);
  }

  replace(what, track) {
    const before = this.tracks[what];
    if (before) {
      before.onended = null;
      before.stop();
    }
    this.tracks[what] = track;
    if (track) {
      track.onended = () => {
        this.replace(what, null);
        this.lost(what);
      };
    }
    if (what === "microphone") this.hear("microphone", track, true);
    else this.watch(what, track);
  }

  watch(what, track) {
    if (!this.worker) return;
    const readable = track ? new MediaStreamTrackProcessor({ track }).readable : null;
    this.worker.postMessage({ source: what, readable }, readable ? [readable] : []);
  }

  hear(name, track, metered) {
    this.nodes[name]?.disconnect();
    this.nodes[name] = null;
    if (!track) return;
    const node = this.sound.createMediaStreamSource(new MediaStream([track]));
    node.connect(this.mixed);
    if (metered) node.connect(this.meter);
    this.nodes[name] = node;
  }

  present(show) {
    this.show = show;
    this.worker?.postMessage({ show });
  }

  /* The stream to record: the composed one, or in a browser that cannot compose the chosen source's own picture. */
  recorded() {
    if (this.worker) return this.stream;
    const picture = this.tracks[this.show === "camera" ? "camera" : "screen"] ?? this.tracks.camera;
    return new MediaStream([...(picture ? [picture] : []), ...this.stream.getAudioTracks()]);
  }

  listen() {
    const samples = new Float32Array(this.meter.fftSize);
    this.timer = setInterval(() => {
      this.meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      const decibel = 10 * Math.log10(power + 1e-10);
      this.level(this.tracks.microphone ? Math.min(1, Math.max(0, (decibel + 60) / 55)) : 0);
    }, 1000 / FAST);
  }

  close() {
    clearInterval(this.timer);
    this.worker?.postMessage({ close: true });
    for (const what of Object.keys(this.tracks)) this.replace(what, null);
    this.sound?.close();
  }
}

/* Cameras and microphones by kind; names are empty until the person has allowed one of them. */
export async function devices() {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind) => all.filter((one) => one.kind === kind && one.deviceId).map((one) => ({ id: one.deviceId, name: one.label }));
  return { cameras: of("videoinput"), microphones: of("audioinput") };
}
