/* The evaluators' app: which screen, whose desk is open, and sending whenever there is a line. Same address with and without one. */

import { doorScreen } from "./door.js";
import { beginLanguage, say, t } from "./dom.js";
import { homeScreen } from "./home.js";
import * as sending from "./sending.js";
import { summaryScreen } from "./summary.js";
import { taskScreen } from "./task.js";

const IDLE_MS = 15 * 60_000; // then the desk is locked; nothing is lost, each change was written
const SEND_MS = 20_000;

const root = document.getElementById("app");
let idle = 0;
let leave = () => {};

export const app = {
  desk: null,
  session: null, // what the server says of who is signed in; null: not asked yet, or no line
  line: "unknown", // here | away | signed_out
  sending: false,

  go(hash) {
    if (location.hash === (hash === "#" ? "" : hash)) this.show(); // an empty hash makes no event
    else location.hash = hash;
  },

  show() {
    leave();
    leave = () => {};
    const [name, id] = decodeURIComponent(location.hash.slice(1)).split("/");
    const task = this.desk && id ? this.desk.task(id) : null;
    let screen;
    if (!this.desk) screen = doorScreen(this);
    else if (name === "task" && task) screen = taskScreen(this, task);
    else if (name === "summary" && task) screen = summaryScreen(this, task);
    else screen = homeScreen(this);
    leave = screen.leave ?? leave;
    root.replaceChildren(...screen.parts);
    const heading = root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    if (document.activeElement === document.body) heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  },

  unlocked(desk) {
    this.desk = desk;
    this.touched();
    this.go("#");
    this.send();
  },

  lock() {
    clearTimeout(idle);
    this.desk = null;
    this.go("#");
  },

  touched() {
    clearTimeout(idle);
    if (this.desk) idle = setTimeout(() => this.lock(), IDLE_MS);
  },

  /* Whether the server answers, and to whom. */
  async look() {
    try {
      this.session = await sending.me();
      this.line = "here";
    } catch (error) {
      this.session = null;
      this.line = error instanceof sending.SignedOut ? "signed_out" : "away";
    }
    return this.session;
  },

  async send() {
    const desk = this.desk;
    if (!desk || this.sending) return;
    this.sending = true;
    this.progress();
    try {
      this.session = await sending.send(desk, () => this.progress());
      this.line = "here";
    } catch (error) {
      this.line = error instanceof sending.SignedOut ? "signed_out" : error instanceof sending.Refused ? "here" : "away";
      if (error instanceof sending.Refused) say(error.message, { bad: true });
    } finally {
      this.sending = false;
    }
    await desk.load();
    if (this.desk === desk) this.progress();
  },

  /* Screens that show how far things are listen to this. */
  progress() {
    dispatchEvent(new CustomEvent("progress"));
  },
};

addEventListener("hashchange", () => {
  say("");
  app.show();
});
for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => app.touched());
addEventListener("online", () => (app.desk ? app.send() : app.look().then(() => app.show())));
setInterval(() => app.desk?.counts().here && app.send(), SEND_MS);

beginLanguage();
if (navigator.serviceWorker) {
  navigator.serviceWorker.register("worker.js", { scope: "./" }).catch(() => {}); // signed out, or no line: the stored one goes on
} else {
  say(t("no_worker"), { bad: true });
}
app.show();
app.look().then(() => {
  if (!app.desk) app.show();
});
