/** Areas on a picture. Each is a button over its part of the picture, with a number to see and words to hear. */
import { html, svg, type TemplateResult } from "lit";
import { t } from "../strings";
import { define } from "./element";
import { QuestionPart } from "./question-part";
import { joinList, splitList } from "./scoring";
import type { Area, HotspotItem } from "./shapes";

export class HotspotElement extends QuestionPart<HotspotItem> {
  static override properties = {
    ...QuestionPart.properties,
    labelledby: { attribute: false },
    source: { attribute: false },
    size: { state: true },
  };
  declare labelledby: string;
  /** The picture's address. */
  declare source: string;
  /** The picture's own width and height, where the item does not say them. */
  declare size: [number, number];

  constructor() {
    super();
    this.size = [0, 0];
  }

  override render(): TemplateResult {
    const { picture, areas, multiple } = this.item;
    const [width, height] = [picture.width ?? this.size[0], picture.height ?? this.size[1]];
    const chosen = new Set(splitList(this.response));
    return html`${multiple ? html`<p class="hint">${t("question.several")}</p>` : ""}
      <div class="hotspot" role="group" aria-labelledby=${this.labelledby}>
        <img src=${this.source} alt=${picture.alt} width=${width || ""} height=${height || ""} @load=${this.measure} />
        ${
          width && height
            ? html`<svg viewBox="0 0 ${width} ${height}">
                ${areas.map((area, i) => this.area(area, i, chosen.has(area.id), width))}
              </svg>`
            : ""
        }
      </div>
      <p class="hint" role="status">${this.said(chosen)}</p>`;
  }

  private area(area: Area, i: number, chosen: boolean, width: number): TemplateResult {
    const right = this.item.correct.includes(area.id);
    const mark = this.marks && chosen ? (right ? "is-right" : "is-wrong") : "";
    const name = t("hotspot.area", { n: i + 1, label: area.label });
    const [x, y] = middle(area);
    const size = width / 28;
    return svg`<g
      class="hotspot-area ${chosen ? "is-chosen" : ""} ${mark}"
      role="button"
      tabindex=${this.locked ? -1 : 0}
      aria-pressed=${chosen}
      aria-disabled=${this.locked}
      aria-label=${mark ? `${name} ${t(right ? "mark.right" : "mark.wrong")}` : name}
      @click=${() => this.choose(area.id)}
      @keydown=${(event: KeyboardEvent) => this.key(event, area.id)}
    >
      ${outline(area)}
      <circle class="hotspot-badge" cx=${x} cy=${y} r=${size * 0.8}></circle>
      <text x=${x} y=${y} font-size=${size} text-anchor="middle" dominant-baseline="central" aria-hidden="true">
        ${mark ? (right ? "✓" : "✗") : i + 1}
      </text>
    </g>` as TemplateResult;
  }

  private said(chosen: Set<string>): string {
    const numbers = this.item.areas.flatMap((area, i) => (chosen.has(area.id) ? [String(i + 1)] : []));
    return numbers.length ? t("hotspot.chosen", { numbers: numbers.join(" · ") }) : "";
  }

  private measure(event: Event): void {
    const picture = event.target as HTMLImageElement;
    this.size = [picture.naturalWidth, picture.naturalHeight];
  }

  private key(event: KeyboardEvent, id: string): void {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    this.choose(id);
  }

  private choose(id: string): void {
    if (this.locked) return;
    const chosen = new Set(splitList(this.response));
    if (!this.item.multiple) return this.answer(chosen.has(id) ? "" : id);
    if (!chosen.delete(id)) chosen.add(id);
    this.answer(joinList(this.item.areas.map((area) => area.id).filter((each) => chosen.has(each))));
  }
}

function outline({ shape, coords }: Area): TemplateResult {
  const [a = 0, b = 0, c = 0, d = 0] = coords;
  if (shape === "rect")
    return svg`<rect x=${a} y=${b} width=${Math.max(0, c - a)} height=${Math.max(0, d - b)}></rect>` as TemplateResult;
  if (shape === "circle") return svg`<circle cx=${a} cy=${b} r=${c}></circle>` as TemplateResult;
  return svg`<polygon points=${coords.join(" ")}></polygon>` as TemplateResult;
}

/** Where an area's number stands. */
function middle({ shape, coords }: Area): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = coords;
  if (shape === "rect") return [(a + c) / 2, (b + d) / 2];
  if (shape === "circle") return [a, b];
  const corners = coords.length / 2 || 1;
  const sum = (odd: number): number => coords.reduce((total, each, i) => total + (i % 2 === odd ? each : 0), 0);
  return [sum(0) / corners, sum(1) / corners];
}

define("nl-hotspot", HotspotElement);
