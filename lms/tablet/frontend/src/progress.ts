/** How far a learner is in a lesson, as the tablet counts it until the server has said: the server's word only ever adds. */
import type { LessonProgress, StatementDraft } from "./facade";
import type { Completion, LessonDocument, ProgressState } from "./protocol.gen";

/** What has happened in one lesson on this tablet. */
export interface LessonFacts {
  opened: boolean;
  watched: Record<string, number>; // block IRI → fraction
  right: Record<string, boolean>; // item IRI → the last answer was right
  fraction: number;
  completed: boolean;
  lastAt: number;
}

/** What a lesson asks for. */
export interface LessonDemand {
  completion: Completion;
  questions: string[];
  longestVideo: string | null;
}

export const NO_FACTS: LessonFacts = {
  opened: false,
  watched: {},
  right: {},
  fraction: 0,
  completed: false,
  lastAt: 0,
};

export function demandOf(document: LessonDocument, completion: Completion): LessonDemand {
  const videos = document.blocks.filter((block) => block.type === "video");
  videos.sort((a, b) => (b.video.seconds ?? 0) - (a.video.seconds ?? 0));
  return {
    completion,
    questions: document.blocks.filter((block) => block.type === "question").map((block) => block.item.id),
    longestVideo: videos[0] ? `${document.lesson}#${videos[0].id}` : null,
  };
}

/** The facts after one more statement. */
export function advance(facts: LessonFacts, draft: StatementDraft, demand: LessonDemand, at: number): LessonFacts {
  const object = draft.object ?? draft.lesson;
  const next: LessonFacts = {
    ...facts,
    opened: true,
    lastAt: at,
    watched: { ...facts.watched },
    right: { ...facts.right },
  };
  const progress = draft.result?.progress;
  if (progress !== undefined) next.watched[object] = Math.max(next.watched[object] ?? 0, Math.min(1, progress));
  if (draft.verb === "answered") next.right[object] = draft.result?.success === true || next.right[object] === true;
  next.fraction = Math.max(facts.fraction, fractionOf(next, demand));
  next.completed = facts.completed || draft.verb === "completed" || next.fraction >= 1;
  return next;
}

/** 1 when the lesson's rule is fulfilled. A rule that the lesson cannot ask for (no video, no question) asks for opening it. */
function fractionOf(facts: LessonFacts, { completion, questions, longestVideo }: LessonDemand): number {
  const needed = completion.fraction ?? 1;
  if (completion.rule === "watched" && longestVideo) return part(facts.watched[longestVideo] ?? 0, needed, 0.01); // players round and rarely report the last frame
  if (completion.rule === "passed" && questions.length) {
    const right = questions.filter((item) => facts.right[item]).length;
    return part(right / questions.length, needed);
  }
  return facts.opened ? 1 : 0;
}

const part = (reached: number, needed: number, slack = 1e-9): number =>
  needed <= 0 || reached >= needed - slack ? 1 : Math.min(0.99, reached / needed);

export function merge(facts: LessonFacts | undefined, server: ProgressState | undefined): LessonProgress {
  const completed = facts?.completed || server?.state === "completed";
  const fraction = completed ? 1 : Math.max(facts?.fraction ?? 0, server?.fraction ?? 0);
  const started = facts?.opened || server !== undefined;
  return { state: completed ? "completed" : started ? "started" : "new", fraction };
}
