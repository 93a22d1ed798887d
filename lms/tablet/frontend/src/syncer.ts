/**
 * When the tablet speaks to the server: one tab of all, at the times that the server names, sooner when there is work to
 * deliver. Nobody needs to be signed in. Downloads run beside, so that a film never holds up a receipt.
 */
import type { Refusal } from "./catalogue";
import type { Clock } from "./clock";
import type { SyncStatus } from "./facade";
import { CoreError } from "./errors";
import type { Identities } from "./identity";
import type { Journal } from "./journal";
import { alone } from "./locks";
import type { Packages, RoundResult } from "./packages";
import type { Contact } from "./pull";
import type { Signal } from "./signal";
import type { Vaults } from "./vaults";
import { wantedByAll } from "./wants";

const LEADER_MS = 300;
const SOON_MS = 1_200; // after work: a few answers travel together
const PULL_EVERY_MS = 20_000; // at most, when woken by work
const FIRST_RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 60_000;

export interface SyncEvents {
  /** Something that pages show has changed on disk. */
  changed(): void;
  refused(code: "revoked" | "unknown_device" | "update_needed" | null): void;
  catalogue(refusal: Refusal | null): void;
  round(result: RoundResult): void;
  /** Before all other downloads: what cannot wait. */
  ahead(): Promise<void>;
  /** Photos and other files of exams, after the statements that name them; beside the downloads. */
  files(): Promise<void>;
  /** The server has been spoken to, whatever it said. */
  contacted(): void;
}

export class Syncer {
  private failures = 0;
  private downloadFailures = 0;
  private holdUntil = 0; // the server asked for patience
  private nextAt = 0;
  private lastPull = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private downloading: Promise<void> | null = null;
  private downloadAgain = false;
  private fileFailures = 0;
  private sendingFiles = false;
  private filesAgain = false;
  leader = false;

  constructor(
    private readonly vaults: Vaults,
    private readonly identities: Identities,
    private readonly contact: Contact,
    private readonly journal: Journal,
    private readonly packages: Packages,
    private readonly clock: Clock,
    private readonly status: Signal<SyncStatus>,
    private readonly events: SyncEvents,
  ) {}

  /** Becomes the tab that syncs as soon as no other is. Resolves when that is known, or after a moment. */
  async start(): Promise<void> {
    const leading = new Promise<void>((resolve) => {
      void alone("sync", async () => {
        this.leader = true;
        resolve();
        void this.now();
        await new Promise<never>(() => undefined);
      });
    });
    await Promise.race([leading, new Promise((resolve) => setTimeout(resolve, LEADER_MS))]);
  }

  /** New work: soon, unless the server has asked for patience or cannot be reached. */
  wake(): void {
    void this.showWaiting();
    if (this.leader && this.failures === 0) this.plan(Date.now() + SOON_MS);
  }

  /** The line may be back, somebody looks at the screen: try within a moment, not all tablets in the same one. */
  nudge(): void {
    if (this.leader) this.plan(Date.now() + Math.random() * 2_000);
  }

  replan(): void {
    if (this.leader) void this.download();
  }

  /** Now, whatever was planned; one contact at a time. */
  async now(): Promise<void> {
    if (!this.leader) return;
    if (this.running) return this.running;
    clearTimeout(this.timer);
    this.running = this.cycle().finally(() => {
      this.running = null;
      this.schedule();
    });
    return this.running;
  }

  /** Somebody is new here: a contact that begins after this and asks for the state. */
  async ask(): Promise<void> {
    await this.running;
    this.lastPull = 0;
    await this.now();
  }

  private plan(at: number): void {
    const earliest = Math.max(at, this.holdUntil);
    if (this.nextAt && this.nextAt <= earliest) return;
    this.nextAt = earliest;
    this.schedule();
  }

