/**
 * Learner keys: how a secret opens one, with no network, and how nobody's data is lost when a secret is forgotten.
 * A vault is AES-256-GCM under HKDF(PBKDF2(secret) || share of this tablet). Wrong tries slow this learner only.
 */
import type { Profile, Secret } from "./facade";
import { CoreError } from "./errors";
import { type Bytes, fromBase64Url, randomBytes, toBase64Url, utf8 } from "./crypto/bytes";
import { newAgreementKey, openSealed, publicJwk, sealTo } from "./crypto/jose";
import { aesKey, deviceShare, pbkdf2, seal, secretText, unseal, vaultWrapKey } from "./crypto/sealing";
import type { Identity, Vault, WorkDb } from "./db";
import type { Identities } from "./identity";
import type { LearnerProfile, PreparedVault } from "./protocol.gen";

const FREE_TRIES = 4;
const LONGEST_WAIT_MS = 15 * 60_000;

export type LearnerKeys = { kid: string; key: CryptoKey }[]; // the present one first

export class Vaults {
  constructor(
    private readonly db: WorkDb,
    private readonly identities: Identities,
    private readonly now: () => number,
  ) {}

  async find(number: string): Promise<Vault | undefined> {
    return (await this.here()).find((vault) => vault.number === number);
  }

  /** Those of the prison that the tablet is paired with now: after a move, a number may belong to somebody else. */
  here(): Promise<Vault[]> {
    return this.db.vaults.filter((vault) => vault.prison === this.identities.current?.prison).toArray();
  }

  /** Opens the vault with the secret. Throws wrong_secret, or too_many while this learner has to wait. */
  async open(vault: Vault, secret: Secret): Promise<LearnerKeys> {
    if (vault.secretVersion > vault.profile.secret_version) throw new CoreError("secret_changed");
    const wait = vault.nextTryAt - this.now();
    // No pause is longer: then the tablet's clock was years ahead when it was set, and nobody shall wait for years.
    if (wait > 0 && wait <= LONGEST_WAIT_MS) throw new CoreError("too_many", undefined, Math.ceil(wait / 1000));
    const wrap = await this.wrapKey(vault.profile, secret);
    let raw: Bytes;
    try {
      raw = await unseal(wrap, vault.wrapped);
    } catch {
      const failures = vault.failures + 1;
      const pause = failures < FREE_TRIES ? 0 : Math.min(30_000 * 2 ** (failures - FREE_TRIES), LONGEST_WAIT_MS);
      await this.db.vaults.update(vault.learner, { failures, nextTryAt: pause ? this.now() + pause : 0 });
      throw new CoreError("wrong_secret", undefined, pause ? pause / 1000 : undefined);
    }
    await this.db.vaults.update(vault.learner, { failures: 0, nextTryAt: 0 });
    return this.keysOf(vault, raw);
  }

  private async keysOf(vault: Vault, raw: Bytes): Promise<LearnerKeys> {
    const key = await aesKey(raw);
    const keys: LearnerKeys = [{ kid: vault.kid, key }];
    for (const old of vault.opened) keys.push({ kid: old.kid, key: await aesKey(await unseal(key, old.sealed)) });
    return keys;
  }

  /** After the server has said yes: a new vault with a new learner key. An older vault's key stays, closed, for the recovery. */
  async create(identity: Identity, profile: LearnerProfile, secret: Secret): Promise<LearnerKeys> {
    const raw = randomBytes(32);
    const wrapped = await seal(await this.wrapKey(profile, secret), raw);
    const recovery = await sealTo(identity.trust.recovery, raw, profile.learner);
    const before = await this.db.vaults.get(profile.learner);
    const vault = await this.newVault(profile, wrapped, recovery, before);
    await this.db.vaults.put(vault);
    return this.keysOf(vault, raw);
  }

  /** Vaults made by the server, so that a group's first sign-in works with no network. Never replaces one that is in use. */
  async prepared(vaults: PreparedVault[]): Promise<number> {
    let count = 0;
    for (const { profile, wrapped_key, recovery } of vaults) {
      const before = await this.db.vaults.get(profile.learner);
      if (before && before.profile.secret_version >= profile.secret_version) continue;
      await this.db.vaults.put(await this.newVault(profile, fromBase64Url(wrapped_key), recovery, before));
      count += 1;
    }
    return count;
  }

