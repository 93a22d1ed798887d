/* "Upload my local recording": a file on this computer (an encoder's own copy, a camera's card) goes the way of a live epoch. */

import { ingestFor } from "./live.js";

const PIECE_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 120_000;
const TYPES = { mkv: "video/x-matroska", webm: "video/webm", mp4: "video/mp4", m4v: "video/mp4", mov: "video/mp4", flv: "video/x-flv", ts: "video/mp2t" };

/* The same file for the same broadcast has the same number, so that choosing it again goes on where it stopped. */
async function epochOf(broadcast, file) {
  const name = new TextEncoder().encode([broadcast, file.name, file.size, file.lastModified].join("\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", name)).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x80; // RFC 9562, version 8
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const takes = (file) => TYPES[file.name.split(".").pop().toLowerCase()] ?? "";

/* Resolves when the server has it all. Throws {code, sentence}. `progress(0…1, online)` */
export async function upload(file, { broadcast, urls, csrf, progress }) {
  const ingest = ingestFor(urls, csrf);
  const epoch = { id: await epochOf(broadcast, file), mediaType: takes(file), capturedAt: file.lastModified, kind: "upload" };
  const total = Math.ceil(file.size / PIECE_BYTES);
  let { next } = await insist(() => ingest.open(broadcast, epoch), progress, 0);
  for (;;) {
    if (next < total) {
      const piece = await file.slice(next * PIECE_BYTES, (next + 1) * PIECE_BYTES).arrayBuffer();
      const share = next / total;
      ({ next } = await insist(() => ingest.put(epoch.id, next, piece, file.lastModified, PATIENCE_MS), progress, share));
      progress(next / total, true);
    } else {
      const said = await insist(() => ingest.finish(epoch.id, total), progress, 1);
      if (said.status !== 409) return;
      next = said.next;
    }
  }
}

/* Again and again while it is only the line. */
async function insist(ask, progress, share) {
  for (let tries = 0; ; tries += 1) {
    const said = await ask();
    if (said.status === 200 || said.status === 201) return said;
    if (said.status === 409 && Number.isInteger(said.next)) return said;
    if (said.status !== 0 && said.status !== 429 && said.status < 500) throw Object.assign(new Error(said.code), said);
    if (said.status === 507) throw Object.assign(new Error(said.code), said);
    progress(share, false);
    await new Promise((resolve) => setTimeout(resolve, Math.min(8_000, 500 * 2 ** tries)));
  }
}
