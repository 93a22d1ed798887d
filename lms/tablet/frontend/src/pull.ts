/** One contact with the server: deliver what waits, fetch what is new. Each step leaves the tablet in a good state wherever it is cut off. */
import { type Api, ServerError } from "./api";
import { acceptCatalogue, type Refusal } from "./catalogue";
import type { Clock } from "./clock";
import { CoreError } from "./errors";
import { utf8 } from "./crypto/bytes";
import { publicJwk, sealTo } from "./crypto/jose";
import { sealJson } from "./crypto/sealing";
import type { Identity, PackageDb, Vault, WorkDb } from "./db";
import type { Identities } from "./identity";
import { batchBytes, type Journal } from "./journal";
import { space } from "./packages";
import type { BatchReply, ExamNotice, LearnerState, PrepareReply, RecoverReply, SyncState } from "./protocol.gen";
import { MAX_BATCH_STATEMENTS } from "./protocol.gen";
import type { Vaults } from "./vaults";
import { wantsOf } from "./wants";

const PREPARE_AT_ONCE = 50;
const FEWEST = 20; // statements in a batch that a slow line has made smaller

/** What the tablet as a whole was told last. */
export interface TabletState {
  leaseDays: number;
  phrases: Record<string, Record<string, string>>;
  helpTexts: Record<string, string>;
  known: { learner: string; number: string; name: string; secretKind: "pin" | "pictures" }[];
  /** Sittings whose sealed papers are to be here. */
  exams?: ExamNotice[];
}

export interface Outcome {
  nextSeconds: number;
  changed: boolean;
  refusal: Refusal | null;
}

export class Contact {
  private most = MAX_BATCH_STATEMENTS;

  constructor(
    private readonly db: WorkDb,
    private readonly packageDb: PackageDb,
    private readonly api: Api,
    private readonly identities: Identities,
    private readonly journal: Journal,
    private readonly vaults: Vaults,
    private readonly clock: Clock,
    private readonly appVersion: string,
  ) {}

  /** Sends everything that waits, of earlier pairings too. Returns the seconds that the server asked to wait, or null. */
  async deliver(pause: (seconds: number) => Promise<void>, onReceipt: () => void): Promise<number | null> {
    let seconds: number | null = null;
    let failure: unknown = null;
    const identities = await this.db.identities.toArray();
    for (const identity of identities.sort((a, b) => a.pairedAt - b.pairedAt)) {
      try {
        seconds = (await this.deliverFor(identity, pause, onReceipt)) ?? seconds;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        // what the server does not take of an earlier pairing stays here, and holds up nobody's work of today
        if (identity.state === "former") console.warn("deliver", error.code);
        else failure = error;
      }
    }
    if (failure) throw failure;
    return seconds;
  }

  private async deliverFor(
    identity: Identity,
    pause: (seconds: number) => Promise<void>,
    onReceipt: () => void,
  ): Promise<number | null> {
    let seconds: number | null = null;
    for (;;) {
      const fresh = (await this.db.identities.get(identity.device))!;
      const facts = { freeBytes: (await space()).free, appVersion: this.appVersion };
      const batch = await this.journal.nextBatch(fresh, facts, this.most);
      if (!batch) return seconds;
      if (seconds !== null) await pause(seconds);
      const reply = await this.sendBatch(fresh, batchBytes(batch), batch.statements.length);
      if (!reply) continue; // too large: once more with fewer
      const { receipt, covered } = await this.journal.applyReceipt(fresh, reply.receipt);
      if (identity.device === this.identities.current?.device) {
        await this.identities.update(identity.device, { epoch: receipt.epoch });
        await this.clock.contact(receipt.server_time);
      }
      onReceipt();
      seconds = reply.next_contact_seconds;
      if (receipt.resend_from != null) continue;
      if (covered === 0) return seconds; // the server keeps them and says so later
      if (batch.waiting === 0) return seconds; // what has come since then need not wait as long as the server asked
    }
  }

  private async sendBatch(
    identity: Identity,
    body: ReturnType<typeof batchBytes>,
    count: number,
  ): Promise<BatchReply | null> {
    try {
      // with its token an earlier pairing counts as what it is; the server takes it without one, too, into quarantine
      const reply = (await this.api.sendBatch(identity, body, true)) as BatchReply;
      if (count === this.most) this.most = Math.min(MAX_BATCH_STATEMENTS, this.most * 2);
      return reply;
    } catch (error) {
      const cutOff = error instanceof CoreError && !(error instanceof ServerError);
      if (cutOff) this.most = Math.max(FEWEST, Math.floor(Math.min(count, this.most) / 2)); // a slow line: less at a time
      if (!(error instanceof ServerError) || error.status !== 413 || count <= 1) throw error;
      this.most = Math.max(1, Math.floor(count / 2));
      return null;
    }
  }

