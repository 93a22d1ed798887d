/** The journal's hash chain, over sealed bytes, so that it can be checked before anything is opened. */
import { type Bytes, concat, fromHex, toHex, uint64, utf8 } from "./bytes";

export const FIRST_PREV = "0".repeat(64);

export async function linkHash(prev: string, seq: number, sealed: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", concat(fromHex(prev), uint64(seq), sealed))));
}

/** What AES-GCM binds a sealed statement to: nobody can move it to another place. */
export const linkAad = (device: string, segment: string, seq: number): Bytes => utf8(`${device}/${segment}/${seq}`);
