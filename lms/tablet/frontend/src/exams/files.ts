/** Photos, recordings and files of one attempt: sealed under the paper's key, in the same step as the statement that names them. */
import { isQuota } from "../blobs";
import { type Bytes, utf8 } from "../crypto/bytes";
import { hashOfBlob } from "../crypto/hash";
import { seal, unseal } from "../crypto/sealing";
import type { AttemptRow, FileRow, WorkDb } from "../db";
import { CoreError } from "../errors";
import type { FileKind, GivenFile, ResponseFiles } from "../facade";
import type { Companions } from "../journal";
import type { Attachment } from "../statements";
import { shrunk } from "./photos";

export const MOST_FILES = 4;
export const MOST_BYTES = 8 * 1024 * 1024;
const LONGEST_MS = 20_000; // a file that takes longer to read does not hold up handing in
const SEPARATOR = "[,]"; // as in every list that is a response
const HASH = /^[0-9a-f]{64}$/;
/** What browsers call it, in the server's words (`lms/sync/uploads.py`). */
const ALSO: Record<string, string> = {
  ...{ "audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav" },
  ...{ "audio/mp3": "audio/mpeg", "audio/x-aac": "audio/aac" },
};
const TAKEN: Record<FileKind, RegExp> = {
  photo: /^image\/(jpeg|png)$/,
  voice: /^audio\/(webm|mp4|ogg|wav|mpeg|aac|3gpp|amr)$/,
  file: /^application\/pdf$/,
};

/** A response with one file more or less, and what the statement says of its files. */
export interface FileChange {
  response: string;
  attachments: Attachment[];
  row?: Omit<FileRow, "statement">;
  removed?: [string, string, string];
}

type ExamCompanions = NonNullable<Companions["exam"]>;
type Sealed = Pick<FileRow, "seat" | "item" | "sha256">;
const place = ({ seat, item, sha256 }: Sealed): Bytes => utf8(`newleaf file ${seat} ${item} ${sha256}`);

export const hashesOf = (response: string): string[] =>
  response.split(SEPARATOR).filter((part, at, all) => HASH.test(part) && all.indexOf(part) === at);

/** Throws an OperationError when the bytes are not those that were sealed. */
export const openFile = (row: FileRow): Promise<Bytes> => unseal(row.key, row.sealed, place(row));

export const filesHere = (db: WorkDb, seat: string): Promise<number> =>
  db.files.where("[seat+arrived]").equals([seat, 0]).count();

export interface Giving {
  isOpen(): boolean;
  response(item: string): string;
  /** Statement, response and bytes: resolves when they are on the disk, in one step. */
  give(item: string, change: FileChange): Promise<void>;
}

/** For the journal: the bytes that come with the statement, or go. */
export function keptOf({ row, removed }: FileChange, statement: string): Pick<ExamCompanions, "file" | "removed"> {
  return { ...(row ? { file: { ...row, statement } } : {}), ...(removed ? { removed } : {}) };
}

