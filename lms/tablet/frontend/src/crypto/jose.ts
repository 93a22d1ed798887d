/** The three JOSE forms that the protocol needs: JWE (ECDH-ES, A256GCM), JWS (ES256), RFC 7638 thumbprints. */
import type { PublicJwk } from "../protocol.gen";
import { type Bytes, concat, fromBase64Url, fromUtf8, randomBytes, toBase64Url, uint32, utf8 } from "./bytes";

const ECDH = { name: "ECDH", namedCurve: "P-256" } as const;
const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;
export const SIGN = { name: "ECDSA", hash: "SHA-256" } as const;

export async function publicJwk(key: CryptoKey): Promise<PublicJwk> {
  const { x, y } = await crypto.subtle.exportKey("jwk", key);
  return { kty: "EC", crv: "P-256", x: x!, y: y! };
}

export async function thumbprint(jwk: PublicJwk): Promise<string> {
  const members = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }); // in this order: RFC 7638
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(members))));
}

export const newSigningKey = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]) as Promise<CryptoKeyPair>;

export const newAgreementKey = (extractable = false): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(ECDH, extractable, ["deriveBits"]) as Promise<CryptoKeyPair>;

export const newHmacKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);

async function agree(privateKey: CryptoKey, publicKey: CryptoKey, usage: KeyUsage): Promise<CryptoKey> {
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256));
  const algorithm = utf8("A256GCM");
  // ConcatKDF of RFC 7518, 4.6.2, with empty apu and apv: one round gives the 256 bits
  const input = concat(uint32(1), shared, uint32(algorithm.length), algorithm, uint32(0), uint32(0), uint32(256));
  return crypto.subtle.importKey("raw", await crypto.subtle.digest("SHA-256", input), "AES-GCM", false, [usage]);
}

/** A compact JWE that only the holder of the private half can open. Whose it is (`sub`) cannot be changed without breaking it. */
export async function sealTo(recipient: PublicJwk, plain: Bytes, sub?: string): Promise<string> {
  const publicKey = await crypto.subtle.importKey("jwk", { ...recipient }, ECDH, false, []);
  const ephemeral = await newAgreementKey();
  const epk = await publicJwk(ephemeral.publicKey);
  const header = toBase64Url(utf8(JSON.stringify({ alg: "ECDH-ES", enc: "A256GCM", epk, sub })));
  const key = await agree(ephemeral.privateKey, publicKey, "encrypt");
  const iv = randomBytes(12);
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(header) }, key, plain),
  );
  const parts = [iv, sealed.subarray(0, -16), sealed.subarray(-16)].map(toBase64Url);
  return [header, "", ...parts].join(".");
}

/** Opens a compact JWE. Throws when it is not for this key or has been touched. */
export async function openSealed(privateKey: CryptoKey, token: string): Promise<Bytes> {
  const [header, wrapped, iv, ciphertext, tag, ...more] = token.split(".");
  if (tag === undefined || more.length || wrapped !== "") throw new Error("not a compact JWE of ours");
  const { alg, enc, epk } = JSON.parse(fromUtf8(fromBase64Url(header!))) as Record<string, unknown>;
  if (alg !== "ECDH-ES" || enc !== "A256GCM") throw new Error("another algorithm");
  const publicKey = await crypto.subtle.importKey("jwk", epk as JsonWebKey, ECDH, false, []);
  const key = await agree(privateKey, publicKey, "decrypt");
  const parameters = { name: "AES-GCM", iv: fromBase64Url(iv!), additionalData: utf8(header!) };
  const sealed = concat(fromBase64Url(ciphertext!), fromBase64Url(tag));
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed));
}

/** The payload of a compact JWS (ES256) if one of the trusted keys signed it. Throws otherwise. */
export async function verifyJws<T>(token: string, trusted: Record<string, PublicJwk>): Promise<T> {
  const [header, payload, signature, ...more] = token.split(".");
  if (signature === undefined || more.length) throw new Error("not a compact JWS");
  const { alg, kid } = JSON.parse(fromUtf8(fromBase64Url(header!))) as { alg?: string; kid?: string };
  const jwk = kid !== undefined && Object.hasOwn(trusted, kid) ? trusted[kid] : undefined;
  if (alg !== "ES256" || !jwk) throw new Error("not signed by a key that this tablet trusts");
  const key = await crypto.subtle.importKey("jwk", { ...jwk }, ECDSA, false, ["verify"]);
  const good = await crypto.subtle.verify(SIGN, key, fromBase64Url(signature), utf8(`${header}.${payload}`));
  if (!good) throw new Error("the signature does not fit");
  return JSON.parse(fromUtf8(fromBase64Url(payload!))) as T;
}

export async function signBytes(privateKey: CryptoKey, bytes: Bytes): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign(SIGN, privateKey, bytes)));
}
