/* Worker: draws camera, screen or both into frames of one fixed size. A worker's clock runs on in a hidden tab, where a page's
   would drop to one frame a second; and a camera that changes its size never reaches the encoder. */

const FRAME_MS = 40;
const INSET = 0.24; // share of the width that the camera takes in front of the screen

const canvas = new OffscreenCanvas(16, 9); // its size comes from the page
const pen = canvas.getContext("2d", { alpha: false, desynchronized: true });
const latest = { camera: null, screen: null };
const readers = { camera: null, screen: null };
let show = "camera";
let writer = null;
let busy = false;
let last = 0;

self.onmessage = ({ data }) => {
  if (data.writable) writer = data.writable.getWriter();
  if (data.show) show = data.show;
  if (data.height) Object.assign(canvas, { width: Math.round((data.height * 16) / 9), height: data.height });
  if (data.source) follow(data.source, data.readable);
  if (data.close) close();
};

async function follow(name, readable) {
  readers[name]?.cancel().catch(() => {});
  latest[name]?.close();
  latest[name] = null;
  const reader = (readers[name] = readable?.getReader() ?? null);
  while (reader && readers[name] === reader) {
    const { done, value } = await reader.read().catch(() => ({ done: true }));
    if (done) break;
    if (readers[name] !== reader) {
      value.close();
      break;
    }
    latest[name]?.close();
    latest[name] = value;
  }
  if (readers[name] === reader) {
    latest[name]?.close(); // the device has gone: no frozen face
    latest[name] = null;
  }
}

/* The whole frame inside the box, the rest black. */
function fit(frame, x, y, width, height) {
  const scale = Math.min(width / frame.displayWidth, height / frame.displayHeight);
  const w = frame.displayWidth * scale;
  const h = frame.displayHeight * scale;
  pen.drawImage(frame, x + (width - w) / 2, y + (height - h) / 2, w, h);
}

function draw() {
  const { width: across, height: down } = canvas;
  pen.fillStyle = "#111";
  pen.fillRect(0, 0, across, down);
  const alone = show === "both" && !latest.screen;
  const whole = show === "camera" || alone ? latest.camera : latest.screen;
  if (whole) fit(whole, 0, 0, across, down);
  if (show === "both" && !alone && latest.camera) {
    const width = Math.round(across * INSET);
    const height = Math.round((width * latest.camera.displayHeight) / latest.camera.displayWidth);
    const x = across - width - 20;
    const y = down - height - 20;
    pen.fillRect(x - 4, y - 4, width + 8, height + 8);
    fit(latest.camera, x, y, width, height);
  }
}

const clock = setInterval(async () => {
  if (!writer || busy) return; // an encoder that cannot follow gets fewer frames, never a queue
  busy = true;
  try {
    draw();
    const at = Math.max(last + 1, Math.round(performance.now() * 1000));
    last = at;
    await writer.write(new VideoFrame(canvas, { timestamp: at }));
  } catch {
    writer = null;
    self.postMessage({ failed: true });
  } finally {
    busy = false;
  }
}, FRAME_MS);

function close() {
  clearInterval(clock);
  for (const name of ["camera", "screen"]) follow(name, null);
  writer?.close().catch(() => {});
}
