/** Opening a sealed paper and checking who sits down: the counterpart of `assessments/exams/sittings/package.py`. */
import { type Bytes, concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../crypto/bytes";
import { aesKey, pbkdf2, secretText, unseal } from "../crypto/sealing";
import type { Secret } from "../facade";
import type { ExamPaper, SealedPaper, SeatVerifier } from "../protocol.gen";

/** The code as it counts: capitals, no spaces or hyphens, full width folded. */
export function plainCode(code: string): string {
  return code
    .normalize("NFKC")
    .replace(/[\s\-‐-―]/gu, "")
    .toUpperCase();
}

/** The paper's key by the code that the invigilator reads out. Throws an OperationError when it is another one. */
export async function keyByCode(sealed: SealedPaper, code: string): Promise<CryptoKey> {
  const wrapping = await aesKey(await pbkdf2(plainCode(code), fromBase64Url(sealed.salt), sealed.iterations));
  return paperKey(await unseal(wrapping, fromBase64Url(sealed.wrapped), utf8(`newleaf code ${sealed.sitting}`)));
}

/** Cannot leave the browser again: a tablet that is read out later does not give it away. */
export const paperKey = (raw: Bytes): Promise<CryptoKey> => aesKey(raw);

/** Throws an OperationError when the key is not this paper's. */
export async function openPaper(sealed: SealedPaper, key: CryptoKey): Promise<ExamPaper> {
  const zipped = await unseal(key, fromBase64Url(sealed.sealed), utf8(`newleaf paper ${sealed.sitting}`));
  return JSON.parse(fromUtf8(await gunzip(zipped))) as ExamPaper;
}

/** Whether this is the candidate's own PIN, or pictures. */
export async function isCandidate(verifier: SeatVerifier, seat: string, secret: Secret): Promise<boolean> {
  const key = await pbkdf2(secretText(secret), fromBase64Url(verifier.salt), verifier.iterations);
  const check = await crypto.subtle.digest("SHA-256", concat(utf8(`newleaf seat ${seat}`), key));
  return toBase64Url(new Uint8Array(check)) === verifier.check;
}

async function gunzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
