/** Who this tablet is: its keys, its pairing, and earlier pairings that still have work to deliver. */
import type { Api, Sender } from "./api";
import type { DeviceInfo } from "./facade";
import { newHmacKey, newSigningKey, publicJwk } from "./crypto/jose";
import type { Identity, WorkDb } from "./db";
import type { PairReply, PairRequest } from "./protocol.gen";
import { PROTOCOL_VERSION } from "./protocol.gen";

export class Identities {
  current: Identity | null = null;
  private hmac: CryptoKey | null = null;
  private aes: CryptoKey | null = null;

  constructor(private readonly db: WorkDb) {}

  async load(): Promise<void> {
    const rows = await this.db.identities.where("state").anyOf("current", "revoked").toArray();
    this.current = rows.sort((a, b) => b.pairedAt - a.pairedAt)[0] ?? null;
  }

  info(): DeviceInfo | null {
    if (!this.current) return null;
    const { device, name, kind, prison, prisonName } = this.current;
    return { device, name, kind, prison, prisonName };
  }

  /** A new key and a new pairing; the one before becomes a former one, which still delivers what it wrote. */
  async pair(
    api: Api,
    code: string,
    appVersion: string,
    now: number,
  ): Promise<{ identity: Identity; serverTime: string }> {
    const pair = await newSigningKey();
    const sender: Sender = { privateKey: pair.privateKey, jwk: await publicJwk(pair.publicKey) };
    const request: PairRequest = { protocol: PROTOCOL_VERSION, code, key: sender.jwk, app_version: appVersion };
    const reply = await api.json<PairReply>(sender, "POST", "/api/v1/pair", request);
    const identity: Identity = {
      ...sender,
      device: reply.device,
      name: reply.name,
      kind: reply.kind,
      prison: reply.prison,
      prisonName: reply.prison_name,
      token: reply.token,
      trust: reply.trust,
      epoch: reply.epoch,
      state: "current",
      pairedAt: now,
      certificate: reply.certificate,
    };
    await this.db.transaction("rw", this.db.identities, async () => {
      await this.db.identities.toCollection().modify({ state: "former" });
      await this.db.identities.put(identity);
    });
    this.current = identity;
    return { identity, serverTime: reply.server_time };
  }

  async update(device: string, change: Partial<Identity>): Promise<void> {
    await this.db.identities.update(device, change);
    if (this.current?.device === device) this.current = { ...this.current, ...change };
  }

  /** The tablet's share in every vault: one key for its whole life, whatever it is paired to. */
  async hmacKey(): Promise<CryptoKey> {
    return (this.hmac ??= await this.keptKey("hmac", newHmacKey));
  }

  /** Keeps what is for a learner who has not signed in here yet. */
  async deviceKey(): Promise<CryptoKey> {
    return (this.aes ??= await this.keptKey("aes", () =>
      crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    ));
  }

  private async keptKey(name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
    const made = await make();
    return this.db.transaction("rw", this.db.meta, async () => {
      const kept = await this.db.read<CryptoKey>(name);
      if (!kept) await this.db.write(name, made);
      return kept ?? made;
    });
  }
}
