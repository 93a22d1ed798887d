/** The frame of the app: decides what stands on the screen, and keeps the way around it always in the same place. */
import { html, type TemplateResult } from "lit";
import type { Condition, Core, Session } from "../facade";
import { define } from "../elements/element";
import { icon, leaf, type IconName } from "../elements/icon";
import { currentLanguage, directionOf, onStringsChanged, setLanguage, setPhrases, t, type Key } from "../strings";
import { applyLook } from "./look";
import { PageElement } from "./page";
import { broughtBack, catchLinks, routeOf, type Route } from "./router";

const LOADERS: Record<Exclude<Route["page"], "lost">, () => Promise<unknown>> = {
  home: () => import("./home"),
  courses: () => import("./courses"),
  course: () => import("./course"),
  lesson: () => import("./lesson"),
  live: () => import("./live"),
  exam: () => import("./exam"),
  exams: () => import("./exams"),
  certificates: () => import("./certificates"),
  search: () => import("./search"),
  record: () => import("./record"),
  settings: () => import("./settings"),
  trouble: () => import("./trouble"),
};

const PLACES: readonly { page: Route["page"]; path: string; icon: IconName; label: Key }[] = [
  { page: "home", path: "/", icon: "home", label: "nav.home" },
  { page: "courses", path: "/courses", icon: "book", label: "nav.courses" },
  { page: "search", path: "/search", icon: "search", label: "nav.search" },
  { page: "record", path: "/record", icon: "record", label: "nav.record" },
  { page: "settings", path: "/settings", icon: "settings", label: "nav.settings" },
];

export class AppElement extends PageElement {
  static override properties = { ...PageElement.properties, route: { state: true }, ready: { state: true } };
  declare route: Route;
  /** What has been loaded and may be rendered. */
  declare ready: string;
  private signedIn: Session | null = null;
  private endSettings?: () => void;

  constructor() {
    super();
    this.ready = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    catchLinks(this);
    const { examRunning } = this.core;
    if (examRunning && location.pathname === "/") history.replaceState(null, "", `/exam/${examRunning}`);
    this.turn();
    window.addEventListener("popstate", () => this.turn());
    onStringsChanged(() => this.words());
    this.follow(this.core.phrases, setPhrases);
    this.follow(this.core.session, (session) => this.sessionChanged(session));
    this.follow(this.core.device, () => this.prepare());
    this.follow(this.core.conditions, () => this.prepare());
    this.watch(this.core.updateReady);
  }

  private sessionChanged(session: Session | null): void {
    this.endSettings?.();
    const left = this.signedIn !== null && session === null;
    this.signedIn = session;
    if (session) {
      this.endSettings = session.settings.watch((settings) => {
        setLanguage(settings.language || this.doorLanguage);
        applyLook(settings);
      });
    } else {
      setLanguage(this.doorLanguage);
      applyLook(null);
      if (left && this.route?.page !== "exam") history.replaceState(null, "", "/");
    }
    this.turn();
    this.words();
  }

  private get doorLanguage(): string {
    return this.core.deviceLanguage() || "zh-Hans";
  }

  private words(): void {
    const root = document.documentElement;
    const language = currentLanguage(); // in an exam it may be the candidate's, with nobody signed in
    root.lang = language;
    root.dir = directionOf(language);
    this.requestUpdate();
  }

  private turn(): void {
    if (broughtBack()) return;
    const before = this.route;
    this.route = routeOf(new URL(location.href));
    this.prepare();
    if (before && JSON.stringify(before) !== JSON.stringify(this.route)) window.scrollTo(0, 0);
  }

  private get blocking(): Condition | undefined {
    const mine = this.core.session.value?.profile.learner;
    // an exam goes on whatever else is the matter, as long as the tablet is in use
    const exam = this.route.page === "exam";
    return this.core.conditions.value.find(
      (condition) =>
        condition.blocking &&
        (!exam || condition.kind === "revoked" || condition.kind === "not_supported") &&
        (condition.kind !== "inactive" || condition.learner === mine),
    );
  }

  /** The name of what is to stand on the screen, loaded before it is rendered. */
  private get wanted(): string {
    if (this.blocking) return "blocked";
    if (!this.core.device.value) return "pairing";
    if (this.route.page === "exam") return "exam";
    if (!this.core.session.value) return "sign-in";
    return this.route.page;
  }

  private prepare(): void {
    const { wanted } = this;
    const load =
      wanted === "blocked"
        ? LOADERS.trouble
        : wanted === "pairing"
          ? () => import("./pairing")
          : wanted === "sign-in"
            ? () => import("./sign-in")
            : wanted === "lost"
              ? () => Promise.resolve()
              : LOADERS[wanted as keyof typeof LOADERS];
    void load().then(() => {
      if (wanted !== this.wanted) return;
      const turned = this.ready !== wanted;
      this.ready = wanted;
      this.requestUpdate();
      if (turned) void this.updateComplete.then(() => this.arrive());
    });
  }

