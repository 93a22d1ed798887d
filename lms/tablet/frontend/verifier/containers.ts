/** What is handed in (PDF, JSON, JWT or QR text), sorted: the full credential and the compact one in it, at most one each. */
import { ALPHABET } from "./compact";
import { attachments, PdfRefused } from "./pdf";
import { decodeUtf8, jsonObject, Malformed, utf8 } from "./strict";

export class Unusable extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export interface Contents {
  full: string | null;
  compact: string | null;
}

const LARGEST_BYTES = 20_000_000;
const LARGEST_TEXT = 400_000;
const SHORTEST_COMPACT = 100;
const DATA_URL = "data:application/vc+jwt,";

/** Throws Unusable. */
export async function contents(data: Uint8Array<ArrayBuffer>): Promise<Contents> {
  if (data.length > LARGEST_BYTES) throw new Unusable("too_large");
  if (new TextDecoder("latin1").decode(data.subarray(0, 1024)).includes("%PDF-")) return ofPdf(data);
  return ofText(textOf(data));
}

/** Two hand-ins as one. Throws Unusable when both hold the same kind and differ. */
export function together(first: Contents, second: Contents): Contents {
  return { full: one(first.full, second.full), compact: one(first.compact, second.compact) };
}

function one(first: string | null, second: string | null): string | null {
  if (first !== null && second !== null && first !== second) throw new Unusable("two_credentials");
  return first ?? second;
}

function textOf(data: Uint8Array): string {
  if (data.length > LARGEST_TEXT) throw new Unusable("too_large");
  let text: string;
  try {
    text = decodeUtf8(data);
  } catch {
    throw new Unusable("unreadable");
  }
  if (text.startsWith("\ufeff")) text = text.slice(1);
  return text.replace(/^[\r\n\t]+|[\r\n\t]+$/g, ""); // a QR's text may end in a space
}

const isCompact = (text: string): boolean => [...text].every((letter) => ALPHABET.includes(letter));
const trimmed = (text: string): string => text.replace(/^ +| +$/g, "");

function ofText(text: string): Contents {
  if (/^[ \r\n\t]*$/.test(text)) throw new Unusable("empty");
  if (trimmed(text).startsWith("{")) return { full: ofJson(text), compact: null };
  return isCompact(text) ? { full: null, compact: text } : { full: trimmed(text), compact: null };
}

function ofJson(text: string): string {
  let document;
  try {
    document = jsonObject(utf8(text));
  } catch (error) {
    if (error instanceof Malformed) throw new Unusable("malformed");
    throw error;
  }
  const types = Array.isArray(document.type) ? document.type : [document.type];
  if (types.includes("EnvelopedVerifiableCredential")) {
    if (typeof document.id !== "string" || !document.id.startsWith(DATA_URL)) throw new Unusable("malformed");
    return document.id.slice(DATA_URL.length);
  }
  throw new Unusable(types.includes("VerifiableCredential") ? "unsigned" : "not_a_certificate");
}

async function ofPdf(data: Uint8Array<ArrayBuffer>): Promise<Contents> {
  let found: Contents = { full: null, compact: null };
  for (const attachment of await files(data)) {
    if (attachment.length > LARGEST_TEXT) continue;
    let text: string;
    try {
      text = textOf(attachment);
    } catch {
      continue;
    }
    const one = attached(text);
    if (one) found = together(found, one);
  }
  if (found.full === null && found.compact === null) throw new Unusable("pdf_without_credential");
  return found;
}

async function files(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array[]> {
  try {
    return await attachments(data);
  } catch (error) {
    if (error instanceof PdfRefused) throw new Unusable(error.code);
    throw error;
  }
}

function attached(text: string): Contents | null {
  if (text.startsWith("eyJ")) return { full: trimmed(text), compact: null };
  if (text.length >= SHORTEST_COMPACT && isCompact(text)) return { full: null, compact: text };
  if (text.startsWith("{") && text.includes("VerifiableCredential")) return { full: ofJson(text), compact: null };
  return null;
}
