/** Courses and lessons as one learner sees them: what is on the tablet, what is assigned, how far it has come. */
import { openBlob } from "./blobs";
import type { CourseCard, CourseView, Home, LessonCard, LessonView, Texts } from "./facade";
import type { PackageDb } from "./db";
import type { Packages } from "./packages";
import { demandOf, type LessonDemand, type LessonFacts, merge } from "./progress";
import type { CourseManifest, LessonDocument, LessonManifest, LessonRef, LearnerState } from "./protocol.gen";

export interface LearnerContext {
  state: LearnerState | null;
  facts: Map<string, LessonFacts>;
  chosen: Record<string, boolean>;
  now: Date;
}

export const idOf = (iri: string): string => iri.slice(iri.lastIndexOf(":") + 1);
export const mediaUrl = (packageId: string, path: string): string =>
  `/media/${packageId}/${path.split("/").map(encodeURIComponent).join("/")}`;

/** "zh-Hans-CN" fits "zh-hans" better than "zh", and that better than nothing. */
export function nearestLanguage(wanted: string, available: string[]): string | undefined {
  const parts = wanted.toLowerCase().split("-");
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length).join("-");
    const exact = available.find((tag) => tag.toLowerCase() === prefix);
    const found = exact ?? available.find((tag) => tag.toLowerCase().startsWith(`${prefix}-`));
    if (found) return found;
  }
  return available[0];
}

export class Library {
  private readonly demands = new Map<string, Promise<LessonDemand | null>>();

  constructor(private readonly packages: Packages) {}

  private get db(): PackageDb {
    return this.packages.db;
  }

  async courses(context: LearnerContext): Promise<CourseCard[]> {
    const stored = await this.stored();
    const courses = [...(this.packages.view?.courses.values() ?? [])];
    const cards = courses.map((entry) => this.card(entry, context, stored)).filter((card) => card !== null);
    return cards.sort(byUrgency);
  }

  async course(iri: string, context: LearnerContext): Promise<CourseView | null> {
    const entry = await this.findCourse(iri);
    const stored = await this.stored();
    const card = entry && this.card(entry, context, stored);
    if (!card) return null;
    const lessons = this.lessonCards(entry.manifest, context, stored, card.source !== "open");
    const units = entry.manifest.units.map(({ key, titles }) => ({
      key,
      titles,
      lessons: lessons.filter((lesson) => lesson.unit === key),
    }));
    return { ...card, units: units.filter((unit) => unit.lessons.length) };
  }

  /** In the catalogue, or withdrawn from it while lessons of it are still here. */
  private async findCourse(iri: string): Promise<{ id: string; priority: number; manifest: CourseManifest } | null> {
    const listed = this.packages.view?.courses.get(iri);
    if (listed) return listed;
    const rows = await this.db.manifests.where("kind").equals("course").toArray();
    const row = rows.find(({ manifest }) => manifest.kind === "course" && manifest.course === iri);
    return row?.kind === "course" ? { id: row.id, priority: 999, manifest: row.manifest } : null;
  }

  private card(
    { id, priority, manifest }: { id: string; priority: number; manifest: CourseManifest },
    context: LearnerContext,
    stored: Map<string, string>,
  ): CourseCard | null {
    const assignment = context.state?.assignments.find((one) => one.course === manifest.course);
    const source = sourceOf(manifest, assignment?.source, context.chosen[manifest.course]);
    const touched = manifest.lessons.some((ref) => context.facts.has(ref.lesson));
    if (!source && !touched) return null;
    const lessons = this.lessonCards(manifest, context, stored, true);
    const topic = manifest.topic;
    return {
      course: manifest.course,
      id: idOf(manifest.course),
      kind: manifest.course_kind,
      titles: manifest.titles,
      summaries: manifest.summaries,
      pictureUrl: manifest.picture ? mediaUrl(id, manifest.picture.path) : null,
      topic: topic
        ? { themeTitles: topic.theme_titles, titles: topic.titles, year: topic.year, month: topic.month }
        : null,
      source: source ?? "chosen",
      dueOn: assignment?.due_on ?? null,
      priority: assignment?.priority ?? priority,
      lessonCount: lessons.length,
      readyCount: lessons.filter((lesson) => lesson.stored === "ready").length,
      completedCount: lessons.filter((lesson) => lesson.progress.state === "completed").length,
      bytes: manifest.lessons.reduce((sum, ref) => sum + ref.bytes, 0),
    };
  }

  private lessonCards(
    manifest: CourseManifest,
    context: LearnerContext,
    stored: Map<string, string>,
    wanted: boolean,
  ): LessonCard[] {
    const progress = new Map(context.state?.progress.map((one) => [one.lesson, one]));
    const progressOf = (lesson: string) => merge(context.facts.get(lesson), progress.get(lesson));
    return manifest.lessons.map((ref) => ({
      lesson: ref.lesson,
      course: manifest.course,
      id: idOf(ref.lesson),
      titles: ref.titles,
      minutes: ref.minutes,
      unit: ref.unit,
      bytes: ref.bytes,
      progress: progressOf(ref.lesson),
      stored: stored.has(ref.lesson) ? "ready" : wanted ? this.packages.stateOf(ref.package) : "not_wanted",
      waitsFor: (ref.requires ?? [])
        .filter((lesson) => progressOf(lesson).state !== "completed")
        .map((lesson) => this.titlesOf(lesson, manifest))
        .filter((titles) => titles !== null),
    }));
  }

