/** xAPI statements as the tablet writes them. */
import type { StatementDraft, Verb } from "./facade";

const ADL = "http://adlnet.gov/expapi/verbs/";
const VIDEO = "https://w3id.org/xapi/video/";

const VERBS: Record<Verb, string> = {
  experienced: `${ADL}experienced`,
  initialized: `${ADL}initialized`,
  terminated: `${ADL}terminated`,
  completed: `${ADL}completed`,
  answered: `${ADL}answered`,
  progressed: `${ADL}progressed`,
  played: `${VIDEO}verbs/played`,
  paused: `${VIDEO}verbs/paused`,
  seeked: `${VIDEO}verbs/seeked`,
};
export const OWN_VERBS = {
  asked: `${ADL}asked`,
  reflected: "urn:newleaf:verb:reflected",
  enrolled: "urn:newleaf:verb:enrolled",
  withdrew: "urn:newleaf:verb:withdrew",
  noted: "urn:newleaf:verb:noted",
  contested: "urn:newleaf:verb:contested",
  result_seen: `${ADL}experienced`,
} as const;

/** Only officers take back; the object is the statement that no longer counts. */
export const VOIDED = `${ADL}voided`;

export const LONGEST_TEXT = 20_000; // characters: a statement must fit into a batch

export const verbIri = (verb: Verb): string => VERBS[verb];

/** A file that belongs to a statement; its bytes follow by themselves. */
export interface Attachment {
  usageType: string;
  display: Record<string, string>;
  contentType: string;
  length: number;
  sha2: string;
}

export interface StatementFacts {
  /** Made anew, unless somebody must know it before. */
  id?: string;
  learner: string;
  device: string;
  verb: string;
  object: string;
  lesson?: string;
  course?: string;
  package?: string;
  language?: string;
  result?: StatementDraft["result"];
  /** Of an exam: the seat. */
  registration?: string;
  extensions?: Record<string, unknown>;
  attachments?: Attachment[];
  at: Date; // the device's clock, right or wrong
  monotonicMs: number;
}

export interface Statement {
  id: string;
  timestamp: string;
  [member: string]: unknown;
}

export function newStatement(facts: StatementFacts): Statement {
  const activity = (id: string): object => ({ id });
  const activities: Record<string, object[]> = {};
  if (facts.lesson && facts.lesson !== facts.object) activities.parent = [activity(facts.lesson)];
  if (facts.course && facts.course !== facts.object) activities.grouping = [activity(facts.course)];
  const extensions: Record<string, unknown> = {
    ...facts.extensions,
    "urn:newleaf:device": facts.device,
    "urn:newleaf:monotonic_ms": Math.round(facts.monotonicMs),
  };
  if (facts.package) extensions["urn:newleaf:package"] = facts.package;
  return {
    id: facts.id ?? crypto.randomUUID(),
    actor: { objectType: "Agent", account: { homePage: "urn:newleaf", name: facts.learner } },
    verb: { id: facts.verb },
    object: { objectType: "Activity", id: facts.object },
    ...(facts.result ? { result: resultOf(facts.result) } : {}),
    context: {
      ...(facts.registration ? { registration: facts.registration } : {}),
      contextActivities: activities,
      ...(facts.language ? { language: facts.language } : {}),
      extensions,
    },
    timestamp: facts.at.toISOString(),
    ...(facts.attachments?.length ? { attachments: facts.attachments } : {}),
  };
}

function resultOf(result: NonNullable<StatementDraft["result"]>): object {
  const { response, success, completion, score, durationSeconds, progress, playedSegments } = result;
  const extensions: Record<string, unknown> = {};
  if (progress !== undefined) extensions[`${VIDEO}extensions/progress`] = progress;
  if (playedSegments !== undefined) extensions[`${VIDEO}extensions/played-segments`] = playedSegments;
  return {
    ...(response !== undefined ? { response: response.slice(0, LONGEST_TEXT) } : {}),
    ...(success !== undefined ? { success } : {}),
    ...(completion !== undefined ? { completion } : {}),
    ...(score ? { score } : {}),
    ...(durationSeconds !== undefined
      ? { duration: `PT${Math.max(0, Math.round(durationSeconds * 100) / 100)}S` }
      : {}),
    ...(Object.keys(extensions).length ? { extensions } : {}),
  };
}
