/** What the two small forms about an exam have in common: a kind, a text whose draft is kept, and sending it. */
import type { MyExam, MyExams } from "../facade";
import { messageOf } from "./messages";
import { PageElement } from "./page";

export abstract class ExamFormElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    exams: { attribute: false },
    exam: { attribute: false },
    kind: { state: true },
    text: { state: true },
    error: { state: true },
    sending: { state: true },
    sent: { state: true },
  };
  declare exams: MyExams;
  declare exam: MyExam;
  declare kind: string;
  declare text: string;
  declare error: string;
  declare sending: boolean;
  declare sent: boolean;
  private readFor = "";

  constructor() {
    super();
    this.text = "";
    this.error = "";
    this.sending = false;
    this.sent = false;
  }

  protected abstract draftName: string;

  protected get draftKey(): string {
    return `urn:newleaf:sitting:${this.exam.sitting}#${this.draftName}`;
  }

  protected override willUpdate(): void {
    if (!this.exam || this.readFor === this.exam.sitting) return;
    this.readFor = this.exam.sitting;
    void this.session.draft(this.draftKey).then((text) => (this.text = text ?? ""));
  }

  protected readonly write = (event: Event): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.sent = false;
    this.session.saveDraft(this.draftKey, this.text).catch((error: unknown) => (this.error = messageOf(error)));
  };

  protected async send(work: () => Promise<void>): Promise<void> {
    if (this.sending || !this.text.trim()) return;
    this.sending = true;
    this.error = "";
    try {
      await work();
      this.text = "";
      this.sent = true;
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.sending = false;
    }
  }
}
