/* One task of one candidate: the levels as big buttons, the timer, notes, photos. Each change is written at once. */

import { shrink } from "./camera.js";
import { clock, el, say, t } from "./dom.js";
import { topBar } from "./frame.js";

const MOST_PHOTOS = 20;
const MOST_CHARACTERS = 4000;

export function taskScreen(app, task) {
  const { desk } = app;
  if (desk.blocked(task) || desk.draft(task).signed) {
    location.replace(desk.blocked(task) ? "#" : `#summary/${task.id}`);
    return { parts: [topBar(app)] };
  }
  const item = desk.itemOf(task);
  const draft = structuredClone(desk.draft(task));
  const keep = () => {
    draft.began_at ||= new Date().toISOString();
    draft.ended_at = new Date().toISOString();
    return desk.keepDraft(task, structuredClone(draft)).catch(() => say(t("not_kept"), { bad: true }));
  };
  const [timer, stop] = timerPart(desk, item, draft, keep);
  const open = el("p", { class: "soft", role: "status" });
  const tell = () => {
    const missing = item.rubric.length - Object.keys(draft.levels).length;
    open.textContent = missing ? t("levels_open", { n: missing }) : t("levels_done");
  };
  tell();
  const main = el("main", { class: "task" },
    el("h1", {}, `${task.number} · ${task.name}`),
    el("div", { class: "columns" },
      el("div", { class: "side" }, timer, promptPart(item), photosPart(app, task, draft, keep), notePart(draft, keep)),
      el("div", {}, ...item.rubric.map((criterion) => criterionPart(criterion, draft, () => (tell(), keep()))))),
    el("footer", { class: "bottom" }, open, el("span", { class: "grow" }), el("a", { class: "button main", href: `#summary/${task.id}` }, t("to_summary")))); // prettier-ignore
  return { parts: [topBar(app, { back: { href: "#", label: t("candidates_heading") } }), main], leave: stop };
}

function timerPart(desk, item, draft, keep) {
  const shown = el("span", { class: "clock", role: "timer" });
  const button = el("button", { type: "button" });
  const over = el("span", { class: "wrong", role: "status" });
  const draw = () => {
    const seconds = desk.secondsOf(draft);
    shown.textContent = clock(seconds) + (item.minutes ? ` / ${clock(item.minutes * 60)}` : "");
    button.textContent = t(draft.running_since ? "stop" : draft.seconds ? "go_on" : "start");
    const late = item.minutes && seconds > item.minutes * 60;
    if (Boolean(over.textContent) !== Boolean(late)) over.textContent = late ? t("time_over") : "";
  };
  button.addEventListener("click", () => {
    draft.seconds = desk.secondsOf(draft);
    draft.running_since = draft.running_since ? 0 : Date.now();
    draw();
    keep();
  });
  draw();
  const ticking = setInterval(draw, 500);
  return [el("section", { class: "card timer", "aria-label": t("timer") }, shown, button, over), () => clearInterval(ticking)];
}

function promptPart(item) {
  const prompt = el("div", { class: "prompt" });
  prompt.innerHTML = item.prompt_html; // cleaned by the server; this page runs no script but its own
  return el("section", { class: "card" }, prompt,
    item.pictures.map((one) => el("img", { src: one.address, alt: one.alt })),
    item.materials ? el("p", { class: "soft lines" }, item.materials) : null); // prettier-ignore
}

function notePart(draft, keep) {
  const field = el("textarea", { rows: 4, maxlength: MOST_CHARACTERS });
  field.value = draft.note;
  field.addEventListener("input", () => {
    draft.note = field.value;
    keep();
  });
  return el("label", { class: "field card" }, t("note"), field);
}

function photosPart(app, task, draft, keep) {
  const { desk } = app;
  const list = el("ul", { class: "photos" });
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", class: "hidden", id: "camera" });
  const label = el("label", { class: "button", for: "camera" }, t("take_photo"));
  const draw = async () => list.replaceChildren(...(await Promise.all(draft.photos.map((id, place) => photoPart(desk, id, place, () => drop(id))))));
  const drop = async (id) => {
    draft.photos = draft.photos.filter((one) => one !== id);
    await keep();
    await desk.dropPhoto(id);
    await draw();
    input.focus();
  };
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (draft.photos.length >= MOST_PHOTOS) return say(t("too_many_photos", { n: MOST_PHOTOS }), { bad: true });
    let bytes;
    try {
      bytes = await shrink(file);
    } catch {
      return say(t("no_photo"), { bad: true });
    }
    try {
      const id = await desk.addPhoto(task, bytes);
      if (!draft.photos.includes(id)) draft.photos.push(id);
    } catch {
      return say(t("not_kept"), { bad: true });
    }
    await keep();
    await draw();
    say(t("photo_kept"));
  });
  draw();
  return el("section", { class: "card", "aria-labelledby": "photos-heading" }, el("h2", { id: "photos-heading" }, t("photos")), list, el("div", { class: "camera" }, input, label));
}

export async function photoPart(desk, id, place, drop) {
  const bytes = await desk.photo(id);
  const alt = t("photo_n", { n: place + 1 });
  let picture = el("span", { class: "soft" }, t("photo_elsewhere"));
  if (bytes) {
    picture = el("img", { alt, src: URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) });
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  }
  return el("li", {}, picture, drop ? el("button", { type: "button", "aria-label": t("remove_photo", { n: place + 1 }), onclick: drop }, "×") : null);
}

function criterionPart(criterion, draft, changed) {
  const levels = criterion.levels.map((level, place) => {
    const input = el("input", { type: "radio", name: criterion.id, value: String(place), checked: draft.levels[criterion.id] === place });
    input.addEventListener("change", () => {
      draft.levels[criterion.id] = place;
      changed();
    });
    return el("label", { class: "level" }, input, el("strong", {}, String(level.points)), el("span", {}, level.description));
  });
  return el("fieldset", { class: "card levels" }, el("legend", {}, criterion.title), ...levels);
}
