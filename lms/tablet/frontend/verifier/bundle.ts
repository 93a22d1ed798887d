/** The trust bundle: see assessments/certification/credentials/trust_bundle.py, which says what it holds. */
import { hex } from "./compact";
import { inflate } from "./inflate";
import { sha256, verifies, verifyingKey, type VerifyingKey } from "./keys";
import {
  decodeBase64Url,
  isObject,
  jsonObject,
  Malformed,
  readToken,
  utf8,
  type Json,
  type JsonObject,
} from "./strict";
import { seconds } from "./times";

export class BundleInvalid extends Error {}

export interface Words {
  zh: string;
  en: string;
}

export interface StatusList {
  madeAt: number;
  bits: Uint8Array;
}

export interface TrustedKey {
  did: string;
  key: VerifyingKey;
  compromised: boolean;
}

/** Achievements by code, status lists by their address. `signedBy`: the keys under this statement. */
export interface TrustedBody {
  did: string;
  name: Words;
  madeAt: number;
  keys: TrustedKey[];
  achievements: Map<string, Words>;
  statusLists: Map<string, StatusList>;
  signedBy: string[];
}

export interface TrustBundle {
  bodies: Map<string, TrustedBody>;
}

const FORMAT = "certificate-trust-bundle";
const VERSION = 1;
const LARGEST_BYTES = 20_000_000;
const LEAST_BITS = 131_072;
const MOST_BITS = 64 * LEAST_BITS;
const DID = /^did:web:[a-z0-9-]+(\.[a-z0-9-]+)+(%3A[0-9]{1,5})?(:[A-Za-z0-9._-]+)*$/;

export function madeAt(bundle: TrustBundle): number {
  return Math.max(...[...bundle.bodies.values()].map((body) => body.madeAt));
}

export function keysOf(bundle: TrustBundle): TrustedKey[] {
  return [...bundle.bodies.values()].flatMap((body) => body.keys);
}

/** Every part checked. Throws BundleInvalid. */
export async function readBundle(data: Uint8Array): Promise<TrustBundle> {
  try {
    if (data.length > LARGEST_BYTES) throw new BundleInvalid("too large");
    const said = jsonObject(data);
    if (said.format !== FORMAT || said.version !== VERSION)
      throw new BundleInvalid("not a trust bundle of this version");
    const bodies: TrustedBody[] = [];
    for (const part of list(said.bodies)) bodies.push(await readBody(object(part)));
    const found = { bodies: new Map(bodies.map((body) => [body.did, body])) };
    if (!bodies.length || found.bodies.size !== bodies.length) throw new BundleInvalid("no body, or one twice");
    const short = keysOf(found).map((one) => shortId(one.key));
    if (new Set(short).size !== short.length) throw new BundleInvalid("two keys with one short name");
    return found;
  } catch (error) {
    if (error instanceof BundleInvalid) throw error;
    if (error instanceof Malformed) throw new BundleInvalid(error.message);
    throw error;
  }
}

/** The first four bytes of the thumbprint, in hex: how the QR names the key. */
export function shortId(key: VerifyingKey): string {
  return hex(decodeBase64Url(key.kid)).slice(0, 8);
}

async function readBody(part: JsonObject): Promise<TrustedBody> {
  const statement = object(part.statement);
  const payload = text(statement.payload);
  const said = jsonObject(decodeBase64Url(payload));
  const did = text(said.did);
  if (!DID.test(did)) throw new BundleInvalid("not a DID");
  const keys = await readKeys(did, object(said.did_document));
  const usable = new Map(keys.filter((one) => !one.compromised).map((one) => [`${did}#${one.key.kid}`, one.key]));
  const signatures = list(statement.signatures);
  if (!signatures.length) throw new BundleInvalid("unsigned");
  const signedBy: string[] = [];
  for (const signature of signatures) signedBy.push(await checkSignature(payload, object(signature), usable));
  const lists = list(part.status_lists).map(text);
  const named = list(said.status_lists).map(text);
  const hashes = await Promise.all(lists.map(async (one) => hex(await sha256(utf8(one)))));
  if (hashes.join() !== named.join()) throw new BundleInvalid("a status list is not the one that the body named");
  const statusLists = new Map<string, StatusList>();
  for (const one of lists) {
    const [url, found] = await readList(one, did, usable);
    if (statusLists.has(url)) throw new BundleInvalid("a status list twice");
    statusLists.set(url, found);
  }
  const items = list(said.achievements).map(object);
  const achievements = new Map(items.map((item) => [text(item.code), words(item.title)]));
  if (achievements.size !== items.length) throw new BundleInvalid("an achievement twice");
  return { did, name: words(said.name), madeAt: moment(said.made_at), keys, achievements, statusLists, signedBy };
}

