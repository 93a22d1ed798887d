/** One learner's session: everything that a page may read or do while this learner is signed in. */
import type { Api } from "./api";
import type { Clock } from "./clock";
import type * as core from "./facade";
import { openSealed, sealTo } from "./crypto/jose";
import { fromUtf8, toBase64Url, utf8 } from "./crypto/bytes";
import { unsealJson } from "./crypto/sealing";
import type { Vault, WorkDb } from "./db";
import { Elsewhere } from "./elsewhere";
import type { Identities } from "./identity";
import type { Journal } from "./journal";
import type { LearnerContext, Library } from "./library";
import { LearnerLive } from "./live";
import { MyWork } from "./mywork";
import type { Packages } from "./packages";
import { Personal } from "./personal";
import type { LearnerState } from "./protocol.gen";
import { type Extra, Recorder, withoutDraft } from "./record";
import { Signal } from "./signal";
import { LONGEST_TEXT } from "./statements";
import { type LearnerKeys, profileOf, type Vaults } from "./vaults";
import { wantsOf } from "./wants";

/** What a session needs of the tablet. */
export interface Desk {
  api: Api;
  db: WorkDb;
  journal: Journal;
  identities: Identities;
  vaults: Vaults;
  library: Library;
  packages: Packages;
  clock: Clock;
  deviceLanguage(): string;
  /** Something has been written that the server should get soon. */
  wake(): void;
  /** What should be on the tablet has changed. */
  replan(): void;
  signOut(): Promise<void>;
  /** The last write did, or did not, find room. */
  writeFailed(failed: boolean): void;
}

const SETTINGS: core.Settings = {
  language: "",
  courseLanguage: null,
  textSize: "normal",
  contrast: "normal",
  theme: "auto",
  readAloud: false,
  speed: 1,
  plain: false,
};

export class LearnerSession implements core.Session {
  readonly revision = new Signal(0);
  readonly settings: Signal<core.Settings>;
  readonly recovery = new Signal<"waiting" | "refused" | null>(null);
  readonly personal: Personal;
  readonly live: core.Live;
  private readonly recorder: Recorder;
  private readonly elsewhere: Elsewhere;
  private readonly mine: MyWork;
  private state: LearnerState | null = null;
  private chosen: Record<string, boolean> = {};
  private inbox: CryptoKey | null = null;
  private stateRead = "";

  private constructor(
    private readonly desk: Desk,
    public profile: core.Profile,
    keys: LearnerKeys,
  ) {
    this.personal = new Personal(desk.db, profile.learner, keys);
    this.settings = new Signal<core.Settings>({
      ...SETTINGS,
      language: desk.deviceLanguage() || profile.language,
      plain: profile.literacyHelp,
    });
    this.live = new LearnerLive(
      desk.api,
      () => desk.identities.current,
      profile.learner,
      () => this.settings.value.language,
    );
    this.recorder = new Recorder(
      desk.db,
      desk.journal,
      desk.identities,
      desk.library,
      desk.clock,
      this.personal,
      (kept) => {
        desk.writeFailed(!kept);
        if (!kept) return;
        this.changed();
        desk.wake();
      },
    );
    this.elsewhere = new Elsewhere(desk.db, desk.api, desk.identities, this.personal);
    this.mine = new MyWork(desk.db, this.personal, desk.library, this.recorder, this.elsewhere);
  }

  static async open(desk: Desk, vault: Vault, keys: LearnerKeys): Promise<LearnerSession> {
    const session = new LearnerSession(desk, profileOf(vault), keys);
    await session.refresh();
    const kept = await session.personal.get<Partial<core.Settings>>("settings", "settings");
    if (kept) session.settings.set({ ...session.settings.value, ...kept.value });
    return session;
  }

  /** Takes in what the sync has brought for this learner: state from the server, keys that two officers released. */
  async refresh(): Promise<void> {
    const { learner } = this.profile;
    const { vaults, db } = this.desk;
    if ((await db.vaults.get(learner))?.kid === this.personal.keys[0]!.kid) {
      this.personal.keys = await vaults.adopt(learner, this.personal.keys);
      await this.elsewhere.tidy();
      this.inbox ??= await vaults.inboxKey(learner, this.personal.keys);
    }
    const vault = (await db.vaults.get(learner))!;
    this.profile = profileOf(vault);
    await this.takeState(vault);
    this.recovery.set(
      vault.closed.some((one) => one.state !== "refused") ? "waiting" : vault.closed.length ? "refused" : null,
    );
    this.recorder.forgetFacts();
    this.changed();
  }

