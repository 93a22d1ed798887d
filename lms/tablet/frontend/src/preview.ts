/**
 * Shows a lesson document with the tablet's own elements and records nothing: the CMS preview.
 *
 * The page that serves this carries `<script type="application/json" id="newleaf-preview">` with
 * {"document": LessonDocument, "media": {path in the package: same-origin address}, "language": of the interface}.
 * Without it, the query may name both: `?document=<address of the JSON>&media=<address that a path is appended to>&language=…`.
 */
import { dryContext } from "./elements/context";
import "./elements/lesson-view";
import type { LessonDocument } from "./elements/shapes";
import { directionOf, setLanguage, t } from "./strings";
import "./style.css";

interface Preview {
  document: LessonDocument;
  url: (path: string) => string;
  language: string;
  start?: { block: string; seconds: number | null } | null;
}

function embedded(): Preview | null {
  const text = document.getElementById("newleaf-preview")?.textContent;
  if (!text) return null;
  const given = JSON.parse(text) as {
    document: LessonDocument;
    media?: Record<string, string>;
    language?: string;
    start?: Preview["start"];
  };
  return {
    document: given.document,
    url: (path) => given.media?.[path] ?? "",
    language: given.language || given.document.language,
    start: given.start,
  };
}

/** Addresses outside our own origin are never asked for. */
function ownAddress(text: string): string {
  const address = new URL(text, location.href);
  if (address.origin !== location.origin) throw new Error(`not of this origin: ${text}`);
  return address.href;
}

async function asked(): Promise<Preview | null> {
  const query = new URLSearchParams(location.search);
  const source = query.get("document");
  if (!source) return null;
  const reply = await fetch(ownAddress(source), { credentials: "same-origin" });
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  const lesson = (await reply.json()) as LessonDocument;
  const base = ownAddress(query.get("media") ?? "./");
  return {
    document: lesson,
    url: (path) => base + path.split("/").map(encodeURIComponent).join("/"),
    language: query.get("language") ?? lesson.language,
  };
}

async function show(place: HTMLElement): Promise<void> {
  const preview = embedded() ?? (await asked());
  if (!preview) return;
  const language = /^zh-hans$/iu.test(preview.language) ? "zh-Hans" : preview.language;
  setLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.title = preview.document.title;
  const view = Object.assign(document.createElement("nl-lesson-view"), {
    context: dryContext(preview.document, preview.url),
    start: preview.start ? { blocks: [preview.start.block], seconds: preview.start.seconds } : null,
  });
  view.className = "preview";
  place.replaceChildren(view);
}

const place = document.getElementById("lesson");
if (place) {
  show(place).catch((error: unknown) => {
    const message = document.createElement("p");
    message.className = "bad";
    message.setAttribute("role", "alert");
    message.textContent = `${t("error.unknown")} (${error instanceof Error ? error.message : ""})`;
    place.replaceChildren(message);
  });
}
