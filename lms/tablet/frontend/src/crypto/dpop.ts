/** DPoP proofs (RFC 9449). `iat` is there because the form asks for it: a tablet's clock proves nothing, the server's nonce does. */
import type { PublicJwk } from "../protocol.gen";
import { toBase64Url, utf8 } from "./bytes";
import { signBytes } from "./jose";

export interface ProofKey {
  privateKey: CryptoKey;
  jwk: PublicJwk;
}

export async function dpopProof(
  key: ProofKey,
  method: string,
  url: string,
  { token = "", nonce = "" }: { token?: string; nonce?: string } = {},
): Promise<string> {
  const header = { typ: "dpop+jwt", alg: "ES256", jwk: key.jwk };
  const claims: Record<string, unknown> = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url.split(/[?#]/)[0],
    iat: Math.floor(Date.now() / 1000),
  };
  if (token) claims.ath = toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(token))));
  if (nonce) claims.nonce = nonce;
  const signed = [header, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join(".");
  return `${signed}.${await signBytes(key.privateKey, utf8(signed))}`;
}
