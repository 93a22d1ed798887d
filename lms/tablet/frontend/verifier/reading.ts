/** From a signed payload to what a certificate says; anything that is missing or contradicts itself is refused. */
import type { TrustedBody } from "./bundle";
import { Fraction, isObject, type Json, type JsonObject } from "./strict";
import { chinaDay, seconds } from "./times";
import type { Shown } from "./verdicts";

export class Unfit extends Error {
  constructor(readonly code: "not_conformant" | "claims_contradict" = "not_conformant") {
    super(code);
  }
}

export interface Read {
  shown: Shown;
  begins: number;
  ends: number | null;
  listUrl: string;
}

/** Throws Unfit. */
export function readClaims(claims: JsonObject, body: TrustedBody): Read {
  const issuer = claims.issuer;
  const subject = object(claims.credentialSubject);
  const achievement = object(subject.achievement);
  const status = object(claims.credentialStatus);
  const begins = time(claims.validFrom);
  const ends = "validUntil" in claims ? time(claims.validUntil) : null;
  checkKind(claims, status);
  const id = text(claims, "id");
  const expected: Record<string, Json> = {
    iss: typeof issuer === "string" ? issuer : text(object(issuer), "id"),
    sub: text(subject, "id"),
    jti: id,
    nbf: begins,
    exp: ends,
  };
  for (const [name, value] of Object.entries(expected)) {
    const claim = claims[name] ?? null;
    if (claim !== value || claim instanceof Fraction) throw new Unfit("claims_contradict");
  }
  if (expected.iss !== body.did) throw new Unfit("claims_contradict");
  const identity = new Map(
    list(subject.identifier)
      .map(object)
      .map((one) => [text(one, "identityType"), text(one, "identityHash")]),
  );
  const holder = identity.get("name");
  if (holder === undefined) throw new Unfit();
  const index = text(status, "statusListIndex");
  const listUrl = text(status, "statusListCredential");
  if (!/^(0|[1-9][0-9]{0,8})$/.test(index)) throw new Unfit();
  const code = text(achievement, "humanCode");
  if (!/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Unfit();
  const shown: Shown = {
    id: id.slice(9),
    did: body.did,
    number: text(subject, "licenseNumber"),
    holder,
    body: body.name,
    code,
    title: body.achievements.get(code) ?? { zh: text(achievement, "name"), en: "" },
    issuedOn: chinaDay(begins),
    validUntil: ends === null ? null : chinaDay(ends),
    listNumber: listUrl.slice(listUrl.lastIndexOf("/") + 1),
    index: Number(index),
    latinName: identity.get("ext:latinName") ?? "",
    bornOn: identity.get("ext:birthDate") ?? "",
    results: results(subject, achievement),
  };
  return { shown, begins, ends, listUrl };
}

function checkKind(claims: JsonObject, status: JsonObject): void {
  if (!Array.isArray(claims.type) || !claims.type.includes("AchievementCredential")) throw new Unfit();
  if (status.type !== "BitstringStatusListEntry" || status.statusPurpose !== "revocation") throw new Unfit();
}

function results(subject: JsonObject, achievement: JsonObject): [string, string][] {
  const described = list(achievement.resultDescription ?? []).map(object);
  const names = new Map(described.map((one) => [text(one, "id"), { name: text(one, "name"), most: one.valueMax }]));
  return list(subject.result ?? [])
    .map(object)
    .map((one) => {
      const found = names.get(text(one, "resultDescription"));
      if (!found) throw new Unfit();
      const value = "value" in one ? text(one, "value") : "";
      return [found.name, value && typeof found.most === "string" ? `${value} / ${found.most}` : value];
    });
}

function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new Unfit();
  return value;
}

function list(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Unfit();
  return value;
}

function text(owner: JsonObject, name: string): string {
  const value = owner[name];
  if (typeof value !== "string" || !value) throw new Unfit();
  return value;
}

function time(value: Json | undefined): number {
  const found = typeof value === "string" ? seconds(value) : null;
  if (found === null) throw new Unfit();
  return found;
}
