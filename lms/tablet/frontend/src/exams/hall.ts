/** The little of exams that the tablet needs all the time; the rest is loaded when there is an exam. */
import type { Exams } from "../facade";
import type { TabletState } from "../pull";
import type { FileDelivery } from "./delivery";
import type { ExamParts } from "./desk";

export class ExamHall {
  private opening: Promise<Exams> | undefined;
  private delivery: FileDelivery | undefined;

  constructor(private readonly parts: ExamParts) {}

  desk(): Promise<Exams> {
    this.opening ??= import("./desk").then(({ ExamDesk }) => new ExamDesk(this.parts));
    return this.opening;
  }

  /** The sitting of an attempt that has begun here and is not handed in. */
  async running(): Promise<string | null> {
    return (await this.parts.db.attempts.filter((row) => row.state === "running").first())?.sitting ?? null;
  }

  /** Sends photos and other files of responses, with nobody signed in, whatever page is open. Throws "offline". */
  async sendFiles(onArrived: () => void): Promise<void> {
    if ((await this.parts.db.files.where("arrived").equals(0).count()) === 0) return;
    const { FileDelivery } = await import("./delivery");
    this.delivery ??= new FileDelivery(this.parts.db, this.parts.api, this.parts.identities);
    await this.delivery.round(onArrived);
  }

  /** Fetches sealed papers, with nobody signed in, and lets go of what is over and delivered. Returns the blobs that stay. */
  async papers(): Promise<Set<string>> {
    const { db, blobs } = this.parts;
    const notices = (await db.read<TabletState>("tablet"))?.exams ?? []; // pages may not have heard of the newest yet
    if (notices.length === 0 && (await db.opened.count()) + (await db.files.count()) === 0) return new Set();
    const { fetchPapers, letGo, papersToKeep } = await import("./ahead");
    await letGo(db, notices);
    await fetchPapers(blobs, notices);
    return papersToKeep(db, notices);
  }
}