  /** Nothing that this tablet has been told is left out of what a page shows next. */
  private async takeState(vault: Vault): Promise<void> {
    this.chosen = vault.chosen;
    const { state } = vault;
    const sealed = !state ? "" : "jwe" in state ? state.jwe : toBase64Url(state.deviceSealed);
    if (sealed === this.stateRead) return;
    const read = await this.readState(vault);
    if (!read) return;
    this.state = read;
    this.stateRead = sealed;
  }

  /** Another tab has written something of this learner's. */
  heardOfWork(): void {
    this.recorder.forgetFacts();
    this.changed();
  }

  /** Fetches what this learner did elsewhere, if the server has told of something new; without a way to it, the next contact does. */
  async bring(): Promise<void> {
    const { state } = await this.context();
    if (await this.elsewhere.bring(state?.elsewhere)) this.changed();
  }

  /** This session is over: nothing more comes for this learner. */
  end = (): void => this.elsewhere.end();

  /** Resolves when everything that was done here is on the disk. */
  settled = (): Promise<void> => this.personal.settled();

  private async readState(vault: Vault): Promise<LearnerState | null> {
    try {
      if (!vault.state) return null;
      if ("deviceSealed" in vault.state)
        return await unsealJson(await this.desk.identities.deviceKey(), vault.state.deviceSealed, vault.learner);
      return this.inbox && (JSON.parse(fromUtf8(await openSealed(this.inbox, vault.state.jwe))) as LearnerState);
    } catch {
      return null; // sealed to an inbox that a reset has closed: the next sync brings it again
    }
  }

  changed(): void {
    this.revision.set(this.revision.value + 1);
  }

  /** Read from the disk each time: downloads go by the same row, so what they call ready can be opened. */
  private async context(): Promise<LearnerContext> {
    const vault = await this.desk.db.vaults.get(this.profile.learner);
    if (vault) await this.takeState(vault);
    const { state, chosen } = this;
    return { state, chosen, facts: await this.recorder.lessonFacts(), now: new Date(this.desk.clock.now()) };
  }

  async home(): Promise<core.Home> {
    const seen = await this.mine.seen();
    const notices = (this.state?.notices ?? []).map(({ id, at, texts }) => ({
      id,
      at: new Date(at),
      texts,
      seen: seen.has(id),
    }));
    return {
      profile: this.profile,
      ...(await this.desk.library.home(await this.context())),
      answers: await this.mine.answers(this.state),
      exams: this.state?.exams ?? [],
      candidacies: this.state?.candidacies ?? [],
      notices,
      counts: await this.workCounts(),
    };
  }

  async courses(): Promise<core.CourseCard[]> {
    return this.desk.library.courses(await this.context());
  }

  async course(course: string): Promise<core.CourseView | null> {
    return this.desk.library.course(course, await this.context());
  }

  async lesson(lesson: string, language: string, plain: boolean): Promise<core.LessonView | null> {
    return this.desk.library.lesson(lesson, language, plain, await this.context());
  }

  exams = async (): Promise<core.MyExams> =>
    (await import("./exams/mine")).examsOf(this.desk.db, this.personal, this.recorder, () => this.state);

  chooseCourse = (course: string): Promise<void> => this.choose(course, true);
  leaveCourse = (course: string): Promise<void> => this.choose(course, false);

  private async choose(course: string, taken: boolean): Promise<void> {
    const { state } = await this.context();
    const vault = (row: Vault): void => {
      row.chosen = { ...row.chosen, [course]: taken };
      row.wants = wantsOf(state?.assignments ?? [], row.chosen);
    };
    await this.recorder.own(taken ? "enrolled" : "withdrew", { object: course, course }, { vault });
    this.desk.replan();
  }

  record(draft: core.StatementDraft): Promise<string> {
    return this.recorder.lesson({
      language: this.settings.value.courseLanguage ?? this.settings.value.language,
      ...draft,
    });
  }

  async draft(key: string): Promise<string | null> {
    return (await this.personal.get<string>("draft", key))?.value ?? null;
  }

  async drafts(prefix: string): Promise<Record<string, string>> {
    const rows = await this.personal.all<string>("draft", prefix);
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  }

  saveDraft = (key: string, text: string): Promise<void> =>
    this.personal.put("draft", key, text, this.desk.clock.now());
  dropDraft = (key: string): Promise<void> => this.personal.remove("draft", key);

  async notes(lesson?: string): Promise<core.Note[]> {
    const rows = await this.personal.all<Omit<core.Note, "updatedAt">>("note");
    return rows
      .filter(({ value }) => lesson === undefined || value.lesson === lesson)
      .map(({ value, at }) => ({ ...value, updatedAt: new Date(at) }));
  }

