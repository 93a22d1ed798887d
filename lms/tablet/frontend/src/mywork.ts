/** What a learner reads about the own work, wherever it was done: where each piece stands, questions with their answers, what is contested. */
import type { Answer, Place, Question, Texts, WorkCounts, WorkItem } from "./facade";
import type { WorkDb } from "./db";
import { type Elsewhere, type ElsewhereCopy, type Reading, standing, targetOf } from "./elsewhere";
import type { Library } from "./library";
import type { Personal } from "./personal";
import type { LearnerState } from "./protocol.gen";
import type { Recorder, WorkCopy } from "./record";
import { OWN_VERBS } from "./statements";

/** What others say about statements, by id. */
interface Said {
  contested: Set<string>;
  voided: Set<string>;
  safeThrough: number;
  /** Every pairing that this tablet ever had. */
  own: Set<string>;
}

type AnyCopy = { at: number; value: WorkCopy } & ({ kind: "work" } | { kind: "elsewhere"; value: ElsewhereCopy });

export class MyWork {
  constructor(
    private readonly db: WorkDb,
    private readonly personal: Personal,
    private readonly library: Library,
    private readonly recorder: Recorder,
    private readonly elsewhere: Elsewhere,
  ) {}

  async counts(state: LearnerState | null): Promise<WorkCounts> {
    const [here, there, reading] = await Promise.all([
      this.recorder.counts(),
      this.elsewhere.counts(),
      this.elsewhere.reading(),
    ]);
    return {
      total: here.total + there.total,
      tablet: here.tablet,
      prison: here.prison + there.total - there.safe,
      province: here.province + there.safe,
      elsewhere: standing(reading, state?.elsewhere),
    };
  }

  /** A page of the record, newest first. `before`: the `at` of the last item shown, in ms. */
  async page({
    before = Infinity,
    limit = 50,
    lesson,
  }: { before?: number; limit?: number; lesson?: string } = {}): Promise<WorkItem[]> {
    const found: AnyCopy[] = [];
    for (const kind of ["work", "elsewhere"] as const) {
      let count = 0;
      await this.personal.walk<ElsewhereCopy>(kind, before, (row) => {
        if (lesson === undefined || row.value.lesson === lesson) count = found.push({ kind, ...row }) && count + 1;
        return count < limit;
      });
    }
    const newest = found.sort((a, b) => b.at - a.at).slice(0, limit);
    const said = await this.said();
    return Promise.all(newest.map((copy) => this.item(copy, said)));
  }

  async lessonOf(statement: string): Promise<string | undefined> {
    const own = await this.personal.get<WorkCopy>("work", statement);
    return (own?.value ?? (await this.elsewhere.find(statement)))?.lesson ?? undefined;
  }

  private async said(): Promise<Said> {
    const [rows, reading, pairings] = await Promise.all([
      this.personal.all<WorkCopy>("work"),
      this.elsewhere.reading(),
      this.db.identities.toCollection().primaryKeys(),
    ]);
    const own = rows.filter(({ value }) => value.verb === OWN_VERBS.contested);
    return {
      contested: new Set([...own.map(({ value }) => targetOf(value.object)), ...(reading?.contested ?? [])]),
      voided: new Set(reading?.voided),
      safeThrough: reading?.safeThrough ?? 0,
      own: new Set(pairings),
    };
  }

  private async item(copy: AnyCopy, said: Said): Promise<WorkItem> {
    const { id, at, verb, object, lesson, response, success } = copy.value;
    const titles: Texts | null = lesson
      ? (this.library.lessonRef(lesson)?.ref.titles ?? null)
      : this.library.courseTitles(object);
    return {
      ...{ id, verb, object, lesson, response, success },
      shownAt: copy.at,
      at: new Date(at),
      lessonTitles: titles,
      contested: said.contested.has(id),
      voided: said.voided.has(id) || (copy.kind === "elsewhere" && copy.value.voided),
      ...(copy.kind === "work" ? await this.fateOf(copy.value) : fateElsewhere(copy.value, said)),
    };
  }

  /** Where a statement of this tablet's is. */
  private async fateOf({ device, seq }: WorkCopy): Promise<Fate> {
    const entry = await this.db.journal.get([device, seq]);
    const place: Place = !entry ? "province" : entry.accepted ? "prison" : "tablet";
    const receipt = entry?.receipt ? await this.db.receipts.get([device, entry.receipt]) : undefined;
    return {
      place,
      receipt: receipt ? { number: receipt.number, at: new Date(receipt.at) } : null,
      quarantined: entry?.quarantined || null,
      made: "here",
    };
  }

  async answers(state: LearnerState | null): Promise<Answer[]> {
    const seen = await this.seen();
    const answers = (state?.answers ?? []).map((one) => ({
      question: one.question,
      lesson: one.lesson,
      asked: one.asked,
      answer: one.answer,
      answeredBy: one.answered_by,
      answeredAt: new Date(one.answered_at),
      seen: seen.has(one.question),
    }));
    return answers.sort((a, b) => b.answeredAt.getTime() - a.answeredAt.getTime());
  }

  async seen(): Promise<Set<string>> {
    return new Set((await this.personal.all("seen")).map(({ key }) => key));
  }

  async questions(state: LearnerState | null, lesson?: string): Promise<Question[]> {
    const answers = new Map((await this.answers(state)).map((one) => [one.question, one]));
    const reading = await this.elsewhere.reading();
    const here = (await this.personal.all<WorkCopy>("work")).map((row): AnyCopy => ({ kind: "work", ...row }));
    const asked = [...here, ...(await this.askedElsewhere(reading))]
      .filter(({ value }) => value.verb === OWN_VERBS.asked && (!lesson || value.lesson === lesson))
      .sort((a, b) => b.at - a.at);
    const said = await this.said();
    return Promise.all(
      asked.map(async (copy) => ({
        id: copy.value.id,
        lesson: copy.value.lesson ?? "",
        text: copy.value.response ?? "",
        askedAt: new Date(copy.value.at),
        place: (await this.item(copy, said)).place,
        answer: answers.get(copy.value.id) ?? null,
      })),
    );
  }

  private async askedElsewhere(reading: Reading | null): Promise<AnyCopy[]> {
    const rows = await Promise.all(
      (reading?.asked ?? []).map((key) => this.personal.get<ElsewhereCopy>("elsewhere", key)),
    );
    return rows.filter((row) => row !== null).map((row): AnyCopy => ({ kind: "elsewhere", ...row }));
  }
}

type Fate = Pick<WorkItem, "place" | "receipt" | "quarantined" | "made">;

function fateElsewhere({ seq, device, receipt }: ElsewhereCopy, { safeThrough, own }: Said): Fate {
  return {
    place: seq <= safeThrough ? "province" : "prison",
    receipt: receipt && { number: receipt.number, at: new Date(receipt.at) },
    quarantined: null,
    made: !device ? "by_officer" : own.has(device) ? "here" : "other_tablet",
  };
}
