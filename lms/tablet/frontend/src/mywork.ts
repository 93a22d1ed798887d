/** What a learner reads about the own work: where each piece stands, questions with their answers, and what is contested. */
import type { Answer, Place, Question, Texts, WorkItem } from "./facade";
import type { WorkDb } from "./db";
import type { Library } from "./library";
import type { Personal } from "./personal";
import type { LearnerState } from "./protocol.gen";
import type { WorkCopy } from "./record";
import { OWN_VERBS } from "./statements";

export class MyWork {
  constructor(
    private readonly db: WorkDb,
    private readonly personal: Personal,
    private readonly library: Library,
  ) {}

  /** A page of the record, newest first. `before`: the `at` of the last item shown, in ms. */
  async page({
    before = Infinity,
    limit = 50,
    lesson,
  }: { before?: number; limit?: number; lesson?: string } = {}): Promise<WorkItem[]> {
    const copies: { at: number; value: WorkCopy }[] = [];
    await this.personal.walk<WorkCopy>("work", before, (row) => {
      if (lesson === undefined || row.value.lesson === lesson) copies.push(row);
      return copies.length < limit;
    });
    const contested = await this.contested();
    return Promise.all(copies.map(({ at, value }) => this.item(at, value, contested)));
  }

  private async contested(): Promise<Set<string>> {
    const rows = await this.personal.all<WorkCopy>("work");
    const own = rows.filter(({ value }) => value.verb === OWN_VERBS.contested);
    return new Set(own.map(({ value }) => value.object.replace("urn:uuid:", "")));
  }

  private async item(shownAt: number, copy: WorkCopy, contested: Set<string>): Promise<WorkItem> {
    const entry = await this.db.journal.get([copy.device, copy.seq]);
    const place: Place = !entry ? "province" : entry.accepted ? "prison" : "tablet";
    const receipt = entry?.receipt ? await this.db.receipts.get([copy.device, entry.receipt]) : undefined;
    const titles: Texts | null = copy.lesson ? (this.library.lessonRef(copy.lesson)?.ref.titles ?? null) : null;
    return {
      id: copy.id,
      seq: copy.seq,
      shownAt,
      at: new Date(copy.at),
      verb: copy.verb,
      object: copy.object,
      lesson: copy.lesson,
      lessonTitles: titles,
      response: copy.response,
      success: copy.success,
      place,
      receipt: receipt ? { number: receipt.number, at: new Date(receipt.at) } : null,
      quarantined: entry?.quarantined || null,
      contested: contested.has(copy.id),
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
    const rows = await this.personal.all<WorkCopy>("work");
    const asked = rows.filter(({ value }) => value.verb === OWN_VERBS.asked && (!lesson || value.lesson === lesson));
    return Promise.all(
      asked.map(async ({ at, value }) => ({
        id: value.id,
        lesson: value.lesson ?? "",
        text: value.response ?? "",
        askedAt: new Date(value.at),
        place: (await this.item(at, value, new Set())).place,
        answer: answers.get(value.id) ?? null,
      })),
    );
  }
}
