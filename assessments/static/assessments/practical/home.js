/* The candidates of the day, and how far each is: on this tablet, or at the server. */

import { day, el, t } from "./dom.js";
import { takingSection } from "./door.js";
import { topBar } from "./frame.js";
import { again } from "./sending.js";

export function homeScreen(app) {
  const { desk } = app;
  const list = el("div", {});
  const taking = el("div", {});
  let line = "";
  const draw = () => {
    const focused = list.contains(document.activeElement) ? markOf(document.activeElement) : "";
    list.replaceChildren(lineSection(app), ...[...desk.packages.keys()].map((id) => sittingSection(app, id)));
    if (focused) [...list.querySelectorAll("a, button")].find((one) => markOf(one) === focused)?.focus({ preventScroll: true });
  };
  const drawTaking = () => {
    if (line === app.line && taking.firstChild) return;
    line = app.line;
    taking.replaceChildren(takingSection(app));
  };
  const listen = () => {
    if (app.desk !== desk) return;
    draw();
    drawTaking();
  };
  draw();
  drawTaking();
  addEventListener("progress", listen);
  const main = el("main", {}, el("h1", {}, t("candidates_heading")), list, taking);
  return { parts: [topBar(app), main], leave: () => removeEventListener("progress", listen) };
}

const markOf = (one) => one.getAttribute("href") ?? one.textContent;

function lineSection(app) {
  const { here, there, refused } = app.desk.counts();
  const line = app.sending ? t("sending") : { here: t("line_here"), away: t("line_away"), signed_out: t("line_signed_out"), unknown: t("looking") }[app.line];
  return el("section", { class: "card line", "aria-label": t("delivery") },
    el("p", { class: "grow", "data-line": app.line, "data-here": String(here), "data-there": String(there) }, el("strong", {}, here ? t("still_here", { n: here }) : t("all_there", { n: there })), " ", line),
    refused ? el("button", { type: "button", onclick: async () => (await again(app.desk), app.send()) }, t("try_refused", { n: refused })) : null,
    app.line === "signed_out" ? el("a", { class: "button", href: document.body.dataset.signIn }, t("sign_in")) : el("button", { type: "button", onclick: () => app.send() }, t("send_now"))); // prettier-ignore
}

function sittingSection(app, id) {
  const { desk } = app;
  const { sitting } = desk.packages.get(id);
  const heading = `sitting-${id}`;
  const forget = el("button", { type: "button", disabled: !desk.mayForget(id), onclick: async () => (await desk.forget(id), app.show()) }, t("forget"));
  return el("section", { "aria-labelledby": heading },
    el("h2", { id: heading }, sitting.title),
    el("p", { class: "soft" }, `${sitting.room} · ${day(sitting.planned_start)}`),
    el("ul", { class: "list grid" }, desk.tasks(id).map((task) => taskCard(app, task))),
    el("p", {}, forget)); // prettier-ignore
}

function taskCard(app, task) {
  const { desk } = app;
  const several = desk.packages.get(task.sitting).tasks.filter((one) => one.seat === task.seat).length > 1;
  const name = [el("span", { class: "seat" }, String(task.number)), el("span", { class: "grow" }, el("strong", {}, task.name), several ? el("span", { class: "soft" }, ` ${excerpt(desk.itemOf(task))}`) : null)];
  if (desk.blocked(task)) return el("li", { class: "card off" }, ...name, el("span", { class: "soft" }, t("own_ward")));
  const signed = desk.signedOf(task);
  const standing = standingOf(desk, task, signed);
  const place = signed && !reopened(desk, task) ? "summary" : "task";
  return el("li", { class: `card ${standing.tone}` },
    el("a", { class: "whole", href: `#${place}/${task.id}` }, ...name),
    el("span", { class: "chip" }, standing.text),
    signed ? el("span", { class: "soft", "data-state": signed.state }, { here: t("on_tablet"), server: t("at_server"), refused: t("was_refused") }[signed.state]) : null); // prettier-ignore
}

const reopened = (desk, task) => desk.work.has(task.id) && !desk.draft(task).signed;

function standingOf(desk, task, signed) {
  if (reopened(desk, task)) return { text: t("in_work"), tone: "work" };
  if (!signed) return { text: t("not_begun"), tone: "" };
  return signed.signers.length > 1 ? { text: t("two_signatures"), tone: "done" } : { text: t("one_signature"), tone: "half" };
}

export function excerpt(item) {
  const read = new DOMParser().parseFromString(item.prompt_html, "text/html").body.textContent.trim();
  return read.length > 24 ? `${read.slice(0, 24)}…` : read;
}