  async shareOf(learner: string): Promise<string> {
    return toBase64Url(await deviceShare(await this.identities.hmacKey(), learner));
  }

  /** Which vaults are here: what the server tells is asked for again when it is not the same any more. */
  async fingerprint(): Promise<string> {
    return (await this.db.vaults.toArray())
      .map(({ kid }) => kid)
      .sort()
      .join();
  }

  private async newVault(profile: LearnerProfile, wrapped: Bytes, recovery: string, before?: Vault): Promise<Vault> {
    // a state sealed to the closed inbox cannot be read any more: then nothing is wanted until the server tells again
    const state = before?.state && "deviceSealed" in before.state ? before.state : null;
    const closed = [...(before?.closed ?? [])];
    if (before && (await this.holdsData(before))) {
      const reply = await newAgreementKey();
      const { kid, recovery: sealed, opened } = before;
      closed.push({ kid, recovery: sealed, opened, reply, state: "waiting", sealedKey: "" });
    }
    return {
      learner: profile.learner,
      prison: this.identities.current!.prison,
      number: profile.number,
      profile,
      active: 1,
      secretVersion: profile.secret_version,
      kid: crypto.randomUUID(),
      wrapped,
      recovery,
      opened: [],
      closed,
      inbox: null,
      state,
      wants: state ? before!.wants : [],
      chosen: before?.chosen ?? {},
      failures: 0,
      nextTryAt: 0,
    };
  }

  private async holdsData(vault: Vault): Promise<boolean> {
    const rows = this.db.personal.where("learner").equals(vault.learner);
    return vault.opened.length > 0 || (await rows.filter((row) => row.kid === vault.kid).count()) > 0;
  }

  private async wrapKey(profile: LearnerProfile, secret: Secret): Promise<CryptoKey> {
    const stretched = await pbkdf2(secretText(secret), fromBase64Url(profile.secret_salt), profile.secret_iterations);
    return vaultWrapKey(stretched, await deviceShare(await this.identities.hmacKey(), profile.learner));
  }

  /** Takes in older keys that two officers have released; they are kept under the present one. Returns all keys. */
  async adopt(learner: string, keys: LearnerKeys): Promise<LearnerKeys> {
    const vault = await this.db.vaults.get(learner);
    const present = keys[0]!;
    const all = [...keys];
    for (const closed of vault?.closed.filter((one) => one.state === "ready") ?? []) {
      const raw = await openSealed(closed.reply.privateKey, closed.sealedKey);
      const key = await aesKey(raw);
      const found = [{ kid: closed.kid, raw }];
      for (const inner of closed.opened) found.push({ kid: inner.kid, raw: await unseal(key, inner.sealed) });
      const opened: Vault["opened"] = [];
      for (const one of found) {
        opened.push({ kid: one.kid, sealed: await seal(present.key, one.raw) });
        all.push({ kid: one.kid, key: await aesKey(one.raw) });
      }
      await this.db.vaults
        .where("learner")
        .equals(learner)
        .modify((row: Vault) => {
          row.opened.push(...opened);
          row.closed = row.closed.filter((one) => one.kid !== closed.kid);
        });
    }
    return all;
  }

  /** The private half of the learner's inbox; made at the first sign-in here. */
  async inboxKey(learner: string, keys: LearnerKeys): Promise<CryptoKey> {
    const vault = (await this.db.vaults.get(learner))!;
    const present = keys[0]!.key;
    const algorithm = { name: "ECDH", namedCurve: "P-256" };
    if (vault.inbox) {
      const raw = await unseal(present, vault.inbox.sealedPrivate, utf8("inbox"));
      return crypto.subtle.importKey("pkcs8", raw, algorithm, false, ["deriveBits"]);
    }
    const pair = await newAgreementKey(true);
    const raw = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
    const inbox = { jwk: await publicJwk(pair.publicKey), sealedPrivate: await seal(present, raw, utf8("inbox")) };
    await this.db.vaults.update(learner, { inbox });
    return crypto.subtle.importKey("pkcs8", raw, algorithm, false, ["deriveBits"]);
  }
}

/** What a page shows of the learner. */
export function profileOf({ profile }: Vault): Profile {
  const { learner, number, name, language, literacy_help, secret_kind } = profile;
  return { learner, number, name, language, literacyHelp: literacy_help, secretKind: secret_kind };
}
