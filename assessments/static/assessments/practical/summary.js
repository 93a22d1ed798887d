/* What will be signed, word for word, and the two signatures. */

import { clock, el, say, t } from "./dom.js";
import { guarded } from "./door.js";
import { ask, pinField, topBar } from "./frame.js";
import * as store from "./store.js";
import { photoPart } from "./task.js";
import { unlock } from "./vault.js";

export function summaryScreen(app, task) {
  const { desk } = app;
  const draft = desk.draft(task);
  const signed = desk.work.has(task.id) && !draft.signed ? null : desk.signedOf(task);
  const said = signed ? signed.record.said.content : draft;
  const item = desk.itemOf(task);
  const missing = item.rubric.filter(({ id }) => said.levels[id] === undefined);
  const photos = el("ul", { class: "photos" });
  Promise.all(said.photos.map((id, place) => photoPart(desk, id, place))).then((parts) => photos.replaceChildren(...parts));
  const main = el("main", {},
    el("h1", {}, `${task.number} · ${task.name}`),
    el("table", { class: "card" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("criterion")), el("th", { scope: "col" }, t("level")), el("th", { scope: "col" }, t("points")))),
      el("tbody", {}, item.rubric.map((criterion) => row(criterion, said.levels[criterion.id])))),
    el("p", {}, t("time_used", { time: clock(signed ? said.seconds : desk.secondsOf(draft)) })),
    said.note ? el("p", { class: "card lines" }, said.note) : null,
    said.photos.length ? photos : el("p", { class: "soft" }, t("no_photos")),
    signaturesPart(app, task, signed, missing)); // prettier-ignore
  const back = signed ? { href: "#", label: t("candidates_heading") } : { href: `#task/${task.id}`, label: t("back_to_task") };
  const listen = () => {
    if (app.desk === desk && signed && desk.signedOf(task).state !== signed.state && !document.querySelector("dialog")) app.show();
  };
  addEventListener("progress", listen);
  return { parts: [topBar(app, { back }), main], leave: () => removeEventListener("progress", listen) };
}

function row(criterion, place) {
  const level = criterion.levels[place];
  return el("tr", {}, el("th", { scope: "row" }, criterion.title), el("td", {}, level ? level.description : t("still_open")), el("td", {}, level ? String(level.points) : "–"));
}

function signaturesPart(app, task, signed, missing) {
  const { desk } = app;
  const part = el("section", { class: "card", "aria-labelledby": "sign-heading" }, el("h2", { id: "sign-heading" }, t("signatures")));
  if (desk.blocked(task)) part.append(el("p", {}, t("own_ward")));
  else if (missing.length) part.append(el("p", { class: "wrong" }, t("sign_after", { names: missing.map(({ title }) => title).join(t("comma")) })));
  else if (!signed) part.append(el("p", {}, t("sign_first_more")), el("button", { type: "button", class: "main", onclick: () => signFirst(app, task) }, t("sign_as", { name: desk.officer.name })));
  if (!signed) return part;
  part.append(el("ol", { class: "signers" }, signed.signers.map(({ name }) => el("li", {}, `✓ ${name}`))));
  const wrong = signed.rows.filter(({ state }) => state === "refused");
  part.append(el("p", { "data-state": signed.state }, { here: t("on_tablet"), server: t("at_server"), refused: t("was_refused") }[signed.state]), ...wrong.map(({ reason }) => el("p", { class: "wrong" }, reason)));
  if (signed.signers.length < 2) part.append(el("p", {}, t("sign_second_more")), el("button", { type: "button", class: "main", onclick: () => signSecond(app, task, signed) }, t("sign_second")));
  if (signed.record.said.content.assessor === desk.officer.id && signed.signers.length < 2) {
    part.append(el("p", {}, el("button", { type: "button", onclick: () => change(app, task) }, t("change")), " ", el("span", { class: "soft" }, t("change_more"))));
  }
  part.append(el("p", {}, el("a", { class: "button", href: "#" }, t("to_candidates"))));
  return part;
}

async function signFirst(app, task) {
  const { desk } = app;
  const done = await ask(t("sign_as", { name: desk.officer.name }), [pinField("pin", t("pin"))], {
    action: t("sign"),
    submit: async (said) => {
      const answer = await guarded(desk.officer, () => unlock(desk.officer, said.get("pin")));
      if (!answer.desk) return answer.sentence;
      await desk.signFirst(task, answer.desk);
      return "";
    },
  });
  if (done) finished(app);
}

async function signSecond(app, task, signed) {
  const { desk } = app;
  const there = new Set(signed.signers.map(({ id }) => id));
  const others = (await store.all("officers")).filter((one) => !there.has(one.id) && one.sittings[task.sitting]);
  const may = others.filter((one) => !one.sittings[task.sitting].blocked.includes(task.seat));
  if (!may.length) return say(t(others.length ? "second_own_ward" : "second_missing"), { bad: true });
  const choices = may.map((one, place) => el("label", { class: "card" }, el("input", { type: "radio", name: "officer", value: String(one.id), checked: place === 0 }), one.name));
  const done = await ask(t("sign_second"), [el("fieldset", {}, el("legend", {}, t("who")), ...choices), pinField("pin", t("pin"))], {
    action: t("sign"),
    submit: async (said) => {
      const officer = may.find((one) => String(one.id) === said.get("officer"));
      const answer = await guarded(officer, () => unlock(officer, said.get("pin")));
      if (!answer.desk) return answer.sentence;
      await desk.signSecond(task, officer, answer.desk);
      return "";
    },
  });
  if (done) finished(app);
}

async function change(app, task) {
  await app.desk.reopen(task);
  app.go(`#task/${task.id}`);
}

function finished(app) {
  app.show();
  say(t("signature_kept"));
  app.send();
}
