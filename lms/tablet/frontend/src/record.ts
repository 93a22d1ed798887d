/** Writing work down: one statement, its readable copy for the learner, and what it changes in the learner's progress, in one step. */
import type { StatementDraft } from "./core";
import { CoreError } from "./errors";
import type { Clock } from "./clock";
import type { PersonalRow, WorkDb } from "./db";
import { isQuota } from "./blobs";
import type { Identities } from "./identity";
import type { Journal } from "./journal";
import type { Library } from "./library";
import type { Personal } from "./personal";
import { advance, type LessonFacts, NO_FACTS } from "./progress";
import { newStatement, OWN_VERBS, type StatementFacts, verbIri } from "./statements";

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

export interface Extra {
  rows?: PersonalRow[];
  draftKey?: string;
}

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

  /** One thing done in a lesson; when it fulfils the lesson's rule, the completion is recorded too. */
  async lesson(draft: StatementDraft): Promise<string> {
    const facts = await this.lessonFacts();
    const before = facts.get(draft.lesson) ?? NO_FACTS;
    const demand = await this.library.demand(draft.lesson, draft.language ?? "");
    const installed = draft.package ?? (await this.library.packageOf(draft.lesson)) ?? undefined;
    const after = demand
      ? advance(before, draft, demand, this.clock.now())
      : { ...before, opened: true, lastAt: this.clock.now() };
    const rows = [await this.personal.row("progress", draft.lesson, after, after.lastAt)];
    if (draft.verb === "answered" && draft.object) {
      const answer = {
        response: draft.result?.response ?? "",
        success: draft.result?.success === true,
        at: new Date().toISOString(),
      };
      rows.push(await this.personal.row("answer", draft.object, answer, after.lastAt));
    }
    const common = { lesson: draft.lesson, course: draft.course, package: installed, language: draft.language };
    const object = draft.object ?? draft.lesson;
    const id = await this.write(
      { ...common, verb: verbIri(draft.verb), object, result: draft.result },
      { rows, draftKey: draft.draftKey },
    );
    facts.set(draft.lesson, after);
    if (after.completed && !before.completed && draft.verb !== "completed") {
      await this.write({ ...common, verb: verbIri("completed"), object: draft.lesson, result: { completion: true } });
    }
    this.outcome(true);
    return id;
  }

  /** One of our own verbs. */
  async own(
    verb: keyof typeof OWN_VERBS,
    facts: Omit<StatementFacts, "verb" | "learner" | "device" | "at" | "monotonicMs">,
    extra?: Extra,
  ): Promise<string> {
    const id = await this.write({ ...facts, verb: OWN_VERBS[verb] }, extra);
    this.outcome(true);
    return id;
  }

  private async write(
    facts: Omit<StatementFacts, "learner" | "device" | "at" | "monotonicMs">,
    { rows = [], draftKey }: Extra = {},
  ): Promise<string> {
    const identity = this.identities.current!;
    const { learner } = this.personal;
    const statement = newStatement({
      ...facts,
      learner,
      device: identity.device,
      at: new Date(),
      monotonicMs: performance.now(),
    });
    const copy: WorkCopy = {
      id: statement.id,
      device: identity.device,
      seq: 0,
      at: statement.timestamp,
      verb: facts.verb,
      object: facts.object,
      lesson: facts.lesson ?? null,
      response: facts.verb === OWN_VERBS.noted ? null : (facts.result?.response ?? null),
      success: facts.result?.success ?? null,
    };
    try {
      await this.journal.append(identity, learner, statement, async (seq) => ({
        rows: [...rows, await this.personal.row("work", statement.id, { ...copy, seq }, this.clock.now())],
        dropped: draftKey === undefined ? [] : this.personal.idsOf("draft", draftKey),
      }));
    } catch (error) {
      if (!isQuota(error)) throw error;
      this.outcome(false);
      throw new CoreError("no_space");
    }
    return statement.id;
  }

  /** How many statements of this learner stand where. What the journal has let go of is covered by a backup. */
  async counts(): Promise<{ total: number; tablet: number; prison: number; province: number }> {
    const { learner } = this.personal;
    const [total, tablet, prison] = await Promise.all([
      this.personal.count("work"),
      this.db.journal.where("[learner+accepted]").equals([learner, 0]).count(),
      this.db.journal.where("[learner+accepted]").equals([learner, 1]).count(),
    ]);
    return { total, tablet, prison, province: Math.max(0, total - tablet - prison) };
  }
}
