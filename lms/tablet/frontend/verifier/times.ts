/** Times as they stand in credentials; days are those of China, wherever the computer stands. */

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|([+-])(\d\d):(\d\d))$/;
const CHINA_SECONDS = 8 * 3600;

/** Seconds since 1970, or null for what is no time with a zone. */
export function seconds(text: string): number | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [offsetHours, offsetMinutes] = [Number(found[8] ?? 0), Number(found[9] ?? 0)];
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && year > 0;
  if (!real || hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = (offsetHours * 60 + offsetMinutes) * 60;
  return at.getTime() / 1000 - (found[7] === "-" ? -offset : offset);
}

/** The day in China, as 2026-12-01. */
export function chinaDay(at: number): string {
  return new Date((Math.floor(at) + CHINA_SECONDS) * 1000).toISOString().slice(0, 10);
}

export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000);
}
