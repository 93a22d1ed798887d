/** Pairs: choose one on the first side, then its partner on the other. Works by touch and by keyboard alike. */
import { html, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { icon } from "./icon";
import { QuestionPart } from "./question-part";
import { joinPairs, splitPairs } from "./scoring";
import type { Choice, MatchItem } from "./shapes";

export class MatchElement extends QuestionPart<MatchItem> {
  static override properties = { ...QuestionPart.properties, picked: { state: true }, said: { state: true } };
  /** The left entry that waits for its partner. */
  declare picked: string;
  declare said: string;

  constructor() {
    super();
    this.picked = "";
    this.said = "";
  }

  override render(): TemplateResult {
    const pairs = new Map(splitPairs(this.response));
    return html`<div class="match">
        <ul class="match-side" aria-label=${t("match.left")}>
          ${this.item.left.map((entry, i) => html`<li>${this.leftButton(entry, i, pairs)}</li>`)}
        </ul>
        <ul class="match-side" aria-label=${t("match.right")}>
          ${this.item.right.map((entry) => html`<li>${this.rightButton(entry, pairs)}</li>`)}
        </ul>
      </div>
      <p class="hint" role="status">${this.said}</p>`;
  }

  private leftButton(entry: Choice, i: number, pairs: Map<string, string>): TemplateResult {
    const partner = pairs.get(entry.id);
    const right = this.item.correct.some(([left, mate]) => left === entry.id && mate === partner);
    const mark = this.marks && partner ? (right ? "is-right" : "is-wrong") : "";
    const label = partner ? t("match.paired", { text: entry.text, partner: this.rightText(partner) }) : entry.text;
    return html`<button
      type="button"
      class="match-entry ${partner ? "is-paired" : ""} ${mark}"
      aria-pressed=${this.picked === entry.id}
      aria-label=${mark ? `${label} ${t(right ? "mark.right" : "mark.wrong")}` : label}
      ?disabled=${this.locked}
      @click=${() => this.pick(entry)}
    >
      <span class="match-badge pair-${i % 6}" aria-hidden="true">${i + 1}</span>
      <span class="grow" data-read>${entry.text}</span>
      ${mark ? html`<span class="mark">${icon(right ? "check" : "cross")}</span>` : ""}
    </button>`;
  }

  private rightButton(entry: Choice, pairs: Map<string, string>): TemplateResult {
    const owners = this.item.left.map((left, i) => ({ left, i })).filter(({ left }) => pairs.get(left.id) === entry.id);
    return html`<button
      type="button"
      class="match-entry ${owners.length ? "is-paired" : ""}"
      ?disabled=${this.locked}
      @click=${() => this.pair(entry)}
    >
      <span class="grow" data-read>${entry.text}</span>
      ${
        owners.length
          ? owners.map(({ i }) => html`<span class="match-badge pair-${i % 6}" aria-hidden="true">${i + 1}</span>`)
          : html`<span class="match-badge is-empty" aria-hidden="true"></span>`
      }
    </button>`;
  }

  private rightText(id: string): string {
    return this.item.right.find((entry) => entry.id === id)?.text ?? "";
  }

  private pick(entry: Choice): void {
    this.picked = this.picked === entry.id ? "" : entry.id;
    this.said = this.picked ? t("match.now_right", { text: entry.text }) : "";
  }

  private pair(entry: Choice): void {
    if (!this.picked) {
      this.said = t("match.first_left");
      return;
    }
    const pairs = new Map(splitPairs(this.response));
    if (pairs.get(this.picked) === entry.id) pairs.delete(this.picked);
    else pairs.set(this.picked, entry.id);
    const left = this.item.left.find((each) => each.id === this.picked)?.text ?? "";
    this.said = t("match.paired", { text: left, partner: entry.text });
    this.picked = "";
    const ordered = this.item.left.flatMap(({ id }) =>
      pairs.has(id) ? [[id, pairs.get(id) ?? ""] as [string, string]] : [],
    );
    this.answer(joinPairs(ordered));
  }
}

define("nl-match", MatchElement);
