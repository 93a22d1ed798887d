import { describe, expect, test } from "vitest";

import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../src/crypto/bytes";
import { FIRST_PREV, linkAad, linkHash } from "../src/crypto/chain";
import { dpopProof } from "../src/crypto/dpop";
import { hashOfBlob } from "../src/crypto/hash";
import {
  newAgreementKey,
  newSigningKey,
  openSealed,
  publicJwk,
  sealTo,
  SIGN,
  thumbprint,
  verifyJws,
} from "../src/crypto/jose";
import { aesKey, deviceShare, pbkdf2, seal, secretText, unseal, vaultWrapKey } from "../src/crypto/sealing";
import type { PublicJwk } from "../src/protocol.gen";
import vectors from "./vectors.json";

const trusted = { [vectors.jws.kid]: vectors.jws.public as PublicJwk };

describe("agrees with the server's libraries", () => {
  test("a sealed message of the server opens", async () => {
    const key = await crypto.subtle.importKey(
      "jwk",
      vectors.jwe.private,
      { name: "ECDH", namedCurve: "P-256" },
      false,
      ["deriveBits"],
    );
    expect(fromUtf8(await openSealed(key, vectors.jwe.token))).toBe(vectors.jwe.plain);
  });

  test("a signature of the server verifies, and its key has the server's name", async () => {
    expect(await verifyJws(vectors.jws.token, trusted)).toEqual({ kind: "receipt", number: 7, text: "回执" });
    expect(await thumbprint(vectors.jws.public as PublicJwk)).toBe(vectors.jws.kid);
  });

  test("a prepared vault opens with the learner's pictures", async () => {
    const { vault } = vectors;
    const stretched = await pbkdf2(secretText(vault.secret as never), fromBase64Url(vault.salt), 210_000);
    const hmac = await crypto.subtle.importKey(
      "raw",
      fromBase64Url(vault.share_key),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const share = await deviceShare(hmac, vault.learner);
    expect([toBase64Url(stretched), toBase64Url(share)]).toEqual([vault.pbkdf2, vault.share]);
    const wrap = await vaultWrapKey(stretched, share);
    expect(toBase64Url(await unseal(wrap, fromBase64Url(vault.wrapped_key)))).toBe(vault.learner_key);
  });

  test("the chain has the same hashes", async () => {
    const sealed = fromBase64Url(vectors.chain.sealed);
    const first = await linkHash(FIRST_PREV, 1, sealed);
    expect([first, await linkHash(first, 2, sealed)]).toEqual(vectors.chain.hashes);
    const key = await aesKey(fromBase64Url(vectors.chain.segment_key));
    expect(fromUtf8(await unseal(key, sealed, linkAad("device", "segment", 1)))).toBe(vectors.chain.plain);
  });
});

test("whose key is in an envelope stands on it, and cannot be changed", async () => {
  const mine = await newAgreementKey();
  const token = await sealTo(await publicJwk(mine.publicKey), utf8("secret"), "li-yong");
  const [header, ...rest] = token.split(".");
  const said = JSON.parse(fromUtf8(fromBase64Url(header!))) as { sub: string };
  expect(said.sub).toBe("li-yong");
  expect(fromUtf8(await openSealed(mine.privateKey, token))).toBe("secret");
  const other = toBase64Url(utf8(JSON.stringify({ ...said, sub: "wang-wei" })));
  await expect(openSealed(mine.privateKey, [other, ...rest].join("."))).rejects.toThrow();
});

test("what is sealed to a key opens with it and with no other", async () => {
  const [mine, other] = [await newAgreementKey(), await newAgreementKey()];
  const token = await sealTo(await publicJwk(mine.publicKey), utf8("secret"));
  expect(fromUtf8(await openSealed(mine.privateKey, token))).toBe("secret");
  await expect(openSealed(other.privateKey, token)).rejects.toThrow();
});

test("a touched signature, an unknown key and another algorithm are refused", async () => {
  const [header, payload, signature] = vectors.jws.token.split(".") as [string, string, string];
  const forged = toBase64Url(utf8('{"kind":"receipt","number":8}'));
  await expect(verifyJws(`${header}.${forged}.${signature}`, trusted)).rejects.toThrow("fit");
  await expect(verifyJws(vectors.jws.token, {})).rejects.toThrow("trusts");
  const none = toBase64Url(utf8(JSON.stringify({ alg: "none", kid: vectors.jws.kid })));
  await expect(verifyJws(`${none}.${payload}.`, trusted)).rejects.toThrow("trusts");
});

test("a sealed statement cannot be moved to another place", async () => {
  const key = await aesKey(fromBase64Url(vectors.chain.segment_key));
  const sealed = await seal(key, utf8("{}"), linkAad("d", "s", 1));
  await expect(unseal(key, sealed, linkAad("d", "s", 2))).rejects.toThrow();
});

test("a proof names method, address without query, nonce and token, and is signed by its key", async () => {
  const pair = await newSigningKey();
  const key = { privateKey: pair.privateKey, jwk: await publicJwk(pair.publicKey) };
  const proof = await dpopProof(key, "GET", "http://tablet/api/v1/sync?x=1", { token: "t", nonce: "n" });
  const [header, claims, signature] = proof.split(".") as [string, string, string];
  expect(JSON.parse(fromUtf8(fromBase64Url(header)))).toEqual({ typ: "dpop+jwt", alg: "ES256", jwk: key.jwk });
  expect(JSON.parse(fromUtf8(fromBase64Url(claims)))).toMatchObject({
    htm: "GET",
    htu: "http://tablet/api/v1/sync",
    nonce: "n",
  });
  expect(await crypto.subtle.verify(SIGN, pair.publicKey, fromBase64Url(signature), utf8(`${header}.${claims}`))).toBe(
    true,
  );
});

test("the private half of the device's key cannot leave it", async () => {
  const { privateKey } = await newSigningKey();
  await expect(crypto.subtle.exportKey("jwk", privateKey)).rejects.toThrow();
});

test("large and small blobs hash alike", async () => {
  expect(await hashOfBlob(new Blob(["abc"]))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const large = new Uint8Array(5 * 1024 * 1024 + 3).fill(7);
  const { createHash } = await import("node:crypto");
  expect(await hashOfBlob(new Blob([large]))).toBe(createHash("sha256").update(large).digest("hex"));
});
