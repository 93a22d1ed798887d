/**
 * Files by their hash, kept in pieces: a download goes on where it broke off, also after a closed browser, and a film of
 * any size is read and checked without being held in memory.
 */
import type { Api } from "./api";
import type { Clock } from "./clock";
import { CoreError } from "./errors";
import type { Identities } from "./identity";
import type { BlobAccess } from "./protocol.gen";
import { hashOfBlob } from "./crypto/hash";
import type { BlobRow, PackageDb } from "./db";

const PIECE = 2 * 1024 * 1024;
const STALL_MS = 30_000;
const LARGEST_MANIFEST = 8 * 1024 * 1024;

/** The bytes are not those that the hash promises: nothing of them is kept. */
export class Damaged extends Error {}

/** Where blobs can be fetched; `renew` is asked after the server has refused the address. */
export interface Access {
  prefix(renew: boolean): Promise<string>;
}

/** The server's signed paths, asked for again a minute before they end. */
export function signedPaths(api: Api, identities: Identities, clock: Clock): Access {
  let known: BlobAccess | null = null;
  return {
    prefix: async (renew) => {
      const valid = known && Date.parse(known.expires_at) - 60_000 > clock.now();
      if (renew || !valid) known = await api.json<BlobAccess>(identities.current!, "GET", "/api/v1/blob-access");
      return known!.prefix;
    },
  };
}

export class BlobStore {
  constructor(
    private readonly db: PackageDb,
    private readonly api: Api,
    private readonly access: Access,
  ) {}

  async has(sha256: string): Promise<boolean> {
    return (await this.db.blobs.get(sha256))?.complete === 1;
  }

  async row(sha256: string): Promise<BlobRow | undefined> {
    return this.db.blobs.get(sha256);
  }

  /** Fetches and checks a blob. Throws Damaged, or CoreError "offline" and "no_space": then what came is kept for the next try. */
  async fetch(sha256: string, bytes: number, onBytes: (count: number) => void = () => {}): Promise<void> {
    let row = await this.db.blobs.get(sha256);
    if (row?.complete) return;
    if (row && (row.have > bytes || row.bytes !== bytes)) {
      await this.remove([sha256]);
      row = undefined;
    }
    row ??= { sha256, bytes, have: 0, complete: 0 };
    if (row.have < bytes) await this.load(row, onBytes);
    if ((await hashOfBlob(await openBlob(this.db, sha256))) !== sha256) {
      await this.remove([sha256]);
      throw new Damaged(sha256);
    }
    await this.db.blobs.put({ ...row, have: bytes, complete: 1 });
  }

  /** Fetches a manifest: small, of unknown size, checked before anything is kept. */
  async fetchSmall(sha256: string): Promise<void> {
    if (await this.has(sha256)) return;
    const row: BlobRow = { sha256, bytes: 0, have: 0, complete: 1 };
    const response = await this.ask(row, AbortSignal.timeout(STALL_MS));
    const data = await response.blob().catch((error) => {
      throw new CoreError("offline", String(error));
    });
    if (data.size > LARGEST_MANIFEST || (await hashOfBlob(data)) !== sha256) throw new Damaged(sha256);
    row.bytes = row.have = data.size;
    try {
      await this.db.transaction("rw", this.db.blobs, this.db.chunks, async () => {
        await this.db.chunks.where("[sha256+at]").between([sha256, 0], [sha256, Infinity]).delete();
        await this.db.chunks.put({ sha256, at: 0, data });
        await this.db.blobs.put(row);
      });
    } catch (error) {
      throw isQuota(error) ? new CoreError("no_space") : error;
    }
  }

  private async load(row: BlobRow, onBytes: (count: number) => void): Promise<void> {
    const stall = new AbortController();
    let timer = setTimeout(() => stall.abort(), STALL_MS);
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(), STALL_MS);
    };
    let parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    try {
      const response = await this.ask(row, stall.signal);
      let skip = response.status === 206 ? 0 : row.have; // the whole file again: pass over what is here
      for await (let part of partsOf(response.body!)) {
        alive();
        const passed = Math.min(skip, part.length);
        skip -= passed;
        part = part.subarray(passed);
        if (row.have + size + part.length > row.bytes) throw new Damaged(row.sha256);
        parts.push(part);
        size += part.length;
        onBytes(part.length);
        if (size >= PIECE) {
          await this.keep(row, new Blob(parts));
          [parts, size] = [[], 0];
        }
      }
      if (size) await this.keep(row, new Blob(parts));
    } catch (error) {
      if (error instanceof Damaged) await this.remove([row.sha256]);
      else if (size && !isQuota(error)) await this.keep(row, new Blob(parts)).catch(() => undefined); // a bad line still gets on
      throw isQuota(error)
        ? new CoreError("no_space")
        : error instanceof Damaged || error instanceof CoreError
          ? error
          : new CoreError("offline", String(error));
    } finally {
      clearTimeout(timer);
    }
    if (row.have < row.bytes) throw new CoreError("offline", "broken off");
  }

  private async ask(row: BlobRow, signal: AbortSignal): Promise<Response> {
    for (const renew of [false, true]) {
      const response = await this.api.blob((await this.access.prefix(renew)) + row.sha256, row.have, signal);
      if (response.status === 403 && !renew) continue;
      if (response.status === 206 && !response.headers.get("Content-Range")?.startsWith(`bytes ${row.have}-`)) {
        throw new Damaged(row.sha256);
      }
      if (response.ok) return response;
      throw new CoreError("offline", `blob ${response.status}`);
    }
    throw new CoreError("offline", "blob 403");
  }

  private async keep(row: BlobRow, data: Blob): Promise<void> {
    const next = { ...row, have: row.have + data.size };
    await this.db.transaction("rw", this.db.blobs, this.db.chunks, async () => {
      await this.db.chunks.put({ sha256: row.sha256, at: row.have, data });
      await this.db.blobs.put(next);
    });
    row.have = next.have;
  }

  async remove(hashes: string[]): Promise<void> {
    for (const sha256 of hashes) {
      await this.db.transaction("rw", this.db.blobs, this.db.chunks, async () => {
        await this.db.chunks.where("[sha256+at]").between([sha256, 0], [sha256, Infinity]).delete();
        await this.db.blobs.delete(sha256);
      });
    }
  }

  async json<T>(sha256: string): Promise<T> {
    return JSON.parse(await (await openBlob(this.db, sha256)).text()) as T;
  }
}

/** The blob as one object that reads its pieces from the disk only where it is read. */
export async function openBlob(db: PackageDb, sha256: string): Promise<Blob> {
  const chunks = await db.chunks.where("[sha256+at]").between([sha256, 0], [sha256, Infinity]).toArray();
  return new Blob(chunks.map((chunk) => chunk.data));
}

/** Bytes `start` to `end` (not included) of a blob, from those pieces alone that hold them. */
export async function openRange(db: PackageDb, sha256: string, start: number, end: number): Promise<Blob> {
  const first = await db.chunks.where("[sha256+at]").between([sha256, 0], [sha256, start], true, true).last();
  if (!first) return new Blob();
  const chunks = await db.chunks.where("[sha256+at]").between([sha256, first.at], [sha256, end], true, false).toArray();
  return new Blob(chunks.map((chunk) => chunk.data)).slice(start - first.at, end - first.at);
}

async function* partsOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

export function isQuota(error: unknown): boolean {
  const { name, inner } = error as { name?: string; inner?: { name?: string } };
  return name === "QuotaExceededError" || inner?.name === "QuotaExceededError";
}
