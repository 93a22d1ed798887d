/* The studio page: wires the parts together. What it needs stands in the page as JSON (#studio-config). */

import { Board } from "./board.js";
import { Check } from "./check.js";
import { staff } from "./ingest.js";
import { Live, hold, whenFree } from "./live.js";
import { Mixer } from "./mixer.js";
import { wireNotes, wireUpload } from "./papers.js";
import { Pending } from "./pending.js";

const ASK_MS = 3_000;
const config = JSON.parse(document.getElementById("studio-config").textContent);
const { words, urls, csrf } = config;
const root = document.querySelector("[data-studio]");
const at = (name) => root.querySelector(`[data-${name}]`);
const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replaceAll(`{${name}}`, value), text);

const board = new Board(root, words);
const camera = Boolean(at("preview")); // no stage: an encoder's lesson, or somebody who only looks
const mixer = new Mixer({ lost: (what) => check.gone(what), level: (value) => check.level(value), height: config.height });
const check = camera ? new Check(root, mixer, words, { changed, alarm: (kind, text) => board.alarm(kind, text) }) : { on: false };
const buttons = { on: at("switch-on"), live: at("go-live"), end: at("end"), take: at("take-over") };
let live = null;
let lastPhase = "";
let server = { state: config.state, mine: false, holder: "" };
let letGo = null;
let postponed = false;

function changed(what) {
  const preview = at("preview");
  const stream = mixer.recorded();
  preview.srcObject = new MediaStream(stream.getVideoTracks());
  root.classList.toggle("is-on", check.on);
  buttons.on.hidden = check.on;
  // Without the fixed picture the recorder must begin anew when its source changes.
  if (live && !Mixer.composes() && ["camera", "show", "screen"].includes(what)) live.restart();
}

function told({ phase, waiting, refused, diskFull, standstill, recorderFailed, sentence }) {
  board.alarm("disk", diskFull ? words.diskFull : "");
  if (standstill) board.alarm("recorder", words.standstill);
  if (recorderFailed) board.alarm("recorder", fill(words.recorderFailed, { reason: recorderFailed }));
  if (phase === "live" && lastPhase !== "live") {
    board.alarm("recorder", "");
    ask();
  }
  lastPhase = phase;
  const more = sentence || "";
  if (phase === "starting") board.show("starting", words.starting);
  if (phase === "live") board.show("live", words.live, waiting > 3 ? fill(words.catchingUp, { n: waiting }) : "");
  if (phase === "interrupted") board.show("interrupted", fill(words.interrupted, { n: waiting }), more);
  if (phase === "ending") board.show("ending", words.ending, waiting ? fill(words.keepOpen, { n: waiting }) : "");
  if (phase === "refused") board.show("refused", words.refused, refused?.sentence || fill(words.safeHere, { n: waiting }));
  if (phase === "ended") over();
  showButtons();
}

function over() {
  board.stopClock();
  board.show("ended", words.ended);
  mixer.close();
  removeEventListener("beforeunload", warn);
  if (urls.after) location.assign(urls.after);
}

function showButtons() {
  const here = ["starting", "live", "interrupted", "ending"].includes(live?.phase);
  const running = ["live", "interrupted"].includes(server.state);
  const elsewhere = camera && !here && running && !server.mine && Boolean(server.holder);
  const closed = ["ended", "cancelled"].includes(server.state);
  buttons.live.hidden = !camera || here || elsewhere || closed || !letGo;
  buttons.live.textContent = running ? words.goOn : words.goLive;
  buttons.end.hidden = !(here || (running && (server.mine || !camera))) || live?.phase === "ending";
  if (buttons.take) buttons.take.hidden = !elsewhere || !letGo;
}

async function goLive() {
  buttons.live.disabled = true;
  try {
    if (!(await check.switchOn())) return;
    addEventListener("beforeunload", warn);
    live = new Live(config, mixer, told);
    board.runFrom(server.elapsed ?? 0);
    await live.start();
    buttons.end.focus();
  } catch (error) {
    live = null;
    board.alarm("recorder", fill(words.recorderFailed, { reason: error.message ?? error }));
  } finally {
    buttons.live.disabled = false;
    showButtons();
  }
}

function warn(event) {
  event.preventDefault();
}

