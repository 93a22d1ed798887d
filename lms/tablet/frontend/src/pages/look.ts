/** Puts a learner's settings on the page: colours, contrast, size of text. The stylesheet does the rest. */
import type { Settings } from "../facade";

const night = matchMedia("(prefers-color-scheme: dark)");
let shown: Settings | null = null;

export function applyLook(settings: Settings | null): void {
  shown = settings;
  paint();
}

/** `auto` becomes what the tablet itself is set to, so that the stylesheet knows two themes and no third. */
function paint(): void {
  const { dataset } = document.documentElement;
  const wanted = shown?.theme ?? "light";
  dataset["theme"] = wanted === "auto" ? (night.matches ? "dark" : "light") : wanted;
  dataset["contrast"] = shown?.contrast ?? "normal";
  dataset["text"] = shown?.textSize ?? "normal";
}

night.addEventListener("change", paint);
