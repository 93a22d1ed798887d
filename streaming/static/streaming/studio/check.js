/* Before and during the lesson: which camera, which microphone, what is shown, and whether anything is heard. */

import { devices } from "./mixer.js";

const HEARD = 0.35; // about −41 dB: a voice at a metre
const QUIET_HINT_S = 4;
const QUIET_ALARM_S = 20;

export class Check {
  /* `changed(what)` after every change of picture or sound by the person; `alarm(kind, text or "")` shows or clears a warning. */
  constructor(root, mixer, words, { changed, alarm }) {
    Object.assign(this, { root, mixer, words, changed, alarm });
    this.cameras = root.querySelector("[data-cameras]");
    this.microphones = root.querySelector("[data-microphones]");
    this.meter = root.querySelector("[data-meter]");
    this.hint = root.querySelector("[data-hint]");
    this.pills = [...root.querySelectorAll("input[name=show]")];
    this.on = false;
    this.lastHeard = 0;
    this.cameras.addEventListener("change", () => this.pick("camera", this.cameras.value));
    this.microphones.addEventListener("change", () => this.pick("microphone", this.microphones.value));
    for (const pill of this.pills) pill.addEventListener("change", () => this.present(pill.value));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.on && this.list());
  }

  /* From a click. True when there is a picture or a sound; what is missing has been said. */
  async switchOn() {
    if (this.on) return true;
    if (!navigator.mediaDevices) {
      this.alarm("camera", this.words.noDevices);
      return false;
    }
    this.mixer.start();
    this.lastHeard = performance.now();
    const wanted = this.remembered();
    const camera = await this.use("camera", () => this.mixer.useCamera(wanted.camera));
    const microphone = await this.use("microphone", () => this.mixer.useMicrophone(wanted.microphone));
    this.on = true;
    await this.list();
    this.changed("devices");
    return camera || microphone;
  }

  /* A device chosen yesterday may be unplugged today: then whichever is there. */
  async use(kind, take) {
    try {
      await take();
      this.alarm(kind, "");
      return true;
    } catch (error) {
      if (error.name === "OverconstrainedError") {
        this.forget(kind);
        return this.use(kind, () => (kind === "camera" ? this.mixer.useCamera() : this.mixer.useMicrophone()));
      }
      this.alarm(kind, this.words[error.name === "NotAllowedError" ? `${kind}Denied` : `${kind}Missing`]);
      return false;
    }
  }

  async pick(kind, id) {
    this.remember(kind, id);
    await this.use(kind, () => (kind === "camera" ? this.mixer.useCamera(id) : this.mixer.useMicrophone(id)));
    this.changed(kind);
  }

  async present(show) {
    if (show !== "camera" && !this.mixer.tracks.screen) {
      try {
        await this.mixer.useScreen();
      } catch {
        this.tick(this.mixer.show); // the person has closed the browser's window: as before
        return;
      }
    }
    if (show === "camera") this.mixer.stopScreen();
    this.mixer.present(show);
    this.tick(show);
    this.alarm("screen", "");
    this.changed("show");
  }

  tick(show) {
    for (const pill of this.pills) pill.checked = pill.value === show;
  }

  /* A source has gone by itself. The lesson goes on. */
  gone(what) {
    if (what === "screen") {
      this.mixer.present("camera");
      this.tick("camera");
    }
    this.alarm(what, this.words[`${what}Gone`]);
    this.list();
    this.changed(what);
  }

  async list() {
    const found = await devices();
    this.fillIn(this.cameras, found.cameras, this.mixer.tracks.camera);
    this.fillIn(this.microphones, found.microphones, this.mixer.tracks.microphone);
  }

  fillIn(select, found, track) {
    const chosen = track?.getSettings().deviceId;
    const options = found.map((one, index) => new Option(one.name || `${index + 1}`, one.id, false, one.id === chosen));
    if (!track) options.unshift(new Option(this.words.none, "", true, true));
    select.replaceChildren(...options);
    select.disabled = found.length === 0;
  }

  level(value) {
    this.meter.value = value;
    if (!this.on) return;
    const now = performance.now();
    if (value >= HEARD) this.lastHeard = now;
    const quiet = (now - this.lastHeard) / 1000;
    const state = !this.mixer.tracks.microphone ? "none" : quiet < QUIET_HINT_S ? "heard" : "speak";
    if (state !== this.hint.dataset.state) {
      this.hint.dataset.state = state;
      this.hint.textContent = { none: this.words.noMicrophone, heard: this.words.heard, speak: this.words.speakNow }[state];
    }
    if (this.mixer.tracks.microphone) this.alarm("quiet", quiet > QUIET_ALARM_S ? this.words.quiet : "");
  }

  remembered() {
    const read = (kind) => localStorage.getItem(`newleaf-${kind}`) ?? "";
    return Object.fromEntries(["camera", "microphone"].map((kind) => [kind, read(kind)]));
  }

  remember(kind, id) {
    localStorage.setItem(`newleaf-${kind}`, id);
  }

  forget(kind) {
    localStorage.removeItem(`newleaf-${kind}`);
  }
}

