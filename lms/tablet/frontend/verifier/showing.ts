/** A verdict as a person reads it: the outcome, the certificate, then each thing that was checked. */
import { h, sign } from "./elements";
import {
  day,
  kindOf,
  outcome,
  pick,
  sentence,
  type Kind,
  type Language,
  type Outcome,
  type Sentences,
  type Verdict,
} from "./verdicts";
import { word, type Word } from "./words";

const SIGNS: Record<Outcome, "good" | "bad" | "open"> = { valid: "good", invalid: "bad", open: "open" };
const KINDS: Record<Kind, Word> = { good: "good", bad: "bad", open: "openKind", note: "note" };

export interface Checked {
  name: string;
  verdict: Verdict;
}

/** One certificate in full. */
export function card(checked: Checked, sentences: Sentences, language: Language): HTMLElement {
  const { verdict } = checked;
  const result = outcome(verdict);
  return h(
    "article",
    { class: `card ${result}`, "data-outcome": result, "data-codes": codes(verdict) },
    h("h3", { class: "outcome" }, sign(SIGNS[result]), h("span", {}, sentences[`outcome_${result}`]![language])),
    checked.name ? h("p", { class: "name" }, checked.name) : null,
    certificate(verdict, language),
    h("h4", {}, word("checked", language)),
    h("ul", { class: "findings" }, ...verdict.findings.map((finding) => line(finding))),
  );

  function line(finding: Verdict["findings"][number]): HTMLElement {
    const kind = kindOf(finding);
    return h(
      "li",
      { class: kind },
      sign(kind),
      h(
        "span",
        {},
        h("span", { class: "kind" }, word(KINDS[kind], language)),
        " ",
        sentence(sentences, finding, language),
      ),
    );
  }
}

/** Several: a line each, to be opened. */
export function many(all: Checked[], sentences: Sentences, language: Language): HTMLElement {
  const count = (which: Outcome): string => String(all.filter((one) => outcome(one.verdict) === which).length);
  const told = word("several", language)
    .replace("{count}", String(all.length))
    .replace("{valid}", count("valid"))
    .replace("{invalid}", count("invalid"))
    .replace("{open}", count("open"));
  return h("div", {}, h("p", { class: "tally" }, told), h("ol", { class: "many" }, ...all.map((one) => folded(one))));

  function folded(one: Checked): HTMLElement {
    const result = outcome(one.verdict);
    const shown = one.verdict.certificate;
    const fold = h(
      "details",
      {},
      h(
        "summary",
        {},
        sign(SIGNS[result]),
        h("span", { class: "file" }, one.name),
        h(
          "span",
          {},
          shown ? `${shown.holder} · ${pick(shown.title, language)}` : sentences[`outcome_${result}`]![language],
        ),
      ),
    );
    fold.addEventListener(
      "toggle",
      () => fold.children.length > 1 || fold.append(card({ ...one, name: "" }, sentences, language)),
    );
    return h("li", { "data-outcome": result, "data-codes": codes(one.verdict), "data-name": one.name }, fold);
  }
}

function certificate(verdict: Verdict, language: Language): HTMLElement | null {
  const shown = verdict.certificate;
  if (!shown) return null;
  const rows: [Word, string][] = [
    ["holder", shown.holder],
    ["latin", shown.latinName],
    ["born", /^\d{4}-\d\d-\d\d$/.test(shown.bornOn) ? day(shown.bornOn, language) : shown.bornOn],
    ["achievement", pick(shown.title, language)],
    ["number", shown.number],
    ["body", pick(shown.body, language)],
    ["issued", day(shown.issuedOn, language)],
    ["until", shown.validUntil ? day(shown.validUntil, language) : word("life", language)],
  ];
  const list = h("dl", { class: "certificate" });
  for (const [name, value] of rows) {
    if (value)
      list.append(
        h("div", { class: `row ${name}` }, h("dt", {}, word(name, language)), h("dd", { dir: "auto" }, value)),
      );
  }
  if (shown.results.length) {
    const lines = shown.results.map(([what, how]) => h("li", {}, `${what}: ${how || word("passed", language)}`));
    list.append(
      h("div", { class: "row results" }, h("dt", {}, word("results", language)), h("dd", {}, h("ul", {}, ...lines))),
    );
  }
  return list;
}

const codes = (verdict: Verdict): string => verdict.findings.map((finding) => finding.code).join(" ");
