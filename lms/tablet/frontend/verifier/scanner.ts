/** Finding QR codes in pictures and in what the camera sees, with zxing-cpp compiled to WebAssembly and carried in this page. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import packed from "virtual:scanner";

import { inflate } from "./inflate";

const OPTIONS: ReaderOptions = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 8,
};
const SIDES = [1600, 3200, 800]; // pixels of the longer side, one try after the other
const MOST_PIXELS = 100_000_000;

let prepared: Promise<void> | null = null;

/** Throws when the browser cannot run WebAssembly. */
function prepare(): Promise<void> {
  prepared ??= unpack();
  return prepared;
}

async function unpack(): Promise<void> {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const wasm = await inflate(bytes, "gzip", 10_000_000);
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } });
}

/** The texts of the QR codes in a picture, each once; none when there are none. Throws when it is no picture. */
export async function codesInPicture(file: Blob): Promise<string[]> {
  const picture = await createImageBitmap(file);
  try {
    if (picture.width * picture.height > MOST_PIXELS) throw new Error("too many pixels");
    const longer = Math.max(picture.width, picture.height);
    for (const side of SIDES) {
      const found = await codesIn(drawn(picture, Math.min(1, side / longer)));
      if (found.length) return found;
      if (side > longer && side === SIDES[0]) break;
    }
    return [];
  } finally {
    picture.close();
  }
}

async function codesIn(picture: ImageData): Promise<string[]> {
  await prepare();
  const found = await readBarcodes(picture, OPTIONS);
  return [...new Set(found.filter((one) => one.isValid).map((one) => one.text))];
}

function drawn(source: ImageBitmap | HTMLVideoElement, scale: number): ImageData {
  const [width, height] =
    source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  pen.fillStyle = "#fff"; // a code on a clear ground is black on black otherwise
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** The camera until a code is seen or `stop` is called. */
export class Camera {
  private stream: MediaStream | null = null;
  private running = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly seen: (text: string) => void,
  ) {}

  /** Throws the browser's DOMException when there is no camera or it may not be used. */
  async start(): Promise<void> {
    if (!navigator.mediaDevices) throw new DOMException("no camera here", "NotFoundError");
    this.running = true;
    const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    if (!this.running) return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    void this.look();
  }

  stop(): void {
    this.running = false;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  private async look(): Promise<void> {
    while (this.running) {
      if (this.video.videoWidth) {
        const [text] = await codesIn(drawn(this.video, 1));
        if (!this.running) return;
        if (text !== undefined) {
          this.stop();
          this.seen(text);
          return;
        }
      }
      await new Promise((done) => requestAnimationFrame(done));
    }
  }
}
