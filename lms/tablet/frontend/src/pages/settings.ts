/** Settings of the learner: kept for this learner, on this tablet. */
import { html, type TemplateResult } from "lit";
import type { Settings } from "../facade";
import { define } from "../elements/element";
import { icon, type IconName } from "../elements/icon";
import { bytes, currentLanguage, interfaceLanguages, languageName, moment, t, type Key } from "../strings";
import { messageOf } from "./messages";
import { PageElement } from "./page";

interface Choice<V> {
  value: V;
  label: string;
  className?: string;
  lang?: string;
}

const SPEEDS = [0.75, 1, 1.25, 1.5];

export class SettingsElement extends PageElement {
  static override properties = { ...PageElement.properties, error: { state: true } };
  declare error: string;

  constructor() {
    super();
    this.error = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t("title", { page: t("nav.settings") });
    this.watch(this.session.settings, this.core.downloads, this.core.sync, this.core.phrases);
  }

  override render(): TemplateResult {
    const now = this.session.settings.value;
    const languages = interfaceLanguages().map((tag) => ({ value: tag, label: languageName(tag), lang: tag }));
    return html`<div class="page settings">
      <h1>${t("nav.settings")}</h1>
      ${this.error ? html`<p class="bad" role="alert">${icon("warning")} ${this.error}</p>` : ""}
      ${this.group("language", "settings.language", "language", languages, now.language || currentLanguage())}
      ${this.group(
        "note",
        "settings.text_size",
        "textSize",
        [
          { value: "normal", label: t("settings.text_normal"), className: "size-normal" },
          { value: "large", label: t("settings.text_large"), className: "size-large" },
          { value: "larger", label: t("settings.text_larger"), className: "size-larger" },
        ],
        now.textSize,
      )}
      ${this.group(
        "tip",
        "settings.theme",
        "theme",
        [
          { value: "light", label: t("settings.light") },
          { value: "dark", label: t("settings.dark") },
          { value: "auto", label: t("settings.auto") },
        ],
        now.theme,
      )}
      ${this.group(
        "zoom",
        "settings.contrast",
        "contrast",
        [
          { value: "normal", label: t("settings.contrast_normal") },
          { value: "high", label: t("settings.contrast_high") },
        ],
        now.contrast,
      )}
      ${this.group(
        "sound",
        "settings.speed",
        "speed",
        SPEEDS.map((speed) => ({ value: speed, label: t(`speed.${speed}` as Key) })),
        now.speed,
      )}
      ${this.group(
        "book",
        "settings.plain",
        "plain",
        [
          { value: false, label: t("settings.plain_off") },
          { value: true, label: t("settings.plain_on") },
        ],
        now.plain,
      )}
      ${this.about()}
    </div>`;
  }

  private group<K extends keyof Settings>(
    mark: IconName,
    title: Key,
    name: K,
    choices: Choice<Settings[K]>[],
    now: Settings[K],
  ): TemplateResult {
    return html`<fieldset class="card setting">
      <legend>${icon(mark)} ${t(title)}</legend>
      <div class="segments">
        ${choices.map(
          (choice) =>
            html`<label
              class="segment ${choice.className ?? ""} ${choice.value === now ? "is-chosen" : ""}"
              lang=${choice.lang ?? ""}
            >
              <input
                type="radio"
                name=${name}
                .checked=${choice.value === now}
                @change=${() => void this.save({ [name]: choice.value } as Partial<Settings>)}
              />
              <span>${choice.label}</span>
            </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private about(): TemplateResult {
    const { core } = this;
    const { usedBytes, freeBytes } = core.downloads.value;
    const device = core.device.value;
    const { lastContact } = core.sync.value;
    return html`<section class="card about">
      <h2>${icon("tablet")} ${t("settings.about")}</h2>
      <dl>
        <dt>${t("settings.tablet")}</dt>
        <dd>${device?.name} · ${t(`device.${device?.kind ?? "personal"}`)}</dd>
        <dt>${t("settings.prison")}</dt>
        <dd>${device?.prisonName}</dd>
        <dt>${t("settings.space")}</dt>
        <dd>
          ${t("settings.used", { used: bytes(usedBytes) })}${freeBytes === null ? "" : ` · ${t("downloads.free", { free: bytes(freeBytes) })}`}
        </dd>
        <dt>${t("settings.last_contact")}</dt>
        <dd>${lastContact ? moment(lastContact) : t("sync.never")}</dd>
        <dt>${t("settings.version")}</dt>
        <dd>${core.version}</dd>
      </dl>
    </section>`;
  }

  private async save(change: Partial<Settings>): Promise<void> {
    this.error = "";
    try {
      await this.session.saveSettings(change);
    } catch (error) {
      this.error = messageOf(error);
    }
  }
}

define("nl-settings", SettingsElement);
