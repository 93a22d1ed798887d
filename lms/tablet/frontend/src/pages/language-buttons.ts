/** Choosing the language before anybody is signed in. Each language is named in itself. */
import { html, type TemplateResult } from "lit";
import type { Core } from "../facade";
import { icon } from "../elements/icon";
import { currentLanguage, interfaceLanguages, languageName, setLanguage, t } from "../strings";

export function languageButtons(core: Core): TemplateResult {
  const choose = async (language: string): Promise<void> => {
    await core.setDeviceLanguage(language);
    setLanguage(language);
  };
  return html`<div class="row language-row" role="group" aria-label=${t("settings.language")}>
    ${icon("language")}
    ${interfaceLanguages().map(
      (language) =>
        html`<button
          type="button"
          class="chip"
          lang=${language}
          aria-pressed=${language === currentLanguage()}
          @click=${() => void choose(language)}
        >
          ${languageName(language)}
        </button>`,
    )}
  </div>`;
}
