/** Public keys and their signatures: WebCrypto where the browser has it, @noble/curves where not. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { sha256 as sha256Here } from "@noble/hashes/sha2.js";

import { decodeBase64Url, encodeBase64Url, isObject, Malformed, utf8, type Json } from "./strict";

export type Algorithm = "EdDSA" | "ES256";
export const ALGORITHMS: readonly unknown[] = ["EdDSA", "ES256"];

const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

export interface VerifyingKey {
  algorithm: Algorithm;
  /** RFC 7638 thumbprint. */
  kid: string;
  x: Uint8Array<ArrayBuffer>;
  y: Uint8Array<ArrayBuffer>;
}

export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", data)) : sha256Here(data);
}

/** Throws Malformed for other kinds of keys and for points that are on no curve. */
export async function verifyingKey(jwk: Json | undefined): Promise<VerifyingKey> {
  if (!isObject(jwk) || typeof jwk.x !== "string") throw new Malformed("not a key");
  const x = coordinate(jwk.x);
  try {
    if (jwk.kty === "OKP" && jwk.crv === "Ed25519") {
      ed25519.Point.fromBytes(x);
      const kid = await thumbprint({ crv: "Ed25519", kty: "OKP", x: jwk.x });
      return { algorithm: "EdDSA", kid, x, y: new Uint8Array() };
    }
    if (jwk.kty === "EC" && jwk.crv === "P-256" && typeof jwk.y === "string") {
      const y = coordinate(jwk.y);
      p256.Point.fromBytes(point(x, y)).assertValidity();
      const kid = await thumbprint({ crv: "P-256", kty: "EC", x: jwk.x, y: jwk.y });
      return { algorithm: "ES256", kid, x, y };
    }
  } catch {
    throw new Malformed("not a point of the curve");
  }
  throw new Malformed("not a key of a kind that is used here");
}

/** Whether these 64 bytes are the key's signature, written the one way that counts (ES256: the low s). */
export async function verifies(
  key: VerifyingKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  if (key.algorithm === "ES256") {
    const s = BigInt("0x" + [...signature.slice(32)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    if (s === 0n || s > HALF_ORDER) return false;
  }
  const made = await imported(key);
  if (made) return crypto.subtle.verify(made.how, made.key, signature, message);
  try {
    return key.algorithm === "EdDSA"
      ? ed25519.verify(signature, message, key.x, { zip215: false })
      : p256.verify(signature, message, point(key.x, key.y), { prehash: true, lowS: true });
  } catch {
    return false;
  }
}

interface Imported {
  key: CryptoKey;
  how: AlgorithmIdentifier | EcdsaParams;
}

const known = new Map<string, Promise<Imported | null>>();

function imported(key: VerifyingKey): Promise<Imported | null> {
  const found = known.get(key.kid) ?? importKey(key);
  known.set(key.kid, found);
  return found;
}

/** None where the browser lacks WebCrypto or this algorithm: Ed25519 came to Chromium with version 137. */
async function importKey(key: VerifyingKey): Promise<Imported | null> {
  if (!globalThis.crypto?.subtle) return null;
  try {
    return key.algorithm === "EdDSA"
      ? { key: await crypto.subtle.importKey("raw", key.x, "Ed25519", false, ["verify"]), how: "Ed25519" }
      : {
          key: await crypto.subtle.importKey(
            "raw",
            point(key.x, key.y),
            { name: "ECDSA", namedCurve: "P-256" },
            false,
            ["verify"],
          ),
          how: { name: "ECDSA", hash: "SHA-256" },
        };
  } catch {
    return null;
  }
}

function coordinate(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64Url(text);
  if (bytes.length !== 32) throw new Malformed("a coordinate has 32 bytes");
  return bytes;
}

function point(x: Uint8Array, y: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array([4, ...x, ...y]);
}

async function thumbprint(members: Record<string, string>): Promise<string> {
  return encodeBase64Url(await sha256(utf8(JSON.stringify(members))));
}
