/* The locked app: who opens it with a PIN, and what can be taken along while there is a line. */

import { openDesk } from "./desk.js";
import { day, el, say, t } from "./dom.js";
import { ask, pinField, topBar } from "./frame.js";
import * as sending from "./sending.js";
import * as store from "./store.js";
import { bytesOf, newOfficer, unlock } from "./vault.js";

const FREE_TRIES = 5;
const PAUSE_MS = 30_000;

export function doorScreen(app) {
  const opening = el("section", { "aria-labelledby": "open-heading" });
  store.all("officers").then((officers) => opening.replaceChildren(...openingParts(app, officers)));
  const main = el("main", { class: "door" }, el("h1", {}, t("title")), opening, takingSection(app));
  return { parts: [topBar(app), main] };
}

function openingParts(app, officers) {
  if (!officers.length) return [el("h2", { id: "open-heading" }, t("nothing_here")), el("p", {}, t("nothing_here_more"))];
  const wrong = el("p", { class: "wrong", role: "alert" });
  const choices = officers.map((one, place) => el("label", { class: "card" }, el("input", { type: "radio", name: "officer", value: String(one.id), checked: place === 0, required: true }), one.name));
  const form = el("form", {}, el("fieldset", {}, el("legend", {}, t("who")), ...choices), pinField("pin", t("pin")), wrong, el("button", { class: "main" }, t("open")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = new FormData(form);
    const officer = officers.find((one) => String(one.id) === said.get("officer"));
    wrong.textContent = t("opening");
    const answer = await guarded(officer, () => openDesk(officer, said.get("pin")));
    if (answer.desk) app.unlocked(answer.desk);
    else wrong.textContent = answer.sentence;
  });
  return [el("h2", { id: "open-heading" }, t("open_heading")), form];
}

/* After some wrong PINs each further one waits: {desk} or {sentence}. Written first, so that a reload does not help. */
export async function guarded(officer, open) {
  const row = await store.one("officers", officer.id);
  const wait = (row.locked_until ?? 0) - Date.now();
  if (wait > 0 && wait <= PAUSE_MS) return { sentence: t("wait", { n: Math.ceil(wait / 1000) }) };
  const tries = (row.tries ?? 0) + 1;
  await store.write([["officers", { ...row, tries, locked_until: tries >= FREE_TRIES ? Date.now() + PAUSE_MS : 0 }]]);
  const desk = await open();
  if (!desk) return { sentence: t("wrong_pin") };
  await store.write([["officers", { ...row, tries: 0, locked_until: 0 }]]);
  return { desk };
}

export function takingSection(app) {
  const section = el("section", { "aria-labelledby": "take-heading" }, el("h2", { id: "take-heading" }, t("take_heading")));
  if (app.line === "signed_out") section.append(el("p", {}, t("signed_out")), el("p", {}, el("a", { class: "button main", href: document.body.dataset.signIn }, t("sign_in"))));
  else if (app.line !== "here" || !app.session) section.append(el("p", {}, t(app.line === "unknown" ? "looking" : "no_line")));
  else {
    const { officer, sittings } = app.session;
    section.append(el("p", {}, t("signed_in_as", { name: officer.name })));
    if (!sittings.length) section.append(el("p", {}, t("no_sittings")));
    section.append(
      el("ul", { class: "list" }, sittings.map((one) =>
        el("li", { class: "card" },
          el("div", { class: "grow" }, el("strong", {}, one.title), el("div", { class: "soft" }, `${one.room} · ${day(one.planned_start)} · ${t("candidates", { n: one.seats })}`)),
          el("button", { type: "button", onclick: () => takeAlong(app, officer, one) }, t("take")))))); // prettier-ignore
  }
  section.append(el("p", {}, el("a", { href: document.body.dataset.staff }, t("to_desktop"))));
  return section;
}

async function takeAlong(app, officer, sitting) {
  const known = await store.one("officers", officer.id);
  const fresh = el("div", { hidden: Boolean(known) }, el("p", {}, t("new_pin_more")), pinField("first", t("new_pin"), { fresh: true }), pinField("again", t("new_pin_again"), { fresh: true }), el("label", { class: "field" }, t("tablet_name"), el("input", { name: "label", maxlength: 60, placeholder: t("tablet_name_example") })));
  const old = known ? el("div", {}, pinField("pin", t("pin"))) : null;
  const forgot = el("input", { type: "checkbox", name: "forgot" });
  const sync = () => {
    const anew = !known || forgot.checked;
    fresh.hidden = !anew;
    for (const field of fresh.querySelectorAll("input[type=password]")) field.disabled = !anew;
    if (old) {
      old.hidden = anew;
      old.querySelector("input").disabled = anew;
    }
  };
  forgot.addEventListener("change", sync);
  sync();
  const parts = [el("p", {}, sitting.title), old, known ? el("label", { class: "tick" }, forgot, t("forgot_pin")) : null, fresh].filter(Boolean);
  let row, pin;
  const done = await ask(t("take_heading"), parts, {
    action: t("take"),
    submit: async (said) => {
      if (!known || forgot.checked) {
        pin = said.get("first");
        if (pin !== said.get("again")) return t("pins_differ");
        row = await newOfficer(officer, pin);
        await sending.register(row, said.get("label") ?? "");
      } else {
        pin = said.get("pin");
        const answer = await guarded(known, () => unlock(known, pin));
        if (!answer.desk) return answer.sentence;
        row = { ...known, name: officer.name, tries: 0, locked_until: 0 };
      }
      const ids = new Set([sitting.id, ...(forgot.checked ? Object.keys(known.sittings) : [])]);
      const found = [];
      for (const id of ids) found.push(await sending.take(id));
      const opened = await unlock(row, pin);
      for (const one of found) row.sittings[one.sitting.id] = { ...(await opened.wrap(bytesOf(one.key))), blocked: one.blocked };
      await store.write([["officers", row]]);
      const desk = await openDesk(row, pin);
      for (const one of found) await desk.keepPackage(one);
      app.desk = desk;
      return "";
    },
  });
  if (!done) return;
  await navigator.storage?.persist?.();
  await navigator.serviceWorker?.ready;
  app.unlocked(app.desk);
  say(t("taken"));
}
