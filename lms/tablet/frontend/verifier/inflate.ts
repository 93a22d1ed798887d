/** Unpacking with a limit: a small file may unpack to very much. */
import { Malformed } from "./strict";

/** Throws Malformed for what is damaged or larger than `most` bytes. */
export async function inflate(
  data: Uint8Array<ArrayBuffer>,
  format: "gzip" | "deflate",
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await unpacked.read();
      if (done) break;
      length += value.length;
      if (length > most) throw new Malformed("unpacks to too much");
      pieces.push(value);
    }
  } catch (error) {
    await unpacked.cancel().catch(() => undefined);
    throw error instanceof Malformed ? error : new Malformed("cannot be unpacked");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