  private titlesOf(lesson: string, first: CourseManifest): Texts | null {
    const manifests = [first, ...[...(this.packages.view?.courses.values() ?? [])].map(({ manifest }) => manifest)];
    return manifests.flatMap(({ lessons }) => lessons).find((ref) => ref.lesson === lesson)?.titles ?? null;
  }

  async packageOf(lesson: string): Promise<string | null> {
    return (await this.db.installed.get(lesson))?.package ?? null;
  }

  lessonRef(lesson: string): { ref: LessonRef; course: CourseManifest } | null {
    for (const { manifest } of this.packages.view?.courses.values() ?? []) {
      const ref = manifest.lessons.find((one) => one.lesson === lesson);
      if (ref) return { ref, course: manifest };
    }
    return null;
  }

  courseTitles(course: string): Texts | null {
    return this.packages.view?.courses.get(course)?.manifest.titles ?? null;
  }

  async lesson(lesson: string, language: string, plain: boolean, context: LearnerContext): Promise<LessonView | null> {
    const row = await this.db.installed.get(lesson);
    const stored = row && (await this.db.manifests.get(row.package));
    if (stored?.kind !== "lesson") return null;
    const { manifest } = stored;
    const course = await this.course(manifest.course, context);
    const document = await this.document(manifest, language, plain);
    if (!course || !document) return null;
    const siblings = course.units.flatMap((unit) => unit.lessons);
    const at = siblings.findIndex((card) => card.lesson === lesson);
    const card = siblings[at];
    if (!card) return null;
    return {
      card,
      course,
      package: row!.package,
      document,
      languages: manifest.languages,
      plainLanguages: manifest.plain_languages,
      completion: { rule: manifest.completion.rule, fraction: manifest.completion.fraction ?? 1 },
      next: siblings[at + 1] ?? null,
      previous: siblings[at - 1] ?? null,
      mediaUrl: (path) => mediaUrl(row!.package, path),
    };
  }

  private async document(manifest: LessonManifest, language: string, plain: boolean): Promise<LessonDocument | null> {
    const documents = manifest.entries.filter((entry) => entry.role === "document");
    const chosen = nearestLanguage(language, manifest.languages);
    const ofLanguage = documents.filter((entry) => entry.language === chosen);
    const entry = ofLanguage.find(({ path }) => path.includes(".plain.") === plain) ?? ofLanguage[0] ?? documents[0];
    if (!entry) return null;
    return JSON.parse(await (await openBlob(this.db, entry.sha256)).text()) as LessonDocument;
  }

  /** What completes the installed lesson; null when it is not here. Kept for each package, since packages never change. */
  async demand(lesson: string, language: string): Promise<LessonDemand | null> {
    const row = await this.db.installed.get(lesson);
    if (!row) return null;
    const key = `${row.package}/${language}`;
    const known = this.demands.get(key) ?? this.readDemand(row.package, language);
    this.demands.set(key, known);
    return known;
  }

  private async readDemand(packageId: string, language: string): Promise<LessonDemand | null> {
    const stored = await this.db.manifests.get(packageId);
    if (stored?.kind !== "lesson") return null;
    const document = await this.document(stored.manifest, language, false);
    return document && demandOf(document, stored.manifest.completion);
  }

  async home(
    context: LearnerContext,
  ): Promise<Pick<Home, "continueWith" | "today" | "topicCourses" | "myCourses" | "openCourses">> {
    const cards = await this.courses(context);
    const mine = cards.filter((card) => card.source !== "open");
    const stored = await this.stored();
    const open = mine.flatMap((course) => {
      const manifest = this.packages.view?.courses.get(course.course)?.manifest;
      const lessons = manifest ? this.lessonCards(manifest, context, stored, true) : [];
      return lessons.filter((one) => one.progress.state !== "completed").map((lesson) => ({ course, lesson }));
    });
    const free = open.filter(({ lesson }) => lesson.stored === "ready" && lesson.waitsFor.length === 0);
    const lastAt = ({ lesson }: { lesson: LessonCard }): number => context.facts.get(lesson.lesson)?.lastAt ?? 0;
    const started = free.filter((one) => lastAt(one) > 0).sort((a, b) => lastAt(b) - lastAt(a));
    const due = open.filter(({ course, lesson }) => course.dueOn !== null && lesson.waitsFor.length === 0);
    const isNow = ({ topic }: CourseCard): boolean =>
      topic?.year === context.now.getFullYear() && topic.month === context.now.getMonth() + 1;
    return {
      continueWith: started[0] ?? free[0] ?? null,
      today: (due.length ? due : free).slice(0, 5),
      topicCourses: cards.filter(isNow),
      myCourses: mine,
      openCourses: cards.filter((card) => card.source === "open"),
    };
  }

  private async stored(): Promise<Map<string, string>> {
    return new Map((await this.db.installed.toArray()).map((row) => [row.lesson, row.package]));
  }
}

function sourceOf(
  manifest: CourseManifest,
  assigned: "assigned" | "chosen" | undefined,
  here: boolean | undefined,
): CourseCard["source"] | null {
  if (assigned === "assigned") return "assigned";
  if (here ?? assigned === "chosen") return "chosen";
  return manifest.open_enrolment ? "open" : null;
}

function byUrgency(a: CourseCard, b: CourseCard): number {
  const rank = { assigned: 0, chosen: 1, open: 2 };
  const due = (card: CourseCard): string => card.dueOn ?? "9999";
  return (
    rank[a.source] - rank[b.source] ||
    due(a).localeCompare(due(b)) ||
    a.priority - b.priority ||
    a.id.localeCompare(b.id)
  );
}
