/** Newer trust data in place of those that the page came with: only what a key signs that is already trusted here. */
import { BundleInvalid, readBundle, type TrustBundle } from "./bundle";
import type { Word } from "./words";

export interface Followed {
  bundle: TrustBundle;
  said: Word;
  /** Bodies that were left out because nothing here vouches for them. */
  unknown: string[];
}

/** `current` stays when the newer data are refused. */
export async function follow(current: TrustBundle, data: Uint8Array): Promise<Followed> {
  const refused = (said: Word): Followed => ({ bundle: current, said, unknown: [] });
  let newer: TrustBundle;
  try {
    newer = await readBundle(data);
  } catch (error) {
    if (error instanceof BundleInvalid) return refused("newerBroken");
    throw error;
  }
  const bodies = new Map(current.bodies);
  const unknown: string[] = [];
  for (const body of newer.bodies.values()) {
    const before = current.bodies.get(body.did);
    if (!before) {
      unknown.push(body.did);
      continue;
    }
    const trusted = before.keys.filter((one) => !one.compromised).map((one) => one.key.kid);
    if (!body.signedBy.some((kid) => trusted.includes(kid))) return refused("newerStranger");
    if (body.madeAt < before.madeAt) return refused("newerOlder");
    bodies.set(body.did, body);
  }
  if (unknown.length === newer.bodies.size) return refused("newerStranger");
  return { bundle: { bodies }, said: "newerTaken", unknown };
}