  private schedule(): void {
    if (this.running || !this.nextAt) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), Math.max(0, this.nextAt - Date.now()));
  }

  private async cycle(): Promise<void> {
    this.nextAt = 0;
    if (!this.identities.current) return;
    await this.show("working");
    try {
      const seconds = await this.exchange();
      this.failures = 0;
      const wanted = this.nextAt; // work that came meanwhile
      this.nextAt = Date.now() + seconds * 1000;
      if (wanted) this.plan(wanted);
      await this.show("idle");
      this.events.contacted();
      void this.sendFiles();
      void this.download();
    } catch (error) {
      await this.failed(error);
    }
  }

  private async exchange(): Promise<number> {
    const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const told = await this.contact.deliver(pause, () => {
      this.events.changed();
      void this.showWaiting();
    });
    if (told !== null && Date.now() - this.lastPull < PULL_EVERY_MS) return told;
    if (this.identities.current?.state === "revoked") return 3600;
    const outcome = await this.contact.pull();
    this.lastPull = Date.now();
    this.events.refused(null);
    if (outcome.changed) {
      this.events.catalogue(outcome.refusal);
      await this.packages.load();
    }
    if ((await this.contact.recover()) || outcome.changed) this.events.changed();
    return outcome.nextSeconds;
  }

  private async failed(error: unknown): Promise<void> {
    const code = error instanceof CoreError ? error.code : null;
    if (code === "revoked" || code === "unknown_device" || code === "update_needed") this.events.refused(code);
    else if (code !== "offline" && code !== "too_many") console.error("sync", error);
    this.failures += 1;
    const pause = this.pauseAfter(this.failures) * (0.5 + Math.random());
    const asked = error instanceof CoreError && error.retryAfterSeconds ? error.retryAfterSeconds * 1000 : 0;
    this.holdUntil = asked ? Date.now() + asked : 0;
    this.nextAt = Date.now() + Math.max(pause, asked);
    await this.show(asked ? "waiting" : code === "offline" ? "offline" : "idle");
  }

  /** A film that is being fetched does not hold them up. What could not be sent is tried again soon. */
  private async sendFiles(): Promise<void> {
    this.filesAgain = true;
    if (this.sendingFiles) return;
    this.sendingFiles = true;
    try {
      while (this.filesAgain) {
        this.filesAgain = false;
        await this.events.files();
      }
      this.fileFailures = 0;
    } catch (error) {
      if (!(error instanceof CoreError && error.code === "offline")) console.error("files", error);
      this.fileFailures += 1;
      this.plan(Date.now() + this.pauseAfter(this.fileFailures) * (1 + Math.random()));
    } finally {
      this.sendingFiles = false;
    }
  }

  private pauseAfter(failures: number): number {
    return Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
  }

  /** Downloads until nothing is left or the line is gone; asked again meanwhile, it looks once more. */
  private async download(): Promise<void> {
    if (this.downloading) {
      this.downloadAgain = true;
      return this.downloading;
    }
    this.downloading = this.rounds().finally(() => {
      this.downloading = null;
    });
    return this.downloading;
  }

  private async rounds(): Promise<void> {
    try {
      do {
        this.downloadAgain = false;
        await this.events.ahead();
        const wanted = wantedByAll(await this.vaults.here());
        this.events.round(await this.packages.round(wanted, this.clock.now(), () => this.events.changed()));
      } while (this.downloadAgain);
      this.downloadFailures = 0;
    } catch (error) {
      if (!(error instanceof CoreError && error.code === "offline")) console.error("download", error);
      // what came is kept; on with it after the next contact, which comes soon
      this.downloadFailures += 1;
      this.plan(Date.now() + this.pauseAfter(this.downloadFailures) * (1 + Math.random()));
    }
  }

  private async show(state: SyncStatus["state"]): Promise<void> {
    const nextAt = this.nextAt ? new Date(this.nextAt) : null;
    this.status.set({ state, nextAt, lastContact: this.clock.lastContact, waiting: await this.journal.waiting() });
  }

  async showWaiting(): Promise<void> {
    this.status.set({
      ...this.status.value,
      lastContact: this.clock.lastContact,
      waiting: await this.journal.waiting(),
    });
  }
}