  /** A screen reader starts at the top of the new page. */
  private arrive(): void {
    const active = document.activeElement;
    if (active === document.body || active?.closest(".nav"))
      this.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const { core } = this;
    if (!this.ready)
      return html`<main class="waiting" aria-busy="true">
        ${leaf("leaf-large")}
        <p class="visually-hidden">${t("loading")}</p>
      </main>`;
    const blocking = this.blocking;
    if (this.ready === "blocked" && blocking)
      return html`<nl-trouble .core=${core} .condition=${blocking}></nl-trouble>`;
    if (this.ready === "pairing") return html`<nl-pairing .core=${core}></nl-pairing>`;
    const { route } = this;
    if (this.ready === "exam" && route.page === "exam")
      return html`<nl-exam .core=${core} .sitting=${route.id}></nl-exam>`;
    const session = core.session.value;
    if (this.ready === "sign-in") return html`<nl-sign-in .core=${core}></nl-sign-in>`;
    if (!session) return html`<main class="waiting" aria-busy="true">${leaf("leaf-large")}</main>`;
    return html`<a class="skip" href="#main" @click=${this.skip}>${t("nav.skip")}</a>
      <div class="frame">
        ${this.navigation(session)}
        <main id="main" tabindex="-1">${this.notices()}${this.page(core, session)}</main>
      </div>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  }

  private navigation(session: Session): TemplateResult {
    const { page } = this.route;
    const here =
      page === "course" || page === "lesson"
        ? "courses"
        : page === "live" || page === "exams" || page === "certificates"
          ? "home"
          : page;
    return html`<header class="nav">
      <a class="brand" href="/" aria-label=${t("nav.brand")}>${leaf()}<span>${t("brand")}</span></a>
      <nav aria-label=${t("nav.main")}>
        <ul>
          ${PLACES.map(
            (place) =>
              html`<li>
                <a href=${place.path} aria-current=${place.page === here ? "page" : "false"}>
                  ${icon(place.icon)}<span>${t(place.label)}</span>
                </a>
              </li>`,
          )}
        </ul>
      </nav>
      <div class="nav-me">
        <p class="nav-name">${icon("person")}<span>${session.profile.name}</span></p>
        <button type="button" class="button button-quiet" @click=${() => void this.signOut(session)}>
          ${icon("leave", "mirrors")}<span>${t("sign_out")}</span>
        </button>
      </div>
    </header>`;
  }

  /** The page goes first, so that it can still write down that it was left. */
  private async signOut(session: Session): Promise<void> {
    this.ready = "";
    await this.updateComplete;
    await session.signOut();
  }

  private notices(): TemplateResult {
    const { core } = this;
    const conditions = core.conditions.value.filter(
      (condition) => !condition.blocking && !(this.route.page === "trouble" && this.route.kind === condition.kind),
    );
    return html`${conditions.map(
      (condition) =>
        html`<a class="banner banner-${condition.kind}" href="/trouble/${condition.kind}">
          ${icon("warning")}<span class="grow">${t(`trouble.${condition.kind}.short`)}</span>
          <span class="banner-more">${t("trouble.more")} ${icon("next", "mirrors")}</span>
        </a>`,
    )}
    ${
      core.updateReady.value
        ? html`<div class="banner banner-good">
            ${icon("refresh")}<span class="grow">${t("update.ready")}</span>
            <button type="button" class="button" @click=${() => void core.applyUpdate()}>${t("update.now")}</button>
          </div>`
        : ""
    }`;
  }

  private page(core: Core, session: Session): TemplateResult {
    const { route } = this;
    switch (this.ready === route.page ? route.page : "") {
      case "home":
        return html`<nl-home .core=${core} .session=${session}></nl-home>`;
      case "courses":
        return html`<nl-courses .core=${core} .session=${session}></nl-courses>`;
      case "course":
        return html`<nl-course
          .core=${core}
          .session=${session}
          .courseId=${"id" in route ? route.id : ""}
        ></nl-course>`;
      case "lesson":
        return html`<nl-lesson
          .core=${core}
          .session=${session}
          .lessonId=${"id" in route ? route.id : ""}
          .start=${"start" in route ? route.start : null}
        ></nl-lesson>`;
      case "live":
        return html`<nl-live .core=${core} .session=${session} .broadcast=${"id" in route ? route.id : ""}></nl-live>`;
      case "exams":
        return html`<nl-exams .core=${core} .session=${session} .sitting=${"id" in route ? route.id : ""}></nl-exams>`;
      case "certificates":
        return html`<nl-certificates .core=${core} .session=${session}></nl-certificates>`;
      case "search":
        return html`<nl-search
          .core=${core}
          .session=${session}
          .query=${"query" in route ? route.query : ""}
        ></nl-search>`;
      case "record":
        return html`<nl-record .core=${core} .session=${session}></nl-record>`;
      case "settings":
        return html`<nl-settings .core=${core} .session=${session}></nl-settings>`;
      case "trouble":
        return html`<nl-trouble .core=${core} .kind=${"kind" in route ? route.kind : ""}></nl-trouble>`;
      case "lost":
        return html`<section class="page empty">
          ${leaf("leaf-large")}
          <h1>${t("lost.title")}</h1>
          <a class="button button-main" href="/">${icon("home")} ${t("lost.home")}</a>
        </section>`;
      default:
        return html``;
    }
  }
}

define("nl-app", AppElement);
