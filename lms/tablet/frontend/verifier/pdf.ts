/**
 * The files attached to a PDF. Streams never lie inside object streams, so every attached file can be found by its own
 * `/Type /EmbeddedFile`, without following the cross-references: that finds it in damaged and in compressed PDFs alike.
 */
import { inflate } from "./inflate";
import { Malformed } from "./strict";

export class PdfRefused extends Error {
  constructor(readonly code: "pdf_encrypted" | "pdf_damaged") {
    super(code);
  }
}

const MOST_FILES = 100;
const LARGEST = 1_000_000;

/** Each once. Files that are larger than a megabyte or packed in an unusual way are left out. Throws PdfRefused. */
export async function attachments(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>[]> {
  const text = new TextDecoder("latin1").decode(data); // windows-1252 in truth, but one character for each byte
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text)) throw new PdfRefused("pdf_encrypted");
  if (!text.includes("startxref")) throw new PdfRefused("pdf_damaged");
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  const marks = [...text.matchAll(/\/Type\s*\/EmbeddedFile(?![A-Za-z0-9])/g)];
  if (marks.length > MOST_FILES) throw new PdfRefused("pdf_damaged");
  for (const mark of marks) {
    const file = await stream(data, text, mark.index);
    if (file && file.length <= LARGEST) found.set(new TextDecoder("latin1").decode(file), file);
  }
  return [...found.values()];
}

async function stream(
  data: Uint8Array<ArrayBuffer>,
  text: string,
  mark: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const begin = text.lastIndexOf("obj", mark);
  const word = /\bstream(\r\n|\n)/g;
  word.lastIndex = mark;
  const start = word.exec(text);
  const ended = text.indexOf("endobj", mark);
  if (begin < 0 || !start || (ended >= 0 && ended < start.index)) return null;
  const dictionary = text.slice(begin, start.index);
  const from = start.index + start[0].length;
  const raw = data.slice(from, from + length(dictionary, text, from));
  const filter = /\/Filter\s*(?:\[\s*)?(\/\w+)?(?:\s*(\/\w+|\]))?/.exec(dictionary);
  if (!filter) return raw;
  if (filter[1] !== "/FlateDecode" || /\/DecodeParms/.test(dictionary)) return null;
  try {
    return await inflate(raw, "deflate", LARGEST);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function length(dictionary: string, text: string, from: number): number {
  const said = /\/Length\s+(\d+)(?:\s+(\d+)\s+R)?/.exec(dictionary);
  if (said && said[2] === undefined) return Number(said[1]);
  const elsewhere = said && new RegExp(`(?:^|[\\r\\n\\s])${said[1]}\\s+${said[2]}\\s+obj\\s+(\\d+)`).exec(text);
  if (elsewhere) return Number(elsewhere[1]);
  const end = text.indexOf("endstream", from);
  if (end < 0) return 0;
  return text.slice(from, end).replace(/(\r\n|\n|\r)$/, "").length;
}
