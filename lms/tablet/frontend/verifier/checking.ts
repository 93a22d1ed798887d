/** Checking a certificate: the same way, in the same order and to the same codes as assessments/certification/credentials/checking.py. */
import {
  keysOf,
  madeAt,
  shortId,
  type StatusList,
  type TrustBundle,
  type TrustedBody,
  type TrustedKey,
} from "./bundle";
import { CompactInvalid, readCompact } from "./compact";
import { contents, together, Unusable, type Contents } from "./containers";
import { ALGORITHMS, verifies } from "./keys";
import { readClaims, Unfit } from "./reading";
import { jsonObject, Malformed, readToken, type JsonObject } from "./strict";
import { chinaDay, daysBetween } from "./times";
import { kindOf, type Finding, type Shown, type Verdict } from "./verdicts";

const OLD_AFTER_DAYS = 90;

/** Nothing after this can be relied on. */
class Stop extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

interface Clock {
  now: number;
  today: string;
  behind: string | null;
}

const found = (code: string, values: Finding["values"] = {}): Finding => ({ code, values });

/** `items`: one, or the QR's text and the file of the same certificate. `now`: seconds since 1970. `bundle` null: it was refused. */
export async function check(
  items: Uint8Array<ArrayBuffer>[],
  bundle: TrustBundle | null,
  now: number,
): Promise<Verdict> {
  if (!bundle) return { findings: [found("bundle_refused")], certificate: null };
  try {
    let handedIn: Contents = { full: null, compact: null };
    for (const item of items) handedIn = together(handedIn, await contents(item));
    return await examine(handedIn, bundle, clockFor(now, bundle));
  } catch (error) {
    if (error instanceof Unusable || error instanceof Stop) return { findings: [found(error.code)], certificate: null };
    throw error;
  }
}

/** Never before the data that are at hand. */
function clockFor(now: number, bundle: TrustBundle): Clock {
  const made = madeAt(bundle);
  if (now >= made) return { now, today: chinaDay(now), behind: null };
  return { now: made, today: chinaDay(made), behind: made - now >= 86_400 ? chinaDay(made) : null };
}

async function examine(handedIn: Contents, bundle: TrustBundle, clock: Clock): Promise<Verdict> {
  const findings: Finding[] = [];
  const said: Shown[] = [];
  if (handedIn.full !== null) {
    const [shown, here] = await full(handedIn.full, bundle, clock);
    said.push(shown);
    findings.push(...here);
  }
  if (handedIn.compact !== null) {
    const [shown, here] = await compact(handedIn.compact, bundle, clock);
    said.push(shown);
    const known = findings.map((finding) => finding.code);
    findings.push(...(known.length ? here.filter((one) => kindOf(one) === "bad" && !known.includes(one.code)) : here));
  }
  const contradicts = said.length === 2 && !same(said[0]!, said[1]!);
  if (said.length === 2) findings.push(found(contradicts ? "contradiction" : "matches"));
  if (clock.behind !== null) findings.push(found("clock_behind", { on: clock.behind }));
  findings.push(found("person_unchecked"));
  return { findings, certificate: contradicts ? null : said[0]! };
}

async function full(text: string, bundle: TrustBundle, clock: Clock): Promise<[Shown, Finding[]]> {
  const parts = text.split(".");
  if (parts.length < 3) throw new Stop(parts[0]!.startsWith("eyJ") ? "truncated" : "not_a_certificate");
  if (parts.length === 3 && !parts[2]) throw new Stop("signature_missing");
  const token = orMalformed(() => readToken(text));
  const [body, key] = signerOf(token.header, bundle);
  if (token.signature.length !== 64) throw new Stop(token.signature.length < 64 ? "truncated" : "trailing");
  if (!(await verifies(key.key, token.signature, token.signed))) throw new Stop("signature_bad");
  const read = orMalformed(() => readClaims(jsonObject(token.payload), body));
  const late = read.ends !== null && clock.now > read.ends;
  return [
    read.shown,
    [
      found("signature_good", { body: body.name }),
      found(key.compromised ? "key_compromised" : "key_good"),
      timeFinding(read.shown, clock.now < read.begins, late),
      ...statusFindings(read.shown, body.statusLists.get(read.listUrl), clock),
    ],
  ];
}

