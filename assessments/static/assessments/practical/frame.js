/* What the screens share: the bar at the top, the language, the dialog that asks for a PIN. */

import { el, language, languages, speak, t } from "./dom.js";

export function topBar(app, { back } = {}) {
  const names = { "zh-hans": "中文", en: "English" };
  const others = languages.filter((code) => code !== language());
  return el(
    "header",
    { class: "top" },
    back ? el("a", { class: "button", href: back.href }, `← ${back.label}`) : el("strong", {}, t("title")),
    el("span", { class: "grow" }),
    app.desk ? el("span", { class: "who" }, app.desk.officer.name) : null,
    ...others.map((code) => el("button", { type: "button", lang: code, onclick: () => (speak(code), app.show()) }, names[code] ?? code)),
    app.desk ? el("button", { type: "button", onclick: () => app.lock() }, t("lock")) : null,
  );
}

export const pinField = (name, label, { fresh = false } = {}) =>
  el("label", { class: "field" }, label, el("input", { type: "password", name, required: true, minlength: fresh ? 6 : null, maxlength: 64, autocomplete: fresh ? "new-password" : "current-password" }));

/* A dialog with a form. `submit(form data)` returns a sentence about what is wrong, or nothing; then the dialog closes. Resolves to whether it was done. */
export function ask(title, parts, { action, submit }) {
  return new Promise((resolve) => {
    const wrong = el("p", { class: "wrong", role: "alert" });
    const main = el("button", { class: "main" }, action);
    const form = el("form", { method: "dialog" }, el("h2", { id: "dialog-title" }, title), ...parts, wrong, el("div", { class: "row" }, main, el("button", { type: "button", onclick: () => dialog.close() }, t("cancel"))));
    const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, form);
    let done = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      main.disabled = true;
      wrong.textContent = "";
      try {
        const sentence = await submit(new FormData(form));
        if (sentence) wrong.textContent = sentence;
        else {
          done = true;
          dialog.close();
        }
      } catch (error) {
        wrong.textContent = error.message || String(error);
      }
      main.disabled = false;
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(done);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
