/** AES-256-GCM as everything here uses it: iv (12 bytes) || ciphertext and tag. And the keys that come from a secret. */
import { type Bytes, concat, fromUtf8, randomBytes, utf8 } from "./bytes";

const VAULT_INFO = utf8("newleaf vault v1");

export async function aesKey(raw: Bytes, usages: KeyUsage[] = ["encrypt", "decrypt"]): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, usages);
}

export async function seal(key: CryptoKey, plain: Bytes, aad: Bytes = new Uint8Array()): Promise<Bytes> {
  const iv = randomBytes(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: aad }, key, plain);
  return concat(iv, new Uint8Array(sealed));
}

/** Throws an OperationError when key, bytes or aad are not what they were. */
export async function unseal(key: CryptoKey, sealed: Bytes, aad: Bytes = new Uint8Array()): Promise<Bytes> {
  const iv = sealed.subarray(0, 12);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: aad }, key, sealed.subarray(12)),
  );
}

export const sealJson = (key: CryptoKey, value: unknown, aad?: string): Promise<Bytes> =>
  seal(key, utf8(JSON.stringify(value)), utf8(aad ?? ""));

export const unsealJson = async <T>(key: CryptoKey, sealed: Bytes, aad?: string): Promise<T> =>
  JSON.parse(fromUtf8(await unseal(key, sealed, utf8(aad ?? "")))) as T;

/** The string that PBKDF2 takes: the PIN itself, or "pictures:sun,tree,boat". */
export function secretText(secret: { kind: "pin"; pin: string } | { kind: "pictures"; pictures: string[] }): string {
  return secret.kind === "pin" ? secret.pin : `pictures:${secret.pictures.join(",")}`;
}

export async function pbkdf2(secret: string, salt: Bytes, iterations: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", utf8(secret), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256),
  );
}

/** What the tablet adds to a learner's secret: worthless elsewhere, since the HMAC key cannot leave it. */
export async function deviceShare(hmacKey: CryptoKey, learner: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, utf8(`newleaf vault ${learner}`)));
}

/** The key that wraps a learner key: HKDF-SHA-256(PBKDF2 key || device share). */
export async function vaultWrapKey(pbkdf2Key: Bytes, share: Bytes): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", concat(pbkdf2Key, share), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: VAULT_INFO },
    key,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