function signerOf(header: JsonObject, bundle: TrustBundle): [TrustedBody, TrustedKey] {
  if (!ALGORITHMS.includes(header.alg)) throw new Stop("algorithm_refused");
  const three = Object.keys(header).sort().join() === "alg,kid,typ";
  if (!three || header.typ !== "JWT" || typeof header.kid !== "string") throw new Stop("header_unknown");
  const at = header.kid.indexOf("#");
  const body = bundle.bodies.get(at < 0 ? header.kid : header.kid.slice(0, at));
  if (!body) throw new Stop("issuer_unknown");
  const kid = at < 0 ? "" : header.kid.slice(at + 1);
  const key = body.keys.find((one) => one.key.kid === kid);
  if (!key) throw new Stop("key_unknown");
  if (key.key.algorithm !== header.alg) throw new Stop("algorithm_refused");
  return [body, key];
}

function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) throw new Stop("malformed");
    if (error instanceof Unfit || error instanceof CompactInvalid) throw new Stop(error.code);
    throw error;
  }
}

async function compact(text: string, bundle: TrustBundle, clock: Clock): Promise<[Shown, Finding[]]> {
  const said = orMalformed(() => readCompact(text));
  const key = keysOf(bundle).find((one) => shortId(one.key) === said.key);
  if (!key) throw new Stop("key_unknown");
  if (!(await verifies(key.key, said.signature, said.signed))) throw new Stop("signature_bad");
  const body = bundle.bodies.get(key.did)!;
  const title = body.achievements.get(said.code);
  const listed = [...body.statusLists].find(([url]) => url.endsWith(`/status-lists/${said.listNumber}`))?.[1];
  const shown: Shown = {
    id: said.certificate,
    did: body.did,
    number: said.number,
    holder: said.holder,
    body: body.name,
    code: said.code,
    title: title ?? { zh: said.code, en: "" },
    issuedOn: said.issuedOn,
    validUntil: said.validUntil,
    listNumber: String(said.listNumber),
    index: said.index,
    latinName: "",
    bornOn: "",
    results: [],
  };
  const late = said.validUntil !== null && clock.today > said.validUntil;
  const findings = [
    found("signature_good", { body: body.name }),
    found(key.compromised ? "key_compromised" : "key_good"),
    timeFinding(shown, clock.today < said.issuedOn, late),
    ...statusFindings(shown, listed, clock),
  ];
  if (!title) findings.push(found("achievement_unknown", { code: said.code }));
  return [shown, [...findings, found("compact_only")]];
}

function timeFinding(shown: Shown, early: boolean, late: boolean): Finding {
  if (early) return found("future_dated", { on: shown.issuedOn });
  if (late) return found("expired", { on: shown.validUntil! });
  if (shown.validUntil === null) return found("for_life", { from: shown.issuedOn });
  return found("in_time", { from: shown.issuedOn, until: shown.validUntil });
}

function statusFindings(shown: Shown, listed: StatusList | undefined, clock: Clock): Finding[] {
  if (!listed || shown.index >= listed.bits.length * 8) return [found("status_unknown")];
  const on = chinaDay(listed.madeAt);
  const days = daysBetween(on, clock.today);
  const set = (listed.bits[Math.floor(shown.index / 8)]! & (0x80 >> (shown.index % 8))) !== 0;
  if (set) return [found("revoked", { on, days })];
  const findings = [found("not_revoked", { on, days })];
  if (on < shown.issuedOn) findings.push(found("status_predates"));
  else if (days > OLD_AFTER_DAYS) findings.push(found("status_old", { days }));
  return findings;
}

function same(file: Shown, code: Shown): boolean {
  const names = ["id", "did", "number", "holder", "code", "issuedOn", "validUntil", "listNumber", "index"] as const;
  return names.every((name) => file[name] === code[name]);
}
