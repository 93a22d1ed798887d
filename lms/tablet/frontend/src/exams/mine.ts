/** A learner's own exams: what the server told of them, and what the learner has written about them since. */
import type { WorkDb } from "../db";
import type { AccommodationKind, Contest, MyExam, MyExams, Place, Written } from "../facade";
import type { Personal } from "../personal";
import type { LearnerExam, LearnerState } from "../protocol.gen";
import type { Recorder } from "../record";

interface Kept {
  id: string;
  about: Written["about"];
  kind: Written["kind"];
  text: string;
  at: string;
}

const keyOf = (exam: LearnerExam): string => `${exam.sitting}/`;
const objectOf = (exam: LearnerExam): string => `urn:newleaf:sitting:${exam.sitting}`;

export class LearnerExams implements MyExams {
  constructor(
    private readonly db: WorkDb,
    private readonly personal: Personal,
    private readonly recorder: Recorder,
    private readonly state: () => LearnerState | null,
  ) {}

  async list(): Promise<MyExam[]> {
    const exams = this.state()?.exams ?? [];
    return Promise.all(exams.map(async (exam) => ({ ...exam, written: await this.writtenOf(exam) })));
  }

  /** Until the server tells of it itself. */
  private async writtenOf(exam: LearnerExam): Promise<Written[]> {
    const rows = await this.personal.all<Kept>("exam", keyOf(exam));
    const known = new Set(exam.result?.appeals.map((appeal) => `${appeal.kind} ${appeal.text}`));
    const asked = exam.accommodation;
    const open = rows
      .map(({ value }) => value)
      .filter((one) =>
        one.about === "appeal"
          ? !known.has(`${one.kind} ${one.text}`)
          : !(asked && asked.kind === one.kind && asked.text === one.text),
      );
    return Promise.all(open.map(async (one) => ({ ...one, at: new Date(one.at), place: await this.placeOf(one.id) })));
  }

  private async placeOf(id: string): Promise<Place> {
    const entry = await this.db.journal.where("id").equals(id).first();
    return entry?.accepted === 0 ? "tablet" : "prison";
  }

  async resultSeen(exam: LearnerExam): Promise<void> {
    const key = `${keyOf(exam)}seen`;
    if (!exam.result || (await this.personal.get("seen", key))) return;
    const rows = [{ kind: "seen" as const, key, value: true }];
    await this.recorder.own("result_seen", { object: `${objectOf(exam)}#result`, registration: exam.seat }, { rows });
  }

  contest(
    exam: LearnerExam,
    { kind, question, text, draftKey }: { kind: Contest; question: number | null; text: string; draftKey: string },
  ): Promise<void> {
    const extensions = {
      "urn:newleaf:contest": kind,
      ...(question === null ? {} : { "urn:newleaf:question": question }),
    };
    return this.write(exam, "contested", objectOf(exam), { about: "appeal", kind, text }, extensions, draftKey);
  }

  askFor(
    exam: LearnerExam,
    { kind, text, draftKey }: { kind: AccommodationKind; text: string; draftKey: string },
  ): Promise<void> {
    const extensions = { "urn:newleaf:accommodation": kind };
    const object = `${objectOf(exam)}#accommodation`;
    return this.write(exam, "asked", object, { about: "accommodation", kind, text }, extensions, draftKey);
  }

  /** The statement, the note that shows it until the server has taken it up, and the end of its draft: in one step. */
  private async write(
    exam: LearnerExam,
    verb: "contested" | "asked",
    object: string,
    what: Pick<Kept, "about" | "kind" | "text">,
    extensions: Record<string, unknown>,
    draftKey: string,
  ): Promise<void> {
    const id = crypto.randomUUID();
    const kept: Kept = { id, ...what, at: new Date().toISOString() };
    const facts = { id, object, registration: exam.seat, extensions, result: { response: what.text } };
    await this.recorder.own(verb, facts, {
      rows: [{ kind: "exam", key: keyOf(exam) + id, value: kept }],
      dropped: [["draft", draftKey]],
    });
  }
}

export const examsOf = (...of: ConstructorParameters<typeof LearnerExams>): MyExams => new LearnerExams(...of);
