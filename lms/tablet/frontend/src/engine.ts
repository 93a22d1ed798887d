/** The core itself: puts the parts together and answers for the tablet as a whole. */
import { Api } from "./api";
import { BlobStore, signedPaths } from "./blobs";
import { Clock } from "./clock";
import { conditionsOf, type Findings, missingFeature } from "./conditions";
import type {
  Condition,
  Core,
  DeviceInfo,
  DownloadItem,
  Downloads,
  KnownLearner,
  Secret,
  Session,
  SyncStatus,
  Texts,
} from "./facade";
import { forgetEverybody, PackageDb, type Vault, WorkDb } from "./db";
import { takeDemoLink } from "./demo";
import { Door } from "./door";
import { ExamHall } from "./exams/hall";
import { Identities } from "./identity";
import { Journal } from "./journal";
import { Library } from "./library";
import { downloadsOf, Packages, space } from "./packages";
import { Presence } from "./presence";
import type { ExamNotice } from "./protocol.gen";
import { Contact, type TabletState } from "./pull";
import { type Desk, LearnerSession } from "./session";
import { Signal } from "./signal";
import { Syncer } from "./syncer";
import { mediaReady, Updates } from "./updates";
import { type LearnerKeys, Vaults } from "./vaults";
import { wantedByAll } from "./wants";

declare const __APP_VERSION__: string;
const DEFAULT_LEASE_DAYS = 14;
const FIRST_STATE_MS = 6_000;
const SHOW_EVERY_MS = 250;

export class Engine implements Core {
  readonly version = __APP_VERSION__;
  demo = false;
  readonly device = new Signal<DeviceInfo | null>(null);
  readonly session = new Signal<Session | null>(null);
  readonly conditions = new Signal<Condition[]>([]);
  readonly sync = new Signal<SyncStatus>({ state: "idle", lastContact: null, nextAt: null, waiting: 0 });
  readonly downloads = new Signal<Downloads>({ items: [], bytes: 0, doneBytes: 0, usedBytes: 0, freeBytes: null });
  readonly phrases = new Signal<Record<string, Texts>>({});
  readonly helpTexts = new Signal<Texts>({});
  readonly examNotices = new Signal<ExamNotice[]>([]);
  examRunning: string | null = null;

  private readonly db = new WorkDb();
  private readonly packageDb = new PackageDb();
  private readonly api = new Api();
  private readonly clock = new Clock(this.db);
  private readonly identities = new Identities(this.db);
  private readonly journal = new Journal(this.db);
  private readonly vaults = new Vaults(this.db, this.identities, () => this.clock.now());
  private readonly items = new Signal<DownloadItem[]>([]);
  private readonly blobs = new BlobStore(this.packageDb, this.api, signedPaths(this.api, this.identities, this.clock));
  private readonly packages = new Packages(this.packageDb, this.blobs, this.items);
  private readonly library = new Library(this.packages);
  private readonly presence = new Presence(this.db);
  private readonly updates = new Updates();
  private readonly contact = new Contact(
    this.db,
    this.packageDb,
    this.api,
    this.identities,
    this.journal,
    this.vaults,
    this.clock,
    this.version,
  );
  private readonly syncer = new Syncer(
    this.vaults,
    this.identities,
    this.contact,
    this.journal,
    this.packages,
    this.clock,
    this.sync,
    {
      changed: () => void this.tellAll(),
      refused: (code) => void this.serverSaid(code),
      catalogue: (refusal) => void (this.found.refusal = refusal),
      round: (round) => {
        this.found.round = round;
        void this.showDownloads();
      },
      ahead: async () => void (this.packages.others = await this.hall.papers()),
      files: () => this.hall.sendFiles(() => void this.tellAll()),
      contacted: () => void this.heard("contacted").then(() => this.channel.postMessage("contacted")),
    },
  );
  private readonly hall = new ExamHall({
    ...{ ...this.desk(), packageDb: this.packageDb, blobs: this.blobs },
    ...{ notices: this.examNotices, sync: this.sync },
  });
  private readonly door = new Door(this.db, this.api, this.identities, this.vaults, this.clock, () => this.syncNow());
  private readonly channel = new BroadcastChannel("newleaf");
  private readonly found: Pick<Findings, "serverSays" | "refusal" | "round" | "writeFailed"> = {
    serverSays: null,
    refusal: null,
    round: null,
    writeFailed: false,
  };
  private tablet: TabletState = { leaseDays: DEFAULT_LEASE_DAYS, phrases: {}, helpTexts: {}, known: [] };
  private language = "";
  private showTimer: ReturnType<typeof setTimeout> | undefined;

