/** Strict reading of what a stranger hands in: base64url, UTF-8, JSON and compact JWS, each with exactly one way to be written. */

export class Malformed extends Error {}

export type Json = null | boolean | number | string | Fraction | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** A number with a point or an exponent: nothing here is ever written so. */
export class Fraction {
  constructor(readonly text: string) {}
}

const DEPTH = 30;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function encodeBase64Url(bytes: Uint8Array): string {
  let found = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const value = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => DIGITS[(value >> shift) & 63]!).join("");
    found += letters.slice(0, left >= 3 ? 4 : left + 1);
  }
  return found;
}

/** Throws Malformed, also for unused bits that are not zero: else one signature could be written four ways. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const rest = text.length % 4;
  if (rest === 1) throw new Malformed("not base64url");
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = DIGITS.indexOf(letter);
    if (value < 0) throw new Malformed("not base64url");
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 0xff;
    }
  }
  if ((bits & ((1 << held) - 1)) !== 0) throw new Malformed("not base64url as it must be written");
  return bytes;
}

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A JSON object without double keys or deep nesting. Throws Malformed. */
export function jsonObject(bytes: Uint8Array): JsonObject {
  const reader = new Reader(decodeUtf8(bytes));
  const found = reader.document();
  if (!isObject(found)) throw new Malformed("not a JSON object");
  return found;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Fraction);
}

/** JSON.parse takes the last of two equal keys in silence; this one does not. */
class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  document(): Json {
    const found = this.value(1);
    this.space();
    if (this.at !== this.text.length) throw new Malformed("more than one value");
    return found;
  }

  private value(depth: number): Json {
    this.space();
    const first = this.text[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    const found = Object.create(null) as JsonObject;
    this.members(depth, "}", () => {
      const name = this.string();
      if (name in found) throw new Malformed("a key stands twice");
      this.space();
      this.expect(":");
      found[name] = this.value(depth + 1);
    });
    return found;
  }

  private array(depth: number): Json[] {
    const found: Json[] = [];
    this.members(depth, "]", () => found.push(this.value(depth + 1)));
    return found;
  }

  private members(depth: number, end: string, member: () => void): void {
    if (depth > DEPTH) throw new Malformed("too deep");
    this.at++;
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      this.space();
      member();
      this.space();
      if (this.text[this.at] === end) break;
      this.expect(",");
    }
    this.at++;
  }

  private string(): string {
    const found = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    found.lastIndex = this.at;
    const match = found.exec(this.text);
    if (!match) throw new Malformed("not a string");
    this.at = found.lastIndex;
    return JSON.parse(match[0]) as string;
  }

  private number(): number | Fraction {
    const found = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
    found.lastIndex = this.at;
    const match = found.exec(this.text);
    if (!match) throw new Malformed("not a value");
    this.at = found.lastIndex;
    return match[1] || match[2] ? new Fraction(match[0]) : Number(match[0]);
  }

  private expect(mark: string): void {
    if (this.text[this.at] !== mark) throw new Malformed(`no ${mark}`);
    this.at++;
  }

  private space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }
}

/** A compact JWS, taken apart and not yet checked. */
export interface Token {
  header: JsonObject;
  payload: Uint8Array;
  signature: Uint8Array<ArrayBuffer>;
  signed: Uint8Array<ArrayBuffer>;
}

/** Throws Malformed. The payload's JSON is read only once the signature holds. */
export function readToken(text: string): Token {
  const parts = text.split(".");
  if (parts.length !== 3) throw new Malformed("not three parts");
  const [header, payload, signature] = parts.map(decodeBase64Url) as [Uint8Array, Uint8Array, Uint8Array<ArrayBuffer>];
  return { header: jsonObject(header), payload, signature, signed: utf8(text.slice(0, text.lastIndexOf("."))) };
}
