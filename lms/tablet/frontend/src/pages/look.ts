/** Puts a learner's settings on the page: colours, contrast, size of text. The stylesheet does the rest. */
import type { Settings } from "../core";

export function applyLook(settings: Settings | null): void {
  const { dataset } = document.documentElement;
  dataset["theme"] = settings?.theme ?? "light";
  dataset["contrast"] = settings?.contrast ?? "normal";
  dataset["text"] = settings?.textSize ?? "normal";
}
