/**
 * Lesson packages: fetched whole, checked, then switched to in one step. The one before stays for one undo.
 * What is assigned comes first; what nobody needs any more goes first when space runs out.
 */
import { type BlobStore, Damaged, isQuota } from "./blobs";
import { type CatalogueView, hasExpired, readCatalogue } from "./catalogue";
import type { DownloadItem, Downloads } from "./facade";
import { CoreError } from "./errors";
import type { PackageDb } from "./db";
import type { CourseManifest, Entry, LessonManifest, LessonRef } from "./protocol.gen";
import type { Signal } from "./signal";

export const PLAYER_VERSION = 1;
const AT_ONCE = 3;
const RESERVE_BYTES = 16 * 1024 * 1024; // the journal must always find room

export interface Space {
  usage: number;
  free: number | null;
}

export async function space(): Promise<Space> {
  const { usage = 0, quota } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  return { usage, free: quota === undefined ? null : Math.max(0, quota - usage) };
}

export function downloadsOf(items: DownloadItem[], { usage, free }: Space): Downloads {
  const sum = (pick: (item: DownloadItem) => number): number => items.reduce((total, item) => total + pick(item), 0);
  const [bytes, doneBytes] = [sum((item) => item.bytes), sum((item) => item.doneBytes)];
  return { items, bytes, doneBytes, usedBytes: usage, freeBytes: free };
}

export type RoundResult = {
  expired: boolean;
  neededBytes: number;
  damaged: string[];
  tooNew: boolean;
  changed: boolean;
};

export class Packages {
  view: CatalogueView | null = null;
  /** Blobs that are no lesson's and stay all the same: the sealed papers of exams. */
  others: ReadonlySet<string> = new Set();

  constructor(
    readonly db: PackageDb,
    private readonly blobs: BlobStore,
    private readonly items: Signal<DownloadItem[]>,
  ) {}

  async load(): Promise<void> {
    this.view = await readCatalogue(this.db);
    // The index and its table of characters are large, and a new tablet has nothing to search.
    if (await this.db.installed.count()) await (await import("./search-index")).indexMissing(this.db);
  }

  /** Brings the tablet to what the catalogue says, for the courses in `wanted`, most urgent first. Throws CoreError "offline". */
  async round(wanted: string[], now: number, onChange: () => void): Promise<RoundResult> {
    const result: RoundResult = { expired: false, neededBytes: 0, damaged: [], tooNew: false, changed: false };
    await this.load();
    if (!this.view) return result;
    await this.plan(wanted);
    if (hasExpired(this.view.catalogue, now)) return { ...result, expired: true };
    result.changed = await this.fetchCourses(result);
    await this.plan(wanted);
    if (result.changed) onChange();
    for (const item of this.items.value.filter((one) => one.state !== "ready")) {
      const ref = this.refOf(item.course, item.lesson)!;
      if (await this.tryInstall(ref, item, wanted, result)) {
        result.changed = true;
        onChange();
      }
    }
    await this.tidy();
    return result;
  }

  stateOf(packageId: string): "waiting" | "loading" {
    return this.items.value.find((item) => item.package === packageId)?.state === "loading" ? "loading" : "waiting";
  }