export class AttemptFiles implements ResponseFiles {
  private readonly known = new Map<string, GivenFile>();
  private readonly addresses = new Map<string, Promise<string>>();
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: WorkDb,
    private readonly key: CryptoKey,
    private readonly attempt: Pick<AttemptRow, "seat" | "sitting">,
    private readonly giving: Giving,
  ) {}

  async load(): Promise<void> {
    await this.db.files
      .where("seat")
      .equals(this.attempt.seat)
      .each(({ item, sha256, mediaType, bytes }) => {
        this.known.set(`${item} ${sha256}`, { sha256, mediaType, bytes, here: true });
      });
  }

  of(item: string, response = this.giving.response(item)): GivenFile[] {
    return hashesOf(response).map(
      (sha256) => this.known.get(`${item} ${sha256}`) ?? { sha256, mediaType: "", bytes: 0, here: false },
    );
  }

  add(item: string, kind: FileKind, file: Blob): Promise<void> {
    return this.inTurn(item, () => this.added(item, kind, file, this.giving.response(item)));
  }

  remove(item: string, sha256: string): Promise<void> {
    return this.inTurn(item, async () => this.removed(item, sha256, this.giving.response(item)));
  }

  /** One after the other; what was begun in time still counts when the time runs out meanwhile. */
  private inTurn(item: string, made: () => Promise<FileChange | null>): Promise<void> {
    if (!this.giving.isOpen()) return Promise.reject(new CoreError("refused"));
    const work = this.queue.then(async () => {
      const change = await made();
      if (!change) return;
      await this.giving.give(item, change).catch((error: unknown) => {
        throw isQuota(error) ? new CoreError("no_space") : error;
      });
      this.took(change);
    });
    this.queue = work.catch(() => undefined);
    return work;
  }

  async settled(): Promise<void> {
    await Promise.race([this.queue, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
  }

  /** Null: it is among them already. Throws "file_kind", "file_large", "file_count". */
  private async added(item: string, kind: FileKind, file: Blob, response: string): Promise<FileChange | null> {
    const before = hashesOf(response);
    if (before.length >= MOST_FILES) throw new CoreError("file_count");
    const said = file.type.split(";")[0]!.trim().toLowerCase();
    const type = ALSO[said] ?? said;
    if (!TAKEN[kind].test(type) || file.size === 0) throw new CoreError("file_kind");
    const kept = kind === "photo" ? await shrunk(file) : new Blob([file], { type });
    if (kept.size > MOST_BYTES) throw new CoreError("file_large");
    const sha256 = await hashOfBlob(kept);
    if (before.includes(sha256)) return null;
    const where = { seat: this.attempt.seat, item, sha256 };
    const sealed = await seal(this.key, new Uint8Array(await kept.arrayBuffer()), place(where));
    const row: FileChange["row"] = {
      ...{ ...where, sitting: this.attempt.sitting, mediaType: kept.type, bytes: kept.size },
      ...{ key: this.key, sealed, arrived: 0 },
    };
    const facts = { sha256, mediaType: kept.type, bytes: kept.size, here: true };
    const changed = [...before, sha256].join(SEPARATOR);
    return { response: changed, attachments: named([...this.of(item, response), facts]), row };
  }

  private removed(item: string, sha256: string, response: string): FileChange {
    const left = hashesOf(response).filter((one) => one !== sha256);
    const changed = left.join(SEPARATOR);
    return {
      response: changed,
      attachments: named(this.of(item, changed)),
      removed: [this.attempt.seat, item, sha256],
    };
  }

  /** It is on the disk now, or gone from it. */
  private took({ row, removed }: FileChange): void {
    if (row) {
      const { item, sha256, mediaType, bytes } = row;
      this.known.set(`${item} ${sha256}`, { sha256, mediaType, bytes, here: true });
    }
    if (removed) {
      const [, item, sha256] = removed;
      this.known.delete(`${item} ${sha256}`);
      this.forget(`${item} ${sha256}`);
    }
  }

  url(item: string, sha256: string): Promise<string> {
    const name = `${item} ${sha256}`;
    if (!this.addresses.has(name)) this.addresses.set(name, this.opened(item, sha256));
    return this.addresses.get(name)!;
  }

  private async opened(item: string, sha256: string): Promise<string> {
    const row = await this.db.files.get([this.attempt.seat, item, sha256]);
    const data = row && (await openFile(row).catch(() => null));
    return data ? URL.createObjectURL(new Blob([data], { type: row.mediaType })) : "";
  }

  private forget(name: string): void {
    void this.addresses.get(name)?.then((address) => address && URL.revokeObjectURL(address));
    this.addresses.delete(name);
  }

  close(): void {
    for (const name of [...this.addresses.keys()]) this.forget(name);
  }
}

/** Those that are here: of a file from another tablet, that one has said it. */
function named(files: GivenFile[]): Attachment[] {
  return files
    .filter((file) => file.here)
    .map(({ sha256, mediaType, bytes }) => ({
      usageType: "urn:newleaf:attachment:response",
      display: { en: "File of a response", "zh-Hans": "作答文件" },
      ...{ contentType: mediaType, length: bytes, sha2: sha256 },
    }));
}