async function end() {
  const dialog = at("end-dialog");
  dialog.showModal();
  const answer = await new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
  dialog.returnValue = "";
  if (answer !== "end") return;
  if (live && live.phase !== "refused") return void (await live.end());
  await staff(urls.end, { method: "POST", csrf }).then(over, sorry);
}

const sorry = (error) => board.alarm("server", error.sentence || (error.status === 401 ? words.signedOut : words.lineDown));

async function takeOver() {
  if (!confirm(fill(words.takeOverSure, { holder: server.holder }))) return;
  try {
    await staff(urls.takeOver, { method: "POST", csrf });
    await ask();
    await goLive();
  } catch (error) {
    sorry(error);
  }
}

/* What the server knows: who is sending, since when, how old the newest segment is. */
async function ask() {
  try {
    server = await staff(urls.state);
    board.alarm("server", "");
  } catch (error) {
    if (error.status === 401) board.alarm("server", words.signedOut);
    return;
  }
  if (live?.phase === "live" && server.elapsed !== null) board.runFrom(server.elapsed);
  for (const [kind, text] of Object.entries(server.warnings ?? {})) board.alarm(`server-${kind}`, text);
  if (!live || live.phase === "refused") rest();
  if (server.due && !live && check.on && !postponed) startByItself();
  showButtons();
}

/* The state while nothing is being sent from here. */
function rest() {
  if (!letGo) return board.show("elsewhere", words.otherTab);
  if (live?.phase === "refused") return;
  const running = ["live", "interrupted"].includes(server.state);
  if (running && !camera) {
    board.runFrom(server.elapsed);
    return server.state === "live" ? board.show("live", words.live, server.holder) : board.show("interrupted", words.nothingArrives);
  }
  if (running && !server.mine) {
    if (server.elapsed !== null) board.runFrom(server.elapsed);
    return board.show("elsewhere", fill(words.otherTeacher, { holder: server.holder }));
  }
  if (running) {
    if (server.elapsed !== null) board.runFrom(server.elapsed);
    return server.state === "live" ? board.show("elsewhere", words.otherComputer) : board.show("interrupted", words.goOnHere);
  }
  board.stopClock();
  if (server.state === "ended") return board.show("ended", words.ended);
  if (server.state === "cancelled") return board.show("ended", words.cancelled);
  board.show("idle", words.notLive, config.source === "encoder" ? words.waitsForEncoder : "");
}

/* The timetable says so and the camera is on: the lesson starts by itself, unless somebody says "not yet". */
function startByItself() {
  const dialog = at("due-dialog");
  if (dialog.open) return;
  let left = 10;
  const count = dialog.querySelector("[data-count]");
  count.textContent = left;
  const timer = setInterval(() => {
    count.textContent = left -= 1;
    if (left <= 0) dialog.close("start");
  }, 1000);
  dialog.addEventListener(
    "close",
    () => {
      clearInterval(timer);
      if (dialog.returnValue === "start") goLive();
      else postponed = true;
    },
    { once: true },
  );
  dialog.showModal();
}

async function begin() {
  buttons.on?.addEventListener("click", () => check.switchOn());
  buttons.live.addEventListener("click", goLive);
  buttons.end.addEventListener("click", end);
  buttons.take?.addEventListener("click", takeOver);
  wireNotes(document.querySelector("[data-notes]"), { url: urls.notes, csrf, words });
  wireUpload(document.querySelector("[data-upload]"), { config });
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
  letGo = camera ? await hold(config.broadcast) : () => {};
  await ask();
  rest();
  showButtons();
  setInterval(ask, ASK_MS);
  const pending = new Pending(at("pending"), {
    words: words.pending,
    owner: config.owner,
    csrf,
    urlsOf: (broadcast) => (broadcast === config.broadcast ? urls : byPattern(broadcast)),
    held: camera && letGo ? config.broadcast : null,
  });
  pending.start();
  if (!letGo) {
    await whenFree(config.broadcast);
    location.reload(); // the other tab has closed: this one may now
  }
}

/* Into the clipboard; where the browser forbids it, marked for Ctrl+C. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value).then(
    () => (button.textContent = words.copied),
    () => field.focus(),
  );
}

const byPattern = (broadcast) => ({
  token: config.patterns.token.replace(config.patterns.key, broadcast),
  end: config.patterns.end.replace(config.patterns.key, broadcast),
});

begin();
