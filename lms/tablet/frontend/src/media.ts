/** Files of installed lessons as the service worker gives them out: whole or one range, from the pieces on the disk. */
import { openBlob, openRange } from "./blobs";
import type { PackageDb } from "./db";
import type { Entry } from "./protocol.gen";

const ADDRESS = /^\/media\/([0-9a-f]{64})\/(.+)$/;

/** What comes from a package may be shown and played, and may run nothing. PDF viewers do not work in a sandbox. */
function safety(mediaType: string): Record<string, string> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'";
  return {
    "Content-Security-Policy": mediaType === "application/pdf" ? policy : `${policy}; sandbox`,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}

export async function mediaResponse(db: PackageDb, pathname: string, range: string | null): Promise<Response> {
  const entry = await findEntry(db, pathname);
  const blob = entry && (await db.blobs.get(entry.sha256));
  if (!entry || !blob?.complete) return new Response("Not on this tablet.", { status: 404 });
  const headers = new Headers({
    ...safety(entry.media_type),
    "Content-Type": entry.media_type,
    "Accept-Ranges": "bytes",
  });
  const wanted = parseRange(range, entry.bytes);
  if (wanted === "outside") {
    headers.set("Content-Range", `bytes */${entry.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  if (!wanted) {
    headers.set("Content-Length", String(entry.bytes));
    return new Response(await openBlob(db, entry.sha256), { headers });
  }
  const [start, end] = wanted;
  headers.set("Content-Range", `bytes ${start}-${end - 1}/${entry.bytes}`);
  headers.set("Content-Length", String(end - start));
  return new Response(await openRange(db, entry.sha256, start, end), { status: 206, headers });
}

async function findEntry(db: PackageDb, pathname: string): Promise<Entry | undefined> {
  const [, id, encoded] = ADDRESS.exec(pathname) ?? [];
  if (!id || !encoded) return undefined;
  const row = await db.manifests.get(id);
  const path = encoded.split("/").map(decodeURIComponent).join("/");
  if (row?.kind === "course") return row.manifest.picture?.path === path ? row.manifest.picture : undefined;
  return row?.manifest.entries.find((entry) => entry.path === path);
}

/** One range as [start, end); null: the whole file (RFC 9110, 14.2). */
export function parseRange(header: string | null, size: number): [number, number] | null | "outside" {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!found || (!found[1] && !found[2])) return null;
  const start = found[1] ? Number(found[1]) : Math.max(size - Number(found[2]), 0);
  const end = found[1] && found[2] ? Math.min(Number(found[2]) + 1, size) : size;
  return start >= size || start >= end ? "outside" : [start, end];
}
