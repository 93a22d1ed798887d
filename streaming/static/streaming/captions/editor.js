/* The caption editor: a film, its sound as a wave, and a list of cues that saves itself. Every tool has a key. */
import * as edits from "./edits.js";
import { History } from "./history.js";
import { Rows } from "./rows.js";
import { Saving } from "./saving.js";
import { Timeline } from "./timeline.js";

const page = document.getElementById("captions");
const given = JSON.parse(document.getElementById("captions-data").textContent);
const { words } = given;
const find = (selector) => page.querySelector(selector);
const player = find("video, audio");
const status = find(".captions-status");
const tell = (sentence) => {
  find(".captions-told").textContent = sentence;
};

const saving = new Saving({
  url: given.save_url,
  token: document.querySelector("[name=csrfmiddlewaretoken]").value,
  revision: given.revision,
  current: () => history.cues,
  say: showSaving,
});
const withIds = (cues) => cues.map((cue) => ({ id: edits.newId(), ...cue }));
const history = new History(withIds(given.cues));
const keptHere = saving.kept();
let selected = history.cues[0]?.id ?? "";
let playUntil = null;
// A hit of the search opens the film at its second.
const begin = Number.parseFloat(new URLSearchParams(location.search).get("t") ?? "");

const rows = new Rows(find(".cue-list"), { words, act });
const timeline = new Timeline(find("canvas"), {
  player,
  cues: () => history.cues,
  selected: () => selected,
  onSeek: (seconds) => {
    player.currentTime = seconds;
    const at = playingAt();
    if (at >= 0) select(history.cues[at].id);
  },
});

function showSaving(state, sentence = "") {
  status.textContent = sentence || words[state];
  status.dataset.state = state;
  find(".captions-conflict").hidden = state !== "conflict";
}

const index = (id) => history.cues.findIndex((cue) => cue.id === id);

function show() {
  rows.show(history.cues, { find: find("#find").value });
  find("[data-tool=undo]").disabled = !history.canUndo;
  find("[data-tool=redo]").disabled = !history.canRedo;
  find(".captions-count").textContent = words.count.replace("{number}", history.cues.length);
  find(".captions-empty").hidden = history.cues.length > 0;
  timeline.draw();
}

function change(cues, kind) {
  if (!cues || cues === history.cues) return false;
  history.change(cues, kind);
  show();
  saving.changed();
  return true;
}

function select(id, caret) {
  selected = id;
  rows.focus(id, caret);
  timeline.draw();
}

function act(name, id, detail) {
  const at = index(id);
  if (at < 0) return;
  if (name === "focus") {
    selected = id;
    timeline.draw();
  } else if (name === "text") {
    change(edits.withText(history.cues, at, detail), `text:${id}`);
  } else if (name === "times") {
    const [start, end] = detail;
    if (start === null || end === null) tell(words.no_time);
    else change(edits.withTimes(history.cues, at, start, end), "times");
    rows.showTimes(id);
  } else if (name === "play") {
    play(at);
  }
}

/** From the start of a cue on; pressed again while it plays: stops. */
function play(at) {
  if (!player.paused && playUntil === at) return player.pause();
  player.currentTime = history.cues[at]?.start ?? 0;
  playUntil = at;
  player.play();
}

function playingAt() {
  const now = player.currentTime;
  return history.cues.findIndex((cue) => cue.start <= now && now < cue.end);
}

const tools = {
  undo: () => history.undo() && (show(), saving.changed(), rows.focus(selected)),
  redo: () => history.redo() && (show(), saving.changed(), rows.focus(selected)),
  play: () => (history.cues.length ? play(Math.max(0, index(selected))) : player.paused ? player.play() : player.pause()),
  split: () => {
    const at = index(selected);
    if (at < 0) return;
    const done = edits.split(history.cues, at, rows.caret(selected), player.currentTime);
    if (!change(done, "split")) return tell(words.no_split);
    select(history.cues[at + 1].id, 0);
  },
  merge: () => {
    const at = index(selected);
    if (at < 0 || !change(edits.merge(history.cues, at), "merge")) return tell(words.no_merge);
    select(history.cues[at].id);
  },
  remove: () => {
    const at = index(selected);
    if (at < 0) return;
    change(edits.remove(history.cues, at), "remove");
    tell(words.removed);
    const near = history.cues[Math.min(at, history.cues.length - 1)];
    if (near) select(near.id);
  },
  insert: () => {
    const made = edits.insert(history.cues, player.currentTime);
    if (!made) return tell(words.no_room);
    change(made.cues, "insert");
    select(made.id);
  },
  next: () => step(1),
  previous: () => step(-1),
  find: () => {
    find(".captions-find").open = true;
    find("#find").select();
  },
  replace: () => {
    const text = find("#find").value;
    if (!text) return;
    const { cues, count } = edits.replaceAll(history.cues, text, find("#replace").value);
    if (count) change(cues, "replace");
    tell(words.replaced.replace("{number}", count));
  },
  version: async () => {
    if (await saving.now()) find(".captions-keep").submit();
    else tell(words.waiting);
  },
};

function step(by) {
  const to = history.cues[index(selected) + by];
  if (to) select(to.id);
}

/** To the next caption with the word, round and round; the cursor stays in the field, so that Enter goes on. */
function nextHit() {
  const text = find("#find").value;
  if (!text) return;
  const { cues } = history;
  const order = [...cues.keys()].map((step) => (index(selected) + 1 + step) % cues.length);
  const at = order.find((one) => edits.matches(cues[one], text));
  if (at === undefined) return tell(words.not_found);
  selected = cues[at].id;
  rows.reveal(selected);
  player.currentTime = cues[at].start;
  timeline.draw();
}

const keys = {
  "ctrl+z": "undo", "ctrl+y": "redo", "ctrl+shift+z": "redo", "ctrl+f": "find", "ctrl+h": "find",
  "ctrl+enter": "split", "alt+m": "merge", "alt+p": "play", "alt+n": "insert", "alt+delete": "remove",
  "alt+arrowdown": "next", "alt+arrowup": "previous", "ctrl+s": "version",
};

document.addEventListener("keydown", (event) => {
  const parts = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : "", event.shiftKey ? "shift" : "", event.key.toLowerCase()];
  const tool = keys[parts.filter(Boolean).join("+")];
  if (!tool || event.isComposing) return;
  event.preventDefault();
  tools[tool]();
});
for (const button of page.querySelectorAll("[data-tool]")) button.addEventListener("click", () => tools[button.dataset.tool]());
find("#find").addEventListener("input", show);
const onEnter = (field, act) =>
  find(field).addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
    event.preventDefault();
    act();
  });
onEnter("#find", () => nextHit());
onEnter("#replace", () => tools.replace());
player.addEventListener("timeupdate", () => rows.mark(history.cues[playingAt()]?.id ?? ""));
player.addEventListener("seeked", () => timeline.draw());
for (const form of page.querySelectorAll("form[data-saves-first]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await saving.now()) form.submit();
    else tell(words.waiting);
  });
}
find(".captions-conflict form")?.addEventListener("submit", (event) => {
  event.target.elements.cues.value = JSON.stringify(history.cues.map(({ start, end, text }) => ({ start, end, text })));
});

if (keptHere) {
  change(withIds(keptHere), "kept");
  tell(words.kept_here);
}
show();
showSaving(keptHere ? "saving" : "saved");
if (given.wave_url) timeline.load(given.wave_url);
if (begin >= 0) {
  player.currentTime = begin;
  const cue = history.cues.find(({ start, end }) => start <= begin && begin < end);
  if (cue) select(cue.id);
}
