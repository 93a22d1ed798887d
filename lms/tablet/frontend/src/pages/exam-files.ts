/** The place where a photo, a recording or a file is handed in: one large button for each kind, and what is kept so far. */
import { html, type TemplateResult } from "lit";
import type { Attempt, AttemptState, FileKind, GivenFile } from "../facade";
import { define, LightElement } from "../elements/element";
import { icon, type IconName } from "../elements/icon";
import { CoreError, type ErrorCode } from "../errors";
import { MOST_FILES } from "../exams/files";
import type { UploadItem } from "../protocol.gen";
import { t } from "../strings";
import "./exam-words";

const ACCEPT: Record<FileKind, string> = { photo: "image/jpeg,image/png", voice: "audio/*", file: "application/pdf" };
const CAPTURE: Record<FileKind, "environment" | "user" | null> = { photo: "environment", voice: "user", file: null };
const ICONS: Record<FileKind, IconName> = { photo: "camera", voice: "sound", file: "file" };
const SAID = new Set<ErrorCode>(["file_kind", "file_large", "file_count", "no_space"]);

export class ExamFilesElement extends LightElement {
  static override properties = {
    attempt: { attribute: false },
    item: { attribute: false },
    state: { attribute: false },
    labelledby: { attribute: false },
    busy: { state: true },
    error: { state: true },
  };
  declare attempt: Attempt;
  declare item: UploadItem;
  declare state: AttemptState;
  declare labelledby: string;
  declare busy: boolean;
  declare error: string;
  private readonly addresses = new Map<string, string>();

  constructor() {
    super();
    this.busy = false;
    this.error = "";
  }

  override render(): TemplateResult {
    const files = this.attempt.files.of(this.item.id);
    return html`<div class="exam-files" role="group" aria-labelledby=${this.labelledby}>
      ${
        files.length
          ? html`<ul class="exam-file-list">
              ${files.map((file, i) => this.kept(file, i + 1))}
            </ul>`
          : ""
      }
      ${
        files.length < MOST_FILES
          ? this.item.accepts.map((kind) => this.button(kind))
          : html`<p class="hint">${t("exam.files.full", { n: MOST_FILES })}</p>`
      }
      <div role="status">${this.busy ? html`<p class="hint">${t("exam.files.busy")}</p>` : ""}</div>
      <div role="alert">${this.error ? html`<p class="bad">${icon("warning")} ${this.error}</p>` : ""}</div>
      <p class="hint">${t("exam.files.count", { n: files.length, most: MOST_FILES })}</p>
    </div>`;
  }

  private button(kind: FileKind): TemplateResult {
    const capture = CAPTURE[kind];
    return html`<label class="button button-main button-wide exam-take ${this.busy ? "is-busy" : ""}">
      ${icon(ICONS[kind])} <span>${t(`exam.files.${kind}`)}</span>
      ${
        capture
          ? html`<input
              type="file"
              class="visually-hidden"
              accept=${ACCEPT[kind]}
              capture=${capture}
              ?disabled=${this.busy}
              @change=${(event: Event) => void this.take(kind, event)}
            />`
          : html`<input
              type="file"
              class="visually-hidden"
              accept=${ACCEPT[kind]}
              ?disabled=${this.busy}
              @change=${(event: Event) => void this.take(kind, event)}
            />`
      }
    </label>`;
  }

  private kept(file: GivenFile, n: number): TemplateResult {
    return html`<li class="exam-file">
      ${this.shown(file, n)}
      <span class="grow hint"
        >${file.here ? t("exam.files.size", { n: sizeOf(file) }) : t("exam.files.elsewhere")}</span
      >
      <button
        type="button"
        class="button"
        aria-label=${t("exam.files.remove_label", { n })}
        ?disabled=${this.busy}
        @click=${() => void this.change(() => this.attempt.files.remove(this.item.id, file.sha256))}
      >
        ${icon("cross")} ${t("exam.files.remove")}
      </button>
    </li>`;
  }

  private shown(file: GivenFile, n: number): TemplateResult {
    const address = this.addressOf(file);
    if (address && file.mediaType.startsWith("image/"))
      return html`<img class="exam-file-picture" src=${address} alt=${t("exam.files.alt", { n })} />`;
    if (address && file.mediaType.startsWith("audio/"))
      return html`<audio controls src=${address} aria-label=${t("exam.files.alt_voice", { n })}></audio>`;
    return html`<span class="exam-file-mark">${icon("file")} ${t("exam.files.alt_file", { n })}</span>`;
  }

  /** Opened when it is shown first. */
  private addressOf({ sha256, here }: GivenFile): string {
    if (here && !this.addresses.has(sha256)) {
      this.addresses.set(sha256, "");
      void this.attempt.files.url(this.item.id, sha256).then((address) => {
        this.addresses.set(sha256, address);
        this.requestUpdate();
      });
    }
    return this.addresses.get(sha256) ?? "";
  }

  private async take(kind: FileKind, event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    await this.change(() => this.attempt.files.add(this.item.id, kind, file));
    input.value = ""; // the same one can be chosen again after it was removed
  }

  private async change(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = "";
    try {
      await work();
      const files = this.attempt.files.of(this.item.id).map(({ sha256 }) => sha256);
      for (const sha256 of [...this.addresses.keys()]) if (!files.includes(sha256)) this.addresses.delete(sha256);
    } catch (error) {
      console.error("file", error);
      const code = error instanceof CoreError && SAID.has(error.code) ? error.code : "not_kept";
      this.error = t(`exam.files.error.${code}` as Parameters<typeof t>[0]);
    }
    this.busy = false;
  }
}

const sizeOf = ({ bytes }: GivenFile): string => Math.max(0.1, bytes / 1024 / 1024).toFixed(1);

define("nl-exam-files", ExamFilesElement);