  /** Kept here under the learner's key, and sent sealed to the recovery key: a broken tablet costs no note. */
  async saveNote(note: Parameters<core.Session["saveNote"]>[0]): Promise<core.Note> {
    const { lesson, course, draftKey } = note;
    const kept = { id: note.id ?? crypto.randomUUID(), lesson, course, text: note.text.slice(0, LONGEST_TEXT) };
    await this.backUpNote(kept, { rows: [{ kind: "note", key: kept.id, value: kept }], ...withoutDraft(draftKey) });
    return { ...kept, updatedAt: new Date(this.desk.clock.now()) };
  }

  async deleteNote(id: string): Promise<void> {
    const note = await this.personal.get<Omit<core.Note, "updatedAt">>("note", id);
    if (!note) return;
    await this.backUpNote({ ...note.value, text: "" }, { dropped: [["note", id]] });
  }

  private async backUpNote(note: Omit<core.Note, "updatedAt">, extra: Extra): Promise<void> {
    const { recovery } = this.desk.identities.current!.trust;
    const response = await sealTo(recovery, utf8(JSON.stringify(note)));
    const { lesson, course } = note;
    await this.recorder.own("noted", { object: lesson, lesson, course, result: { response } }, extra);
  }

  ask({ lesson, course, text, draftKey }: Parameters<core.Session["ask"]>[0]): Promise<string> {
    const facts = { object: lesson, lesson, course, result: { response: text } };
    return this.recorder.own("asked", facts, withoutDraft(draftKey));
  }

  questions = (lesson?: string): Promise<core.Question[]> => this.mine.questions(this.state, lesson);
  answersSeen = (questions: string[]): Promise<void> => this.markSeen(questions);
  noticesSeen = (ids: string[]): Promise<void> => this.markSeen(ids);

  private async markSeen(ids: string[]): Promise<void> {
    for (const id of ids) await this.personal.put("seen", id, true, this.desk.clock.now());
    this.changed();
  }

  async reflect(reflection: Parameters<core.Session["reflect"]>[0]): Promise<string> {
    const { lesson, course, block, text, forTeacher, draftKey, draft } = reflection;
    const object = block.includes("#") ? block : `${lesson}#${block}`;
    const kept = { text, forTeacher, at: new Date().toISOString() };
    const rows: Extra["rows"] = [{ kind: "reflection", key: object, value: kept }];
    if (draft) rows.push({ kind: "draft", key: draft.key, value: draft.text });
    const result = { completion: true, ...(forTeacher ? { response: text } : {}) };
    return this.recorder.own("reflected", { object, lesson, course, result }, { rows, ...withoutDraft(draftKey) });
  }

  async reflection(lesson: string, block: string): Promise<{ text: string; forTeacher: boolean; at: Date } | null> {
    const object = block.includes("#") ? block : `${lesson}#${block}`;
    const found = await this.personal.get<{ text: string; forTeacher: boolean; at: string }>("reflection", object);
    return found && { ...found.value, at: new Date(found.value.at) };
  }

  async lastAnswer(item: string): Promise<{ response: string; success: boolean; at: Date } | null> {
    const found = await this.personal.get<{ response: string; success: boolean; at: string }>("answer", item);
    return found && { ...found.value, at: new Date(found.value.at) };
  }

  async videoPosition(block: string): Promise<number> {
    return (await this.personal.get<number>("position", block))?.value ?? 0;
  }

  saveVideoPosition = (block: string, seconds: number): Promise<void> =>
    this.personal.put("position", block, seconds, this.desk.clock.now());

  work = (page?: { before?: number; limit?: number; lesson?: string }): Promise<core.WorkItem[]> =>
    this.mine.page(page);
  workCounts = (): Promise<core.WorkCounts> => this.mine.counts(this.state);

  async contest(statement: string, text: string, draftKey?: string): Promise<string> {
    const lesson = await this.mine.lessonOf(statement);
    const course = lesson && this.desk.library.lessonRef(lesson)?.course.course;
    const facts = { object: `urn:uuid:${statement}`, lesson, course, result: { response: text } };
    return this.recorder.own("contested", facts, withoutDraft(draftKey));
  }

  async search(query: string, limit = 20): Promise<core.SearchHit[]> {
    const { findTexts } = await import("./search");
    const found = await findTexts(this.desk.packages.db, query, limit);
    return found.map(({ row, blocks, seconds, excerpt, from, to }) => {
      const place = this.desk.library.lessonRef(row.lesson);
      const { lesson, course, language, plain } = row;
      const titles = place?.ref.titles ?? { [language]: row.title };
      return {
        lesson,
        course,
        titles,
        courseTitles: place?.course.titles ?? {},
        ...{ language, plain, blocks, seconds, excerpt, from, to },
      };
    });
  }

  async saveSettings(change: Partial<core.Settings>): Promise<void> {
    this.settings.set({ ...this.settings.value, ...change });
    await this.personal.put("settings", "settings", this.settings.value, this.desk.clock.now());
  }

  signOut = (): Promise<void> => this.desk.signOut();
}
