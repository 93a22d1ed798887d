/** Writing work down: one statement, its readable copy for the learner, and what it changes in the learner's progress, in one step. */
import type { StatementDraft, WorkCounts } from "./facade";
import { CoreError } from "./errors";
import type { Clock } from "./clock";
import type { PersonalKind, Vault, WorkDb } from "./db";
import { isQuota } from "./blobs";
import type { Identities } from "./identity";
import type { Journal } from "./journal";
import type { Library } from "./library";
import type { Personal } from "./personal";
import { advance, type LessonFacts, NO_FACTS } from "./progress";
import { newStatement, OWN_VERBS, type Statement, type StatementFacts, verbIri } from "./statements";

/** The copy of a statement that the learner reads back, sealed under the learner's key. */
export interface WorkCopy {
  id: string;
  device: string;
  seq: number;
  at: string;
  verb: string;
  object: string;
  lesson: string | null;
  response: string | null;
  success: boolean | null;
}

type Facts = Omit<StatementFacts, "learner" | "device" | "at" | "monotonicMs">;

/** What is kept in the same step as a statement. */
export interface Extra {
  rows?: { kind: PersonalKind; key: string; value: unknown }[];
  /** What goes in that step, by kind and key. */
  dropped?: [PersonalKind, string][];
  also?: Facts[];
  vault?: (row: Vault) => void;
}

export const withoutDraft = (key: string | undefined): Extra =>
  key === undefined ? {} : { dropped: [["draft", key]] };

export class Recorder {
  private facts: Map<string, LessonFacts> | null = null;

  constructor(
    private readonly db: WorkDb,
    private readonly journal: Journal,
    private readonly identities: Identities,
    private readonly library: Library,
    private readonly clock: Clock,
    private readonly personal: Personal,
    private readonly outcome: (kept: boolean) => void,
  ) {}

  /** What has happened in each lesson on this tablet. */
  async lessonFacts(): Promise<Map<string, LessonFacts>> {
    this.facts ??= new Map((await this.personal.all<LessonFacts>("progress")).map(({ key, value }) => [key, value]));
    return this.facts;
  }

  forgetFacts(): void {
    this.facts = null;
  }

  /** One thing done in a lesson; when it fulfils the lesson's rule, the completion is recorded in the same step. */
  lesson(draft: StatementDraft): Promise<string> {
    return this.personal.inTurn(() => this.inLesson(draft));
  }

  private async inLesson(draft: StatementDraft): Promise<string> {
    const demand = await this.library.demand(draft.lesson, draft.language ?? "");
    const installed = draft.package ?? (await this.library.packageOf(draft.lesson)) ?? undefined;
    const { lesson, course, language, result } = draft;
    const common = { lesson, course, package: installed, language };
    let after = NO_FACTS;
    const first = { ...common, verb: verbIri(draft.verb), object: draft.object ?? lesson, result };
    const id = await this.write(first, async () => {
      const before = (await this.personal.get<LessonFacts>("progress", lesson))?.value ?? NO_FACTS;
      const now = this.clock.now();
      after = demand ? advance(before, draft, demand, now) : { ...before, opened: true, lastAt: now };
      const completes = after.completed && !before.completed && draft.verb !== "completed";
      const completed = { ...common, verb: verbIri("completed"), object: lesson, result: { completion: true } };
      return {
        rows: [{ kind: "progress", key: lesson, value: after }, ...answerOf(draft), ...draftOf(draft)],
        dropped: withoutDraft(draft.draftKey).dropped,
        also: completes ? [completed] : [],
      };
    });
    this.facts?.set(lesson, after);
    this.outcome(true);
    return id;
  }

  /** One of our own verbs. */
  own(verb: keyof typeof OWN_VERBS, facts: Omit<Facts, "verb">, extra: Extra = {}): Promise<string> {
    return this.personal.inTurn(async () => {
      const id = await this.write({ ...facts, verb: OWN_VERBS[verb] }, async () => extra);
      this.outcome(true);
      return id;
    });
  }

  /** `extra` is asked for when nothing else can be appended any more, so that it builds on what is there. */
  private async write(facts: Facts, extra: () => Promise<Extra>): Promise<string> {
    const identity = this.identities.current!;
    const statement = this.statement(facts, identity.device);
    try {
      await this.journal.append(identity, this.personal.learner, statement, async (seq) => {
        const { rows = [], dropped = [], also = [], vault } = await extra();
        const more = also.map((one) => this.statement(one, identity.device));
        const copies = [statement, ...more].map((one, at) => this.copy(one, [facts, ...also][at]!, seq + at));
        const now = this.clock.now();
        return {
          // copies are paged by their time: no two have the same
          rows: await Promise.all([
            ...rows.map(({ kind, key, value }) => this.personal.row(kind, key, value, now)),
            ...copies.map(({ kind, key, value }, at) => this.personal.row(kind, key, value, now + at / 1000)),
          ]),
          dropped: dropped.flatMap(([kind, key]) => this.personal.idsOf(kind, key)),
          more,
          vault,
        };
      });
    } catch (error) {
      if (!isQuota(error)) throw error;
      this.outcome(false);
      throw new CoreError("no_space");
    }
    return statement.id;
  }

  private statement(facts: Facts, device: string): Statement {
    const { learner } = this.personal;
    return newStatement({ ...facts, learner, device, at: new Date(), monotonicMs: performance.now() });
  }

  private copy(statement: Statement, facts: Facts, seq: number): { kind: "work"; key: string; value: WorkCopy } {
    const value: WorkCopy = {
      id: statement.id,
      device: this.identities.current!.device,
      seq,
      at: statement.timestamp,
      verb: facts.verb,
      object: facts.object,
      lesson: facts.lesson ?? null,
      response: facts.verb === OWN_VERBS.noted ? null : (facts.result?.response ?? null),
      success: facts.result?.success ?? null,
    };
    return { kind: "work", key: statement.id, value };
  }

  /** How many statements of this tablet's stand where. What the journal has let go of is covered by a backup. */
  async counts(): Promise<Omit<WorkCounts, "elsewhere">> {
    const { learner } = this.personal;
    const [total, tablet, prison] = await Promise.all([
      this.personal.count("work"),
      this.db.journal.where("[learner+accepted]").equals([learner, 0]).count(),
      this.db.journal.where("[learner+accepted]").equals([learner, 1]).count(),
    ]);
    return { total, tablet, prison, province: Math.max(0, total - tablet - prison) };
  }
}

type Rows = NonNullable<Extra["rows"]>;

/** The last answer to an item, so that a page can show it again. */
function answerOf({ verb, object, result }: StatementDraft): Rows {
  if (verb !== "answered" || !object) return [];
  const { response = "", success = false } = result ?? {};
  return [{ kind: "answer", key: object, value: { response, success, at: new Date().toISOString() } }];
}

const draftOf = ({ draft }: StatementDraft): Rows =>
  draft ? [{ kind: "draft", key: draft.key, value: draft.text }] : [];