  readonly exams: Core["exams"] = () => this.hall.desk();
  readonly updateReady = this.updates.ready;

  static async open(): Promise<Engine> {
    const engine = new Engine();
    const missing = missingFeature();
    if (missing) {
      engine.conditions.set([{ kind: "not_supported", blocking: true, missing }]);
      return engine;
    }
    try {
      await engine.load();
    } catch (error) {
      console.error("open", error);
      engine.conditions.set([{ kind: "not_supported", blocking: true, missing: String((error as Error).name) }]);
    }
    return engine;
  }

  private async load(): Promise<void> {
    void navigator.storage?.persist?.();
    await Promise.all([this.clock.load(), this.identities.load(), this.packages.load()]);
    this.tablet = (await this.db.read<TabletState>("tablet")) ?? this.tablet;
    this.language = (await this.db.read<string>("language")) ?? "";
    this.demo = (await this.db.read<boolean>("demo")) ?? false;
    await this.resume();
    await this.refresh();
    this.examRunning = await this.hall.running();
    this.items.watch(() => this.showSoon());
    this.channel.onmessage = ({ data }) => void this.heard(data);
    this.presence.watch(() => void this.signOut());
    setInterval(() => void this.clock.keep().then(() => this.showConditions()), 60_000);
    for (const event of ["online", "focus"]) addEventListener(event, () => this.syncer.nudge());
    document.addEventListener("visibilitychange", () => document.hidden || this.syncer.nudge());
    void this.updates.start(
      () => this.isFree(),
      async () => (this.session.value as LearnerSession | null)?.settled(),
    );
    void mediaReady();
    await this.syncer.start();
    await this.demoLink();
  }

  // ── Signing in and out ─────────────────────────────────────────────────────────────────────────

  async pair(code: string): Promise<DeviceInfo> {
    const { serverTime } = await this.identities.pair(this.api, code.trim(), this.version, Date.now());
    await this.clock.contact(serverTime);
    this.found.serverSays = null;
    await this.refresh();
    void this.syncNow();
    return this.device.value!;
  }

  knownLearners = (): Promise<KnownLearner[]> => this.door.knownLearners(this.tablet);

  async signIn(typed: string, secret: Secret): Promise<Session> {
    const { vault, keys, isNew } = await this.door.open(typed, secret, this.tablet);
    const session = await this.begin(vault, keys);
    if (isNew)
      await Promise.race([this.contactNow("ask"), new Promise((resolve) => setTimeout(resolve, FIRST_STATE_MS))]);
    return session;
  }

  private async begin(vault: Vault, keys: LearnerKeys): Promise<LearnerSession> {
    if (this.session.value) await this.signOut();
    const session = await LearnerSession.open(this.desk(), vault, keys);
    await this.presence.begin(vault.learner, session.personal.keys);
    this.session.set(session);
    void session.bring();
    this.syncer.nudge();
    return session;
  }

  private async resume(): Promise<void> {
    const row = await this.presence.resume();
    const vault = row && (await this.db.vaults.get(row.learner));
    if (row && vault?.active) this.session.set(await LearnerSession.open(this.desk(), vault, row.keys));
  }

  private async signOut(): Promise<void> {
    const ending = this.session.value as LearnerSession | null;
    ending?.end();
    await this.presence.end();
    this.session.set(null);
    await this.showConditions();
    await ending?.settled();
    if (this.updateReady.value && (await this.isFree())) await this.updates.apply();
  }

  /** Nobody is at work here, in any tab. */
  private async isFree(): Promise<boolean> {
    return (await this.db.sessions.count()) === 0 && (await this.hall.running()) === null;
  }

