/**
 * Numbers as people write them, read exactly, and never two ways. The twin of `assessments/bank/scoring/numbers.py`,
 * which says what counts.
 */
import type { NumericItem, Unit } from "./shapes";

/** above / below, below > 0. */
export interface Ratio {
  above: bigint;
  below: bigint;
}

const MOST_LETTERS = 80;
const MOST_EXPONENT = 60;
const SIGNS: Readonly<Record<string, string>> = {
  "。": ".",
  "、": ",",
  "−": "-",
  "–": "-",
  "—": "-",
  "﹣": "-",
  "⁄": "/",
  "∕": "/",
  "＊": "*",
  "·": "*",
  X: "x",
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
const LEVEL = "0123456789+-";
const FIGURES = new RegExp(
  String.raw`^(?<sign>[+-]?) ?(?:(?:(?<whole>[0-9]+) )?(?<above>[0-9]+) ?/ ?(?<below>[0-9]+)(?![0-9])|(?<figures>` +
    [
      String.raw`[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])`,
      String.raw`[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])`,
      String.raw`[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+(?![0-9])`,
      String.raw`[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![0-9])`,
      String.raw`[0-9]+,[0-9]+`,
      String.raw`[0-9]+(?:\.[0-9]+)?`,
      String.raw`\.[0-9]+`,
    ].join("|") +
    String.raw`)(?:[eE](?<e>[+-]?[0-9]{1,3})(?![0-9])| ?[x×*] ?10\^(?<power>[+-]?[0-9]{1,3})(?![0-9]))?)`,
  "u",
);

/** Whether the response is a number in one of the item's units, and no further from its value than the tolerance. */
export function isWithin(item: NumericItem, response: string): boolean {
  const units = item.units ?? [];
  const found = readNumber(response, units);
  const value = exact(item.value);
  const tolerance = exact(item.tolerance);
  const factor = exact(found?.unit?.factor ?? 1);
  if (!found || !value || !tolerance || !factor || (!found.unit && units.length > 0 && item.unit_required))
    return false;
  const given = times(found.number, factor);
  const off = given.above * value.below - value.above * given.below;
  return (off < 0n ? -off : off) * tolerance.below <= tolerance.above * given.below * value.below;
}

/** The number and its unit; null for what is no number, or has a unit that is none of these. */
export function readNumber(text: string, units: readonly Unit[]): { number: Ratio; unit: Unit | null } | null {
  const all = plain(text);
  const front = FIGURES.exec(all);
  const before = front ? "" : beginning(all, units);
  const found = front ?? (before ? FIGURES.exec(all.slice(before.length).trimStart()) : null);
  if (!found) return null;
  const behind = found.input.slice(found[0].length);
  if (/^\s?[.,/^]?\s?[0-9]/u.test(behind) || (before && behind.trim())) return null;
  const number = ratio(found.groups!);
  const written = before || behind.trim();
  const unit = written ? unitNamed(written, units) : null;
  return number && (unit || !written) ? { number, unit } : null;
}

/** The unit that is written so; with other capital letters only where no two units could be meant (mW, MW). */
function unitNamed(text: string, units: readonly Unit[]): Unit | null {
  const name = unitText(text);
  if (!name) return null;
  const exactly = units.find((unit) => unitText(unit.text) === name);
  const loosely = units.filter((unit) => caseless(unitText(unit.text)) === caseless(name));
  return exactly ?? (new Set(loosely.map(({ factor }) => factor)).size === 1 ? loosely[0]! : null);
}

function unitText(text: string): string {
  return plain(text).replace(/[\s^]/gu, "");
}

function caseless(text: string): string {
  return text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
}

function signs(text: string): string {
  return text.replace(/[。、−–—﹣⁄∕＊·X]/gu, (sign) => SIGNS[sign] ?? sign);
}

/** Half width, powers behind a ^, a vulgar fraction apart from the number before it, no closing full stop. */
function plain(text: string): string {
  if ([...text].length > MOST_LETTERS) return "";
  const raised = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/gu, (run) =>
    ["^", ...[...run].map((each) => LEVEL[RAISED.indexOf(each)])].join(""),
  );
  const apart = raised.replace(/[¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/gu, (vulgar) => ` ${vulgar.normalize("NFKC")}`);
  return signs(signs(apart).normalize("NFKC"))
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u1040-\u1049]/gu, (digit) => String((digit.charCodeAt(0) & 0xf) % 10))
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[.,;! ]+$/u, "");
}

/** What stands before the first figure, if it is a unit. */
function beginning(text: string, units: readonly Unit[]): string {
  const before = text.split(/[0-9.+-]/u, 1)[0] ?? "";
  return unitNamed(before, units) ? before : "";
}

function ratio(found: Record<string, string | undefined>): Ratio | null {
  const sign = found.sign === "-" ? -1n : 1n;
  if (found.below !== undefined) {
    const [whole, above, below] = [found.whole ?? "0", found.above ?? "0", found.below].map(BigInt) as [
      bigint,
      bigint,
      bigint,
    ];
    if (below === 0n || (found.whole !== undefined && above >= below)) return null;
    return { above: sign * (whole * below + above), below };
  }
  const power = Number(found.e ?? found.power ?? 0);
  if (Math.abs(power) > MOST_EXPONENT) return null;
  const { above, below } = decimal(point(found.figures ?? ""), power);
  return { above: sign * above, below };
}

/** The figures with a decimal point and nothing else. */
function point(written: string): string {
  const figures = written.replaceAll(" ", "");
  const [comma, dot] = [figures.indexOf(","), figures.indexOf(".")];
  if (comma >= 0 && dot >= 0) return figures.replaceAll(comma < dot ? "," : ".", "").replace(",", ".");
  if (dot >= 0 && dot !== figures.lastIndexOf(".")) return figures.replaceAll(".", "");
  return /^[1-9][0-9]{0,2}(?:,[0-9]{3})+$/u.test(figures) ? figures.replaceAll(",", "") : figures.replace(",", ".");
}

function decimal(figures: string, power: number): Ratio {
  const [whole = "", rest = ""] = figures.split(".");
  const places = power - rest.length;
  const above = BigInt(whole + rest || "0");
  return places < 0 ? { above, below: 10n ** BigInt(-places) } : { above: above * 10n ** BigInt(places), below: 1n };
}

/** The decimal number that this float stands for; null for what is no number. */
function exact(number: number): Ratio | null {
  const found = /^(-?)([0-9.]+)(?:e([+-]?[0-9]+))?$/u.exec(String(number));
  if (!found) return null;
  const { above, below } = decimal(found[2]!, Number(found[3] ?? 0));
  return { above: found[1] ? -above : above, below };
}

function times(one: Ratio, other: Ratio): Ratio {
  return { above: one.above * other.above, below: one.below * other.below };
}

/** The number in figures, rounded where it has no end. */
export function shown({ above, below }: Ratio): string {
  return String(Number((Number(above) / Number(below)).toPrecision(12)));
}
