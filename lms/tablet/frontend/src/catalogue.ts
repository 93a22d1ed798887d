/** What this tablet should hold: a signed list that is checked before anything in it is believed. */
import { verifyJws } from "./crypto/jose";
import type { Identity, PackageDb } from "./db";
import type { Catalogue, CourseManifest } from "./protocol.gen";

export type Refusal = "signature" | "serial" | "shape";

export interface CatalogueView {
  catalogue: Catalogue;
  /** Courses whose manifest is here, by IRI. */
  courses: Map<string, { id: string; priority: number; manifest: CourseManifest }>;
}

/**
 * Takes over a catalogue if it may be: signed by a trusted key, for this prison, and not older than the one here.
 * A lower serial is believed only from a later epoch, since a restored server may count from an earlier number again.
 */
export async function acceptCatalogue(db: PackageDb, identity: Identity, jws: string): Promise<Refusal | null> {
  let fresh: Catalogue;
  try {
    fresh = await verifyJws<Catalogue>(jws, identity.trust.verify);
  } catch {
    return "signature";
  }
  const audience = `urn:newleaf:prison:${identity.prison}`;
  if (fresh.kind !== "catalogue" || fresh.audience !== audience || !Array.isArray(fresh.courses)) return "shape";
  return db.transaction("rw", db.meta, async () => {
    const known = (await db.meta.get("catalogue"))?.catalogue;
    const laterEpoch =
      known && known.epoch !== fresh.epoch && Date.parse(fresh.issued_at) > Date.parse(known.issued_at);
    if (known && known.audience === audience && fresh.serial < known.serial && !laterEpoch) return "serial";
    await db.meta.put({ key: "catalogue", catalogue: fresh });
    return null;
  });
}

export const hasExpired = (catalogue: Catalogue, now: number): boolean => Date.parse(catalogue.expires_at) < now;

export async function readCatalogue(db: PackageDb): Promise<CatalogueView | null> {
  const catalogue = (await db.meta.get("catalogue"))?.catalogue;
  if (!catalogue) return null;
  const courses: CatalogueView["courses"] = new Map();
  const rows = await db.manifests.bulkGet(catalogue.courses.map((entry) => entry.manifest));
  catalogue.courses.forEach((entry, at) => {
    const row = rows[at];
    if (row?.kind !== "course") return;
    courses.set(entry.course, { id: row.id, priority: entry.priority ?? 100, manifest: row.manifest });
  });
  return { catalogue, courses };
}
