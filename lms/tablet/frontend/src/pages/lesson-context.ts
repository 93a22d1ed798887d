/** Joins a lesson's elements to the learner's session: drafts are kept at once, what is done becomes statements. */
import type { LessonView, Session, StatementDraft } from "../facade";
import type { LessonContext, LessonEvent } from "../elements/context";
import { messageOf } from "./messages";

/** Milliseconds between two writes of a video's position; everything else is written at once. */
const VIDEO_EVERY = 3000;

export async function openContext(
  session: Session,
  view: LessonView,
  failed: (error: unknown) => void,
): Promise<LessonContext> {
  const { document: lessonDocument, card } = view;
  const prefix = `${card.lesson}#`;
  const drafts = new Map(Object.entries(await session.drafts(prefix)));
  const written = new Map<string, number>();
  const late = new Map<string, ReturnType<typeof setTimeout>>();

  const write = (key: string, text: string): void => {
    written.set(key, performance.now());
    session.saveDraft(key, text).catch(failed);
  };
  const keep = (name: string, value: unknown): void => {
    const key = prefix + name;
    const text = JSON.stringify(value);
    drafts.set(key, text);
    clearTimeout(late.get(key));
    const wait = name.startsWith("video:") ? VIDEO_EVERY - (performance.now() - (written.get(key) ?? -VIDEO_EVERY)) : 0;
    if (wait <= 0) write(key, text);
    else
      late.set(
        key,
        setTimeout(() => write(key, text), wait),
      );
  };
  const kept = (event: LessonEvent, draft?: { key: string; text: string }): Promise<string> => {
    const { lesson, course } = card;
    if (event.did === "reflected") {
      const { block, text } = event;
      return session.reflect({ lesson, course, block, text, forTeacher: text !== "", draft });
    }
    const about = { lesson, course, package: view.package, language: lessonDocument.language };
    return session.record({ ...about, ...statement(lesson, event), draft });
  };
  return {
    document: lessonDocument,
    records: true,
    speed: session.settings.value.speed,
    url: (path) => view.mediaUrl(path),
    draft: <T>(name: string) => {
      const text = drafts.get(prefix + name);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    keep,
    record: (event) => void kept(event).catch(failed),
    commit: async (event, name, value) => {
      const draft = { key: prefix + name, text: JSON.stringify(value) };
      try {
        await kept(event, draft);
      } catch (error) {
        throw new Error(messageOf(error), { cause: error });
      }
      drafts.set(draft.key, draft.text);
    },
  };
}

function statement(
  lesson: string,
  event: Exclude<LessonEvent, { did: "reflected" }>,
): Pick<StatementDraft, "verb" | "object" | "result"> {
  const object = `${lesson}#${event.block}`;
  switch (event.did) {
    case "answered":
      return {
        verb: "answered",
        object: event.item,
        result: { response: event.response, success: event.scaled === 1, score: { scaled: event.scaled } },
      };
    case "progressed":
      return { verb: "progressed", object, result: { progress: event.progress, playedSegments: event.segments } };
    default:
      return { verb: event.did, object };
  }
}
