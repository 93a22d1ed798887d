/** The compact credential of the QR code: see assessments/certification/credentials/compact.py, which says how it is laid out. */
import { decodeUtf8, utf8 } from "./strict";

export const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

const VERSION = 1;
const DOMAIN = "compact-certificate-1\0";
const FOR_LIFE = 0xffff;
const SIGNATURE = 64;
const LONGEST_NAME_BYTES = 240;
const LETTERS = ["0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./ "];

export class CompactInvalid extends Error {
  constructor(readonly code: "malformed" | "truncated" | "trailing" | "version_unknown") {
    super(code);
  }
}

export interface Compact {
  /** Four bytes of the key's thumbprint, in hex. */
  key: string;
  certificate: string;
  issuedOn: string;
  validUntil: string | null;
  listNumber: number;
  index: number;
  number: string;
  code: string;
  holder: string;
  signature: Uint8Array<ArrayBuffer>;
  /** What stands under the signature. */
  signed: Uint8Array<ArrayBuffer>;
}

/** Throws CompactInvalid. */
export function readCompact(text: string): Compact {
  const data = fromBase45(text);
  if (data.length === 0) throw new CompactInvalid("truncated");
  if (data[0] !== VERSION) throw new CompactInvalid("version_unknown");
  const reader = new Reader(data, 1);
  const key = hex(reader.take(4));
  const certificate = reader.take(16);
  const issued = reader.pair();
  const until = reader.pair();
  const listNumber = reader.leb128();
  const index = reader.leb128();
  const number = reader.text();
  const code = reader.text();
  const holder = reader.holder();
  const body = data.slice(0, reader.at);
  const signature = data.slice(reader.at);
  if (signature.length !== SIGNATURE) throw new CompactInvalid(signature.length < SIGNATURE ? "truncated" : "trailing");
  if (issued === FOR_LIFE) throw new CompactInvalid("malformed");
  const canonical = [
    ...leb128(listNumber),
    ...leb128(index),
    ...packed(number),
    ...packed(code),
    ...leb128(utf8(holder).length),
    ...utf8(holder),
  ];
  if (hex(new Uint8Array(canonical)) !== hex(body.slice(25))) throw new CompactInvalid("malformed");
  return {
    key,
    certificate: uuid(certificate),
    issuedOn: day(issued),
    validUntil: until === FOR_LIFE ? null : day(until),
    listNumber,
    index,
    number,
    code,
    holder,
    signature,
    signed: new Uint8Array([...utf8(DOMAIN), ...body]),
  };
}

class Reader {
  constructor(
    private readonly data: Uint8Array<ArrayBuffer>,
    public at: number,
  ) {}

  take(length: number): Uint8Array<ArrayBuffer> {
    const found = this.data.slice(this.at, this.at + length);
    if (found.length < length) throw new CompactInvalid("truncated");
    this.at += length;
    return found;
  }

  pair(): number {
    const [high, low] = this.take(2);
    return high! * 256 + low!;
  }

  leb128(): number {
    let value = 0;
    for (const shift of [0, 7, 14, 21]) {
      const byte = this.take(1)[0]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new CompactInvalid("malformed");
  }

  text(): string {
    const head = this.take(1)[0]!;
    const bytes = this.take(head & 0x3f);
    const letters = LETTERS[head >> 6];
    if (letters) return filled(fromNumber(bytes, letters));
    if (head >> 6 !== 2) throw new CompactInvalid("malformed");
    return filled(text(bytes));
  }

  holder(): string {
    const length = this.leb128();
    if (length > LONGEST_NAME_BYTES) throw new CompactInvalid("malformed");
    return filled(text(this.take(length)));
  }
}

function text(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw new CompactInvalid("malformed");
  }
}

function filled(found: string): string {
  if (!found) throw new CompactInvalid("malformed");
  return found;
}

function packed(content: string): number[] {
  const kind = LETTERS.findIndex((letters) => [...content].every((one) => letters.includes(one)));
  const bytes = kind < 0 ? [...utf8(content)] : asNumber(content, LETTERS[kind]!);
  return [((kind < 0 ? 2 : kind) << 6) | bytes.length, ...bytes];
}

function asNumber(content: string, letters: string): number[] {
  let value = 1n;
  for (const one of content) value = value * BigInt(letters.length) + BigInt(letters.indexOf(one));
  const digits = value.toString(16);
  return (digits.length % 2 ? "0" + digits : digits).match(/../g)!.map((pair) => parseInt(pair, 16));
}

function fromNumber(bytes: Uint8Array, letters: string): string {
  let value = bytes.length ? BigInt("0x" + hex(bytes)) : 0n;
  let found = "";
  for (; value > 1n; value /= BigInt(letters.length)) found = letters[Number(value % BigInt(letters.length))]! + found;
  return found;
}

function leb128(value: number): number[] {
  const found: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) found.push((value & 0x7f) | 0x80);
  return [...found, value];
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function uuid(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function day(days: number): string {
  return new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10);
}

/** RFC 9285. Throws CompactInvalid for other characters, a length that cannot be, and groups that stand for no bytes. */
function fromBase45(content: string): Uint8Array<ArrayBuffer> {
  if (content.length % 3 === 1) throw new CompactInvalid("truncated");
  const found: number[] = [];
  for (let at = 0; at < content.length; at += 3) {
    const places = [...content.slice(at, at + 3)].map((one) => ALPHABET.indexOf(one));
    const value = places.reduce((sum, place, power) => sum + place * 45 ** power, 0);
    if (places.includes(-1) || value >= 256 ** (places.length - 1)) throw new CompactInvalid("malformed");
    if (places.length === 3) found.push(value >> 8);
    found.push(value & 0xff);
  }
  return new Uint8Array(found);
}