async function readKeys(did: string, said: JsonObject): Promise<TrustedKey[]> {
  const asserting = list(said.assertionMethod).map(text);
  if (said.id !== did) throw new BundleInvalid("another body's keys");
  const found: TrustedKey[] = [];
  for (const method of list(said.verificationMethod).map(object)) {
    const key = await verifyingKey(method.publicKeyJwk);
    if (method.id !== `${did}#${key.kid}` || method.controller !== did)
      throw new BundleInvalid("a key under a wrong name");
    found.push({ did, key, compromised: !asserting.includes(method.id) });
  }
  const names = found.map((one) => `${did}#${one.key.kid}`);
  if (!asserting.every((name) => names.includes(name))) throw new BundleInvalid("a key that is missing");
  return found;
}

async function checkSignature(
  payload: string,
  signature: JsonObject,
  usable: Map<string, VerifyingKey>,
): Promise<string> {
  const head = text(signature.protected);
  const key = signer(jsonObject(decodeBase64Url(head)), usable, "trust-statement+jws");
  const good = await verifies(key, decodeBase64Url(text(signature.signature)), utf8(`${head}.${payload}`));
  if (!good) throw new BundleInvalid("a signature does not hold");
  return key.kid;
}

async function readList(
  content: string,
  did: string,
  usable: Map<string, VerifyingKey>,
): Promise<[string, StatusList]> {
  const token = readToken(content);
  const key = signer(token.header, usable, "vc+jwt");
  if (!(await verifies(key, token.signature, token.signed)))
    throw new BundleInvalid("a status list's signature does not hold");
  const said = jsonObject(token.payload);
  const subject = object(said.credentialSubject);
  const right =
    list(said.type).includes("BitstringStatusListCredential") &&
    said.issuer === did &&
    said.iss === did &&
    said.jti === said.id &&
    subject.type === "BitstringStatusList" &&
    subject.statusPurpose === "revocation";
  if (!right) throw new BundleInvalid("not a status list of this body");
  return [text(said.id), { madeAt: moment(said.validFrom), bits: await bits(text(subject.encodedList)) }];
}

async function bits(encoded: string): Promise<Uint8Array> {
  if (!encoded.startsWith("u")) throw new BundleInvalid("not multibase base64url");
  const found = await inflate(decodeBase64Url(encoded.slice(1)), "gzip", MOST_BITS / 8);
  if (found.length * 8 < LEAST_BITS) throw new BundleInvalid("a status list that is too short");
  return found;
}

function signer(header: JsonObject, usable: Map<string, VerifyingKey>, type: string): VerifyingKey {
  const key = usable.get(text(header.kid));
  const three = Object.keys(header).length === 3;
  if (!key || !three || header.alg !== key.algorithm || header.typ !== type)
    throw new BundleInvalid("signed by a key that may not");
  return key;
}

function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new BundleInvalid("an object is missing");
  return value;
}

function list(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new BundleInvalid("a list is missing");
  return value;
}

function text(value: Json | undefined): string {
  if (typeof value !== "string") throw new BundleInvalid("a text is missing");
  return value;
}

function words(value: Json | undefined): Words {
  const said = object(value);
  return { zh: text(said.zh), en: text(said.en) };
}

function moment(value: Json | undefined): number {
  const found = seconds(text(value));
  if (found === null) throw new BundleInvalid("not a time with its zone");
  return found;
}