  /** Asks for the state of this tablet: one conditional request when nothing is new. */
  async pull(): Promise<Outcome> {
    const identity = this.identities.current!;
    const known = await this.db.read<{ device: string; etag: string; vaults?: string }>("etag");
    // a learner who has come since then has got no state yet, whatever the server has sent
    const vaults = await this.vaults.fingerprint();
    const etag = known?.device === identity.device && known.vaults === vaults ? known.etag : "";
    const response = await this.api.send(identity, "GET", "/api/v1/sync", {
      headers: etag ? { "If-None-Match": etag } : {},
    });
    if (response.status === 304) {
      const date = response.headers.get("Date");
      if (date) await this.clock.contact(new Date(date).toISOString());
      return {
        nextSeconds: Number(response.headers.get("Newleaf-Next-Contact")) || 300,
        changed: false,
        refusal: null,
      };
    }
    const state = (await response.json()) as SyncState;
    const refusal = await this.take(identity, state);
    // the state is remembered as taken only now: a tablet that was cut off asks for it again
    await this.db.write("etag", { device: identity.device, etag: response.headers.get("ETag") ?? "", vaults });
    if (await this.prepare(identity, state)) return this.pull();
    return { nextSeconds: state.next_contact_seconds, changed: true, refusal };
  }

  private async take(identity: Identity, state: SyncState): Promise<Refusal | null> {
    await this.clock.contact(state.server_time);
    const { device } = identity;
    if (state.epoch !== identity.epoch) await this.journal.markUnsent(device, 1);
    await this.identities.update(device, { name: state.device_name, kind: state.device_kind, epoch: state.epoch });
    const refusal = await acceptCatalogue(this.packageDb, identity, state.catalogue);
    for (const learner of state.learners) await this.takeLearner(learner);
    const known = state.learners
      .filter((one) => one.active !== false)
      .map(({ profile }) => ({
        learner: profile.learner,
        number: profile.number,
        name: profile.name,
        secretKind: profile.secret_kind,
      }));
    const members = state.members_to_prepare.map((one) => ({ ...one, secretKind: "pin" as const }));
    const tablet: TabletState = {
      leaseDays: state.lease_days,
      phrases: state.phrases ?? {},
      helpTexts: state.help_texts ?? {},
      known: [...known, ...members],
      exams: state.exams ?? [],
    };
    await this.db.write("tablet", tablet);
    await this.journal.forget(device, state.safe_through);
    return refusal;
  }

  /** Keeps one learner's state so that only that learner can read it; downloads need the courses in the clear. */
  private async takeLearner(state: LearnerState): Promise<void> {
    const { learner, name, number, language, literacy_help, secret_version } = state.profile;
    const vault = await this.db.vaults.get(learner);
    if (!vault) return;
    const sealed: Vault["state"] = vault.inbox
      ? { jwe: await sealTo(vault.inbox.jwk, utf8(JSON.stringify(state))) }
      : { deviceSealed: await sealJson(await this.identities.deviceKey(), state, learner) };
    await this.db.vaults
      .where("learner")
      .equals(learner)
      .modify((row: Vault) => {
        // salt and version of the secret stay those of this vault: its key is wrapped under them
        row.profile = { ...row.profile, name, number, language, literacy_help };
        row.number = number;
        row.secretVersion = secret_version;
        row.active = state.active === false ? 0 : 1;
        if (row.kid === vault.kid) row.state = sealed;
        const agreed = (course: string): boolean => state.assignments.some((one) => one.course === course);
        row.chosen = Object.fromEntries(
          Object.entries(row.chosen).filter(([course, taken]) => agreed(course) !== taken),
        );
        row.wants = wantsOf(state.assignments, row.chosen);
      });
  }

  /** Vaults for those of the tablet's group who have none here. True when something new has come. */
  private async prepare(identity: Identity, state: SyncState): Promise<boolean> {
    let made = 0;
    const members = state.members_to_prepare;
    for (let at = 0; at < members.length; at += PREPARE_AT_ONCE) {
      const some = members.slice(at, at + PREPARE_AT_ONCE);
      const shares = await Promise.all(
        some.map(async ({ learner }) => ({ learner, device_share: await this.vaults.shareOf(learner) })),
      );
      const reply = await this.api.json<PrepareReply>(identity, "POST", "/api/v1/prepare", { members: shares });
      made += await this.vaults.prepared(reply.vaults);
    }
    return made > 0;
  }

  /** Asks for older learner keys after a forgotten secret; two officers decide. True when something has been decided. */
  async recover(): Promise<boolean> {
    const identity = this.identities.current!;
    let decided = false;
    for (const vault of await this.vaults.here()) {
      for (const closed of vault.closed.filter((one) => one.state === "waiting")) {
        const request = {
          learner: vault.learner,
          recovery: closed.recovery,
          reply_to: await publicJwk(closed.reply.publicKey),
        };
        const reply = await this.api
          .json<RecoverReply>(identity, "POST", "/api/v1/recover", request)
          .catch((error: unknown) => {
            if (error instanceof CoreError && error.code !== "offline") return null; // not for this learner: the rest goes on
            throw error;
          });
        if (!reply || reply.state === "waiting") continue;
        decided = true;
        await this.db.vaults
          .where("learner")
          .equals(vault.learner)
          .modify((row: Vault) => {
            const own = row.closed.find((one) => one.kid === closed.kid);
            if (own) Object.assign(own, { state: reply.state, sealedKey: reply.sealed_key ?? "" });
          });
      }
    }
    return decided;
  }
}
