/** How a learner gets in: with no network wherever that is possible, through the server where only it can tell. */
import type { Api } from "./api";
import type { Clock } from "./clock";
import type { KnownLearner, Secret } from "./facade";
import type { Vault, WorkDb } from "./db";
import { CoreError } from "./errors";
import type { Identities } from "./identity";
import type { SignInReply } from "./protocol.gen";
import type { TabletState } from "./pull";
import type { LearnerKeys, Vaults } from "./vaults";

/** An opened vault. `isNew`: made just now, so that nothing of the learner's is here yet. */
export interface Opened {
  vault: Vault;
  keys: LearnerKeys;
  isNew: boolean;
}

export class Door {
  constructor(
    private readonly db: WorkDb,
    private readonly api: Api,
    private readonly identities: Identities,
    private readonly vaults: Vaults,
    private readonly clock: Clock,
    private readonly syncNow: () => Promise<void>,
  ) {}

  async knownLearners(tablet: TabletState): Promise<KnownLearner[]> {
    const names = new Map<string, KnownLearner>(tablet.known.map((one) => [one.learner, { ...one, ready: false }]));
    for (const { learner, number, profile, active, secretVersion } of await this.vaults.here()) {
      const { name, secret_kind, secret_version } = profile;
      if (!active) names.delete(learner);
      else
        names.set(learner, { learner, number, name, secretKind: secret_kind, ready: secretVersion <= secret_version });
    }
    return [...names.values()].sort((a, b) => a.number.localeCompare(b.number, "en", { numeric: true }));
  }

  async open(typed: string, secret: Secret, tablet: TabletState): Promise<Opened> {
    const number = typed.normalize("NFKC").trim();
    if (this.identities.current?.state === "revoked") throw new CoreError("revoked");
    const vault = await this.vaults.find(number);
    if (vault && !vault.active) throw new CoreError("inactive");
    if (this.clock.leaseOver(tablet.leaseDays)) {
      await this.syncNow();
      if (this.clock.leaseOver(tablet.leaseDays)) throw new CoreError("lease_over");
    }
    if (!vault) return this.askServer(number, secret, undefined);
    try {
      return { vault, keys: await this.vaults.open(vault, secret), isNew: false };
    } catch (error) {
      const maybeReset =
        error instanceof CoreError && (error.code === "wrong_secret" || error.code === "secret_changed");
      if (!maybeReset) throw error;
      return this.askServer(number, secret, error);
    }
  }

  /** The first time here, or after a reset of the secret. `local`: why the vault did not open. */
  private async askServer(number: string, secret: Secret, local: CoreError | undefined): Promise<Opened> {
    const identity = this.identities.current;
    if (!identity) throw new CoreError("unknown_device");
    let reply: SignInReply;
    try {
      reply = await this.api.json<SignInReply>(identity, "POST", "/api/v1/sign-in", { number, secret });
    } catch (error) {
      const unreachable = error instanceof CoreError && (error.code === "offline" || error.code === "unknown_device");
      throw local && unreachable ? local : error;
    }
    await this.clock.contact(reply.server_time);
    const keys = await this.vaults.create(identity, reply.profile, secret);
    return { vault: (await this.db.vaults.get(reply.profile.learner))!, keys, isNew: true };
  }
}
