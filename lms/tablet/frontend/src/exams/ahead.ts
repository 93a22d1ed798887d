/** Sealed papers: fetched before their sitting, with nobody signed in, and let go when everything has been delivered. */
import type { BlobStore } from "../blobs";
import type { WorkDb } from "../db";
import type { ExamNotice } from "../protocol.gen";
import { TickDb } from "./clock";

/** Hashes of the papers that stay: of sittings still to come or open, and of those with work that is not delivered. */
export async function papersToKeep(db: WorkDb, notices: readonly ExamNotice[]): Promise<Set<string>> {
  const kept = new Set(notices.filter((notice) => notice.state !== "ended").map((notice) => notice.package));
  for (const row of await db.opened.toArray()) kept.add(row.package);
  return kept;
}

export async function fetchPapers(blobs: BlobStore, notices: readonly ExamNotice[]): Promise<void> {
  for (const notice of notices) {
    if (notice.state !== "ended") await blobs.fetch(notice.package, notice.bytes);
  }
}

/** After a sitting: its key, copies of responses, files and clocks go once the server has a receipt for every statement and every file. */
export async function letGo(db: WorkDb, notices: readonly ExamNotice[], ticks = new TickDb()): Promise<void> {
  const live = new Map(notices.filter((notice) => notice.state !== "ended").map((one) => [one.sitting, one.package]));
  const papers = new Map((await db.opened.toArray()).map((row) => [row.sitting, row.package]));
  const withFiles = (await db.files.orderBy("sitting").uniqueKeys()) as string[];
  const sittings = new Set([
    ...papers.keys(),
    ...(await db.attempts.toArray()).map((row) => row.sitting),
    ...withFiles,
  ]);
  for (const sitting of sittings) {
    if (live.has(sitting) && (!papers.has(sitting) || live.get(sitting) === papers.get(sitting))) continue;
    const attempts = await db.attempts.where("sitting").equals(sitting).toArray();
    const waiting = await Promise.all(
      attempts.map(({ learner }) => db.journal.where("[learner+accepted]").equals([learner, 0]).count()),
    );
    if (waiting.some((count) => count > 0)) continue;
    if ((await db.files.where("[sitting+arrived]").equals([sitting, 0]).count()) > 0) continue;
    await db.transaction("rw", db.opened, db.attempts, db.responses, db.files, async () => {
      await db.opened.delete(sitting);
      await db.attempts.where("sitting").equals(sitting).delete();
      await db.responses.where("sitting").equals(sitting).delete();
      await db.files.where("[sitting+arrived]").equals([sitting, 1]).delete();
    });
    await ticks.ticks.bulkDelete(attempts.map(({ seat }) => seat));
  }
}