  private desk(): Desk {
    const { api, db, journal, identities, vaults, library, packages, clock } = this;
    return {
      ...{ api, db, journal, identities, vaults, library, packages, clock },
      deviceLanguage: () => this.language,
      wake: () => this.wake("wake"),
      replan: () => this.wake("replan"),
      signOut: () => this.signOut(),
      writeFailed: (failed) => {
        if (this.found.writeFailed === failed) return;
        this.found.writeFailed = failed;
        void this.showConditions();
      },
    };
  }

  private async demoLink(): Promise<void> {
    await takeDemoLink({
      pair: (code) => this.pair(code),
      signIn: (number, secret) => this.signIn(number, secret),
      isPaired: () => this.identities.current !== null,
      isKnown: async () => {
        await this.syncNow();
        return this.found.serverSays !== "unknown_device" && this.identities.current?.state === "current";
      },
      remember: async (demo) => {
        this.demo = demo;
        await this.db.write("demo", demo);
      },
    });
  }

  // ── The parts telling each other ───────────────────────────────────────────────────────────────

  syncNow(): Promise<void> {
    return this.contactNow("now");
  }

  private async contactNow(kind: "now" | "ask"): Promise<void> {
    if (this.syncer.leader) return this.syncer[kind]();
    this.channel.postMessage(kind);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }

  private wake(kind: "wake" | "replan"): void {
    this.syncer[kind]();
    this.channel.postMessage(kind);
  }

  private async heard(message: "wake" | "replan" | "now" | "ask" | "changed" | "contacted"): Promise<void> {
    if (message === "changed") return this.refresh();
    if (message === "contacted") return (this.session.value as LearnerSession | null)?.bring();
    if (message === "wake" || message === "replan") {
      this.syncer[message]();
      (this.session.value as LearnerSession | null)?.heardOfWork();
    } else if (this.syncer.leader) await this.syncer[message]();
  }

  private async tellAll(): Promise<void> {
    this.channel.postMessage("changed");
    await this.refresh();
  }

  /** Reads again what the sync has written, in this tab or in another. */
  private async refresh(): Promise<void> {
    await Promise.all([this.identities.load(), this.packages.load()]);
    this.tablet = (await this.db.read<TabletState>("tablet")) ?? this.tablet;
    this.phrases.set(this.tablet.phrases);
    this.examNotices.set(this.tablet.exams ?? []);
    this.helpTexts.set(this.tablet.helpTexts);
    this.device.set(this.identities.info());
    if (!this.syncer.leader) await this.packages.plan(wantedByAll(await this.vaults.here()));
    await (this.session.value as LearnerSession | null)?.refresh();
    await this.syncer.showWaiting();
    await this.showDownloads();
    await this.showConditions();
  }

  private async serverSaid(code: Findings["serverSays"]): Promise<void> {
    this.found.serverSays = code;
    if (code === "revoked") {
      await this.identities.update(this.identities.current!.device, { state: "revoked" });
      if (this.session.value) await this.signOut();
      if ((await this.journal.waiting()) === 0) await forgetEverybody(this.db, this.packageDb);
    }
    await this.showConditions();
  }

  private async showConditions(): Promise<void> {
    const learner = this.session.value?.profile.learner;
    const vault = learner === undefined ? undefined : await this.db.vaults.get(learner);
    const { identities, clock, tablet, packages, found } = this;
    const conditions = conditionsOf({
      ...found,
      identity: identities.current,
      clock,
      leaseDays: tablet.leaseDays,
      view: packages.view,
      waiting: await this.journal.waiting(),
      inactive: vault && !vault.active ? vault.learner : null,
      freeBytes: this.downloads.value.freeBytes,
    });
    if (JSON.stringify(conditions) !== JSON.stringify(this.conditions.value)) this.conditions.set(conditions);
  }

  private showSoon(): void {
    this.showTimer ??= setTimeout(() => void this.showDownloads(), SHOW_EVERY_MS);
  }

  private async showDownloads(): Promise<void> {
    clearTimeout(this.showTimer);
    this.showTimer = undefined;
    this.downloads.set(downloadsOf(this.items.value, await space()));
    if (this.found.round) await this.showConditions();
  }

  // ── Small things ───────────────────────────────────────────────────────────────────────────────

  deviceLanguage(): string {
    return this.language;
  }

  async setDeviceLanguage(language: string): Promise<void> {
    this.language = language;
    await this.db.write("language", language);
  }

  applyUpdate = (): Promise<void> => this.updates.apply();
}
