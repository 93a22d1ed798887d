/** SHA-256 of what is too large for memory: WebCrypto cannot hash piece by piece. */
import { sha256 } from "@noble/hashes/sha2.js";

import { toHex } from "./bytes";

const SLICE = 512 * 1024; // small enough that a slow tablet still answers to the finger in between

export async function hashOfBlob(blob: Blob): Promise<string> {
  if (blob.size <= 4 * 1024 * 1024) {
    return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
  }
  const hash = sha256.create();
  for (let at = 0; at < blob.size; at += SLICE) {
    hash.update(new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer()));
  }
  return toHex(hash.digest());
}