  private async tryInstall(
    ref: LessonRef,
    item: DownloadItem,
    wanted: string[],
    result: RoundResult,
  ): Promise<boolean> {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        this.report(item.package, { state: "loading" });
        if (!(await this.install(ref, item))) {
          result.tooNew = true;
          this.report(item.package, { state: "waiting" });
          return false;
        }
        this.report(item.package, { state: "ready", doneBytes: item.bytes });
        return true;
      } catch (error) {
        if (error instanceof Damaged || error instanceof SyntaxError || error instanceof TypeError) {
          result.damaged.push(ref.lesson);
          this.report(item.package, { state: "damaged" });
          return false;
        }
        if (!isFull(error)) throw error;
        if (attempt === 0 && (await this.makeRoom(wanted))) continue;
        await this.dropPartial(ref.package); // the room that is left belongs to the learners' work
        result.neededBytes += item.bytes;
        this.report(item.package, { state: "no_space" });
        return false;
      }
    }
    return false;
  }

  private async dropPartial(packageId: string): Promise<void> {
    const row = await this.db.manifests.get(packageId);
    if (row?.kind !== "lesson") return;
    const blobs = await this.db.blobs.bulkGet(row.manifest.entries.map((entry) => entry.sha256));
    await this.blobs.remove(blobs.flatMap((blob) => (blob && !blob.complete ? [blob.sha256] : [])));
  }

  private async fetchCourses(result: RoundResult): Promise<boolean> {
    let changed = false;
    for (const entry of this.view!.catalogue.courses) {
      if (await this.db.manifests.get(entry.manifest)) continue;
      try {
        await this.blobs.fetchSmall(entry.manifest);
        const manifest = await this.blobs.json<CourseManifest>(entry.manifest);
        if (manifest.kind !== "course" || manifest.course !== entry.course) throw new Damaged(entry.manifest);
        if (manifest.picture) await this.blobs.fetch(manifest.picture.sha256, manifest.picture.bytes);
        await this.db.manifests.put({ id: entry.manifest, kind: "course", manifest, ready: 1 });
        changed = true;
      } catch (error) {
        if (error instanceof Damaged || error instanceof SyntaxError) result.damaged.push(entry.course);
        else if (isFull(error)) result.neededBytes += 1;
        else throw error;
      }
    }
    if (changed) await this.load();
    return changed;
  }

  private refOf(course: string, lesson: string): LessonRef | undefined {
    return this.view?.courses.get(course)?.manifest.lessons.find((ref) => ref.lesson === lesson);
  }

  /** What is to be fetched, and how much of it is here. */
  async plan(wanted: string[]): Promise<void> {
    const installed = new Map((await this.db.installed.toArray()).map((row) => [row.lesson, row.package]));
    const items: DownloadItem[] = [];
    for (const course of wanted) {
      for (const ref of this.view?.courses.get(course)?.manifest.lessons ?? []) {
        const ready = installed.get(ref.lesson) === ref.package;
        const doneBytes = ready ? ref.bytes : await this.bytesHere(ref.package);
        const { lesson, titles, bytes } = ref;
        items.push({
          lesson,
          course,
          titles,
          bytes,
          package: ref.package,
          doneBytes,
          state: ready ? "ready" : "waiting",
        });
      }
    }
    this.items.set(items);
  }

  private async bytesHere(packageId: string): Promise<number> {
    const row = await this.db.manifests.get(packageId);
    if (row?.kind !== "lesson") return 0;
    const blobs = await this.db.blobs.bulkGet(row.manifest.entries.map((entry) => entry.sha256));
    return blobs.reduce((sum, blob) => sum + (blob?.have ?? 0), 0);
  }

  private report(packageId: string, change: Partial<DownloadItem>): void {
    this.items.set(this.items.value.map((item) => (item.package === packageId ? { ...item, ...change } : item)));
  }

  /** False when this app is too old to show the lesson. */
  private async install(ref: LessonRef, item: DownloadItem): Promise<boolean> {
    await this.blobs.fetchSmall(ref.package);
    const manifest = await this.blobs.json<LessonManifest>(ref.package);
    checkManifest(manifest, ref);
    if ((manifest.player ?? 1) > PLAYER_VERSION) return false;
    await this.db.manifests.put({ id: ref.package, kind: "lesson", manifest, ready: 0 });
    let done = await this.bytesHere(ref.package);
    const { free } = await space();
    if (free !== null && free < item.bytes - done + RESERVE_BYTES) throw new CoreError("no_space");
    const missing = [...new Map(manifest.entries.map((entry) => [entry.sha256, entry])).values()];
    missing.sort((a, b) => a.bytes - b.bytes);
    await eachOf(missing, AT_ONCE, (entry) =>
      this.blobs.fetch(entry.sha256, entry.bytes, (count) => {
        done += count;
        this.report(ref.package, { doneBytes: Math.min(done, item.bytes) });
      }),
    );
    await this.switchTo(ref, manifest);
    return true;
  }

  /** The one step in which a lesson changes from one package to the next. */
  private async switchTo(ref: LessonRef, manifest: LessonManifest): Promise<void> {
    const { passagesOf } = await import("./search-index");
    const passages = await passagesOf(this.db, manifest, ref.package);
    const { installed, manifests, passages: index } = this.db;
    await this.db.transaction("rw", [installed, manifests, index], async () => {
      const before = await installed.get(ref.lesson);
      const previous = before && before.package !== ref.package ? before.package : (before?.previous ?? null);
      if (before) await index.where("package").equals(before.package).delete();
      await manifests.put({ id: ref.package, kind: "lesson", manifest, ready: 1 });
      await index.bulkPut(passages);
      await installed.put({
        lesson: ref.lesson,
        course: manifest.course,
        package: ref.package,
        previous,
        installedAt: Date.now(),
      });
    });
  }

  /** Lets go of blobs and manifests that nothing refers to. */
  async tidy(): Promise<void> {
    const keep = new Set<string>(this.items.value.map((item) => item.package));
    for (const { id } of this.view?.courses.values() ?? []) keep.add(id);
    const courses = new Set<string>();
    for (const row of await this.db.installed.toArray()) {
      [row.package, row.previous].forEach((id) => id && keep.add(id));
      courses.add(row.course);
    }
    const files = new Set([...keep, ...this.others]);
    for (const row of await this.db.manifests.toArray()) {
      const { manifest } = row;
      const withdrawn =
        manifest.kind === "course" && courses.has(manifest.course) && !this.view?.courses.has(manifest.course);
      if (withdrawn) files.add(row.id);
      if (!keep.has(row.id) && !withdrawn) await this.db.manifests.delete(row.id);
      else entriesOf(row).forEach((entry) => files.add(entry.sha256));
    }
    const hashes = await this.db.blobs.toCollection().primaryKeys();
    await this.blobs.remove(hashes.filter((sha256) => !files.has(sha256)));
  }

  /** First the copies kept for an undo, then lessons of courses that nobody here has any more. False: nothing left to give. */
  private async makeRoom(wanted: string[]): Promise<boolean> {
    const before = await this.db.blobs.count();
    await this.db.installed.toCollection().modify({ previous: null });
    await this.tidy();
    if ((await this.db.blobs.count()) < before) return true;
    const idle = (await this.db.installed.toArray()).filter((row) => !wanted.includes(row.course));
    for (const row of idle) {
      await this.db.transaction("rw", this.db.installed, this.db.passages, async () => {
        await this.db.passages.where("package").equals(row.package).delete();
        await this.db.installed.delete(row.lesson);
      });
    }
    await this.tidy();
    return idle.length > 0;
  }
}

/** No room, whichever of the writes has met the end of it. */
const isFull = (error: unknown): boolean => isQuota(error) || (error instanceof CoreError && error.code === "no_space");

function entriesOf(
  row: { kind: "lesson"; manifest: LessonManifest } | { kind: "course"; manifest: CourseManifest },
): Entry[] {
  if (row.kind === "lesson") return row.manifest.entries;
  return row.manifest.picture ? [row.manifest.picture] : [];
}

function checkManifest(manifest: LessonManifest, ref: LessonRef): void {
  const paths = new Set<string>();
  const good =
    manifest?.kind === "lesson" &&
    manifest.lesson === ref.lesson &&
    Array.isArray(manifest.entries) &&
    manifest.entries.every(({ path, sha256, bytes }) => {
      const fresh = !paths.has(path);
      paths.add(path);
      return fresh && !path.split("/").includes("..") && /^[0-9a-f]{64}$/.test(sha256) && bytes >= 0;
    });
  if (!good) throw new Damaged(ref.package);
}

async function eachOf<T>(list: T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = list.values();
  const results = await Promise.allSettled(
    Array.from({ length: atOnce }, async () => {
      for (const one of queue) await work(one);
    }),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
