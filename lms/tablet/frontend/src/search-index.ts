/** The index of an installed lesson, made of its documents and of the captions of its videos. */
import { openBlob } from "./blobs";
import type { PackageDb, PassageRow } from "./db";
import type { LessonDocument, LessonManifest } from "./protocol.gen";
import { captionRows, textRows } from "./search";

/** Rows for everything that is written and said in a lesson. Its blobs must be complete. */
export async function passagesOf(db: PackageDb, manifest: LessonManifest, packageId: string): Promise<PassageRow[]> {
  const place = { package: packageId, lesson: manifest.lesson, course: manifest.course };
  const files = new Map(manifest.entries.map((entry) => [entry.path, entry.sha256]));
  const read = async (path: string): Promise<string> => (await openBlob(db, files.get(path)!)).text();
  const rows: PassageRow[] = [];
  const tracks = new Map<string, { path: string; blocks: string[]; language: string; title: string }>();
  for (const { path } of manifest.entries.filter(({ role }) => role === "document")) {
    const document = JSON.parse(await read(path)) as LessonDocument;
    rows.push(...textRows(document, place, path));
    for (const block of document.blocks)
      for (const track of block.type === "video" ? (block.captions ?? []) : []) {
        const about = { path: track.path, blocks: [], language: track.language, title: document.title };
        const known = tracks.get(track.path) ?? about;
        tracks.set(track.path, { ...known, blocks: [...new Set([...known.blocks, block.id])] });
      }
  }
  for (const about of tracks.values())
    if (files.has(about.path)) rows.push(...captionRows(await read(about.path), place, about));
  return rows;
}

/** Lessons that an earlier version of the app has installed are indexed now. */
export async function indexMissing(db: PackageDb): Promise<void> {
  const indexed = new Set(await db.passages.orderBy("package").uniqueKeys());
  for (const { package: id } of await db.installed.toArray()) {
    const stored = indexed.has(id) ? undefined : await db.manifests.get(id);
    if (stored?.kind === "lesson") await db.passages.bulkPut(await passagesOf(db, stored.manifest, id));
  }
}
