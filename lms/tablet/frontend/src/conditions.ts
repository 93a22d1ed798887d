/** The states that a page must say plainly, from what the parts know. */
import { type CatalogueView, hasExpired, type Refusal } from "./catalogue";
import type { Clock } from "./clock";
import type { Condition } from "./facade";
import type { Identity } from "./db";
import type { RoundResult } from "./packages";

export interface Findings {
  identity: Identity | null;
  clock: Clock;
  leaseDays: number;
  view: CatalogueView | null;
  waiting: number;
  inactive: string | null;
  serverSays: "revoked" | "unknown_device" | "update_needed" | null;
  refusal: Refusal | null;
  round: RoundResult | null;
  writeFailed: boolean;
  freeBytes: number | null;
}

export function conditionsOf(found: Findings): Condition[] {
  const { identity, clock, round } = found;
  if (!identity) return [];
  const list: Condition[] = [];
  if (identity.state === "revoked") list.push({ kind: "revoked", blocking: true, waiting: found.waiting });
  else if (clock.leaseOver(found.leaseDays)) {
    list.push({ kind: "lease_over", blocking: true, lastContact: clock.lastContact!, leaseDays: found.leaseDays });
  }
  if (found.inactive) list.push({ kind: "inactive", blocking: true, learner: found.inactive });
  if (found.serverSays === "unknown_device") list.push({ kind: "unknown_device", blocking: false });
  if (found.serverSays === "update_needed" || round?.tooNew) list.push({ kind: "update_needed", blocking: false });
  const wrong = clock.wrong();
  if (wrong) list.push({ kind: "wrong_clock", blocking: false, ...wrong });
  if (found.view && hasExpired(found.view.catalogue, clock.now())) {
    list.push({ kind: "catalogue_expired", blocking: false, expiredAt: new Date(found.view.catalogue.expires_at) });
  }
  if (found.refusal) list.push({ kind: "catalogue_refused", blocking: false, reason: found.refusal });
  if (found.writeFailed || round?.neededBytes) {
    list.push({ kind: "no_space", blocking: false, neededBytes: round?.neededBytes ?? 0, freeBytes: found.freeBytes });
  }
  for (const lesson of round?.damaged ?? []) list.push({ kind: "damaged", blocking: false, lesson });
  return list;
}

/** What this browser lacks; null when it has everything. */
export function missingFeature(): string | null {
  if (!globalThis.crypto?.subtle) return "crypto.subtle";
  if (!globalThis.indexedDB) return "indexedDB";
  if (!navigator.locks) return "locks";
  if (!globalThis.CompressionStream) return "CompressionStream";
  return null;
}
