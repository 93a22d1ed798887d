/** Addresses of the app. The same address works online and offline, and can be typed. */

/** Where in a lesson to begin: at one of these blocks (its names in the language versions), at a second of its video. */
export interface Start {
  blocks: string[];
  seconds: number | null;
}

export type Route =
  | { page: "home" }
  | { page: "courses" }
  | { page: "course"; id: string }
  | { page: "lesson"; id: string; start: Start | null }
  | { page: "live"; id: string }
  | { page: "search"; query: string }
  | { page: "exam"; id: string }
  | { page: "exams"; id: string }
  | { page: "certificates" }
  | { page: "record" }
  | { page: "settings" }
  | { page: "trouble"; kind: string }
  | { page: "lost" };

export function routeOf(address: URL): Route {
  const [first = "", id = "", ...rest] = address.pathname.split("/").filter(Boolean);
  if (rest.length === 0) {
    switch (first) {
      case "":
      case "index.html":
        return { page: "home" };
      case "courses":
      case "certificates":
      case "record":
      case "settings":
        return { page: first };
      case "search":
        return { page: "search", query: address.searchParams.get("q") ?? "" };
      case "exams":
        return { page: "exams", id };
      case "course":
      case "exam":
      case "live":
        if (id) return { page: first, id };
        break;
      case "lesson":
        if (id) return { page: first, id, start: startOf(address.searchParams) };
        break;
      case "trouble":
        if (id) return { page: "trouble", kind: id };
    }
  }
  return { page: "lost" };
}

function startOf(query: URLSearchParams): Start | null {
  const blocks = (query.get("block") ?? "").split(",").filter(Boolean);
  const seconds = Number(query.get("t") ?? NaN);
  if (!blocks.length && !(seconds >= 0)) return null;
  return { blocks, seconds: seconds >= 0 && Number.isFinite(seconds) ? seconds : null };
}

export function go(path: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

let held: string | null = null;

/** While an exam runs, its address stands: the back button and a stray link lead nowhere. */
export function holdAt(path: string | null): void {
  if (path && path !== held) history.pushState(null, "", path); // so that one step back stays inside the app
  held = path;
}

/** True when somebody has gone away from where the app is held; then it is there again. */
export function broughtBack(): boolean {
  if (held === null || location.pathname === held) return false;
  history.pushState(null, "", held);
  return true;
}

/** Clicks on our own links stay in the app. */
export function catchLinks(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = (event.target as Element).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target) return;
    event.preventDefault();
    if (link.hash && link.pathname === location.pathname) {
      document.getElementById(link.hash.slice(1))?.focus();
      return;
    }
    go(link.pathname + link.search + link.hash);
  });
}
