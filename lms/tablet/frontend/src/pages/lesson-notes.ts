/** Notes of a lesson: the learner's own. They are kept while they are typed. */
import { html, type TemplateResult } from "lit";
import type { Note } from "../facade";
import { define } from "../elements/element";
import { icon } from "../elements/icon";
import { moment, t } from "../strings";
import { messageOf } from "./messages";
import { latest, PageElement } from "./page";

export class LessonNotesElement extends PageElement {
  static override properties = {
    ...PageElement.properties,
    lesson: { attribute: false },
    course: { attribute: false },
    notes: { state: true },
    text: { state: true },
    editing: { state: true },
    error: { state: true },
    saving: { state: true },
  };
  declare lesson: string;
  declare course: string;
  declare notes: Note[];
  declare text: string;
  /** The note that is being changed; empty: a new one. */
  declare editing: string;
  declare error: string;
  declare saving: boolean;
  private readonly latest = latest();

  constructor() {
    super();
    this.notes = [];
    this.text = "";
    this.editing = "";
    this.error = "";
    this.saving = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(this.session.revision, () => this.load());
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("lesson")) return;
    this.notes = [];
    this.editing = "";
    this.load();
    void this.session.draft(this.draftKey).then((text) => (this.text = text ?? ""));
  }

  private get draftKey(): string {
    return `${this.lesson}#note`;
  }

  private load(): void {
    if (!this.lesson) return;
    this.latest(async () => void (this.notes = await this.session.notes(this.lesson)));
  }

  override render(): TemplateResult {
    return html`<section class="card notes" aria-labelledby="notes-title">
      <h2 id="notes-title">${icon("note")} ${t("notes.title")}</h2>
      ${this.notes
        .filter((note) => note.id !== this.editing)
        .map(
          (note) =>
            html`<article class="note">
              <p class="note-text">${note.text}</p>
              <div class="row row-between">
                <span class="hint">${moment(note.updatedAt)}</span>
                <span class="row">
                  <button type="button" class="button button-quiet" @click=${() => this.edit(note)}>
                    ${icon("pencil")} ${t("notes.edit")}
                  </button>
                  <button type="button" class="button button-quiet" @click=${() => void this.discard(note)}>
                    ${icon("erase")} ${t("notes.delete")}
                  </button>
                </span>
              </div>
            </article>`,
        )}
      <label class="field-label" for="note">${t(this.editing ? "notes.change" : "notes.label")}</label>
      <textarea
        id="note"
        rows="3"
        maxlength="8000"
        aria-describedby="note-who"
        .value=${this.text}
        ?readonly=${this.saving}
        @input=${this.write}
      ></textarea>
      <p class="hint" id="note-who">${t("notes.who_reads")}</p>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      <div class="row">
        <button type="button" class="button" ?disabled=${!this.text.trim() || this.saving} @click=${this.save}>
          ${icon("check")} ${t("notes.save")}
        </button>
      </div>
    </section>`;
  }

  private write(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.session.saveDraft(this.draftKey, this.text).catch((error: unknown) => (this.error = messageOf(error)));
  }

  private edit(note: Note): void {
    this.editing = note.id;
    this.text = note.text;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#note")?.focus());
  }

  private async save(): Promise<void> {
    await this.attempt(async () => {
      const { lesson, course } = this;
      await this.session.saveNote({
        lesson,
        course,
        text: this.text.trim(),
        draftKey: this.draftKey,
        ...(this.editing ? { id: this.editing } : {}),
      });
      this.editing = "";
      this.text = "";
    });
  }

  private async discard(note: Note): Promise<void> {
    if (!window.confirm(t("notes.delete_sure"))) return;
    await this.attempt(() => this.session.deleteNote(note.id));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.saving) return;
    this.error = "";
    this.saving = true;
    try {
      await work();
      this.notes = await this.session.notes(this.lesson);
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.saving = false;
    }
  }
}

define("nl-lesson-notes", LessonNotesElement);
