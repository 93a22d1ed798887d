/** Files of responses on their way to the server (tus 1.0): in pieces, on from where the server stands, kept until it has the last byte. */
import { type Api, ServerError } from "../api";
import type { Bytes } from "../crypto/bytes";
import { hashOfBlob } from "../crypto/hash";
import type { FileRow, Identity, WorkDb } from "../db";
import { CoreError, type ErrorCode } from "../errors";
import type { Identities } from "../identity";
import { openFile } from "./files";

const PIECE = 256 * 1024;
const LEAST_PIECE = 16 * 1024; // on a line that lets no more through at a time
const ASK_AGAIN = 3;
const UPLOADS = "/api/v1/uploads";
const TUS = { "Tus-Resumable": "1.0.0" };
const FOR_ALL = new Set<ErrorCode>(["offline", "too_many", "revoked", "unknown_device", "update_needed"]);

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export class FileDelivery {
  private piece = PIECE;

  constructor(
    private readonly db: WorkDb,
    private readonly api: Api,
    private readonly identities: Identities,
  ) {}

  /** Everything whose statement the server has. Throws "offline"; a file that is refused stays, and does not hold up the others. */
  async round(onArrived: () => void): Promise<void> {
    const identity = this.identities.current;
    if (identity?.state !== "current") return; // what a withdrawn tablet holds waits for the next pairing
    for (const key of await this.db.files.where("arrived").equals(0).primaryKeys()) {
      const row = await this.db.files.get(key);
      if (!row || !(await this.isNamed(row))) continue;
      try {
        await this.send(identity, row);
        await this.db.files.update(key, { arrived: 1 });
        onArrived();
      } catch (error) {
        if (error instanceof CoreError && FOR_ALL.has(error.code)) throw error;
        console.error("file", error instanceof ServerError ? error.problem.code : error);
      }
    }
  }

  /** The server knows of it: then it keeps the bytes for somebody. A row that the journal has let go had its receipt. */
  private async isNamed(row: FileRow): Promise<boolean> {
    const entry = await this.db.journal.where("id").equals(row.statement).first();
    return !entry || entry.accepted === 1;
  }

  private async send(identity: Identity, row: FileRow): Promise<void> {
    const data = await openFile(row);
    if ((await hashOfBlob(new Blob([data]))) !== row.sha256) throw new Error("not the bytes that were given");
    let { place, offset } = await this.begin(identity, row);
    for (let asked = 0; offset < row.bytes;) {
      const taken = await this.sendPiece(identity, place, offset, data);
      if (taken !== null && taken > offset) offset = taken;
      else if (asked++ < ASK_AGAIN) ({ place, offset } = await this.begin(identity, row));
      else throw new CoreError("refused", "the server does not go on");
    }
  }

  /** A new upload, or the one that was begun before, with what the server has of it. */
  private async begin(identity: Identity, row: FileRow): Promise<{ place: string; offset: number }> {
    const said = { sha256: row.sha256, media_type: row.mediaType };
    const metadata = Object.entries(said).map(([name, value]) => `${name} ${btoa(value)}`);
    const headers = { ...TUS, "Upload-Length": String(row.bytes), "Upload-Metadata": metadata.join(",") };
    const response = await this.api.send(identity, "POST", UPLOADS, { headers });
    const place = response.headers.get("Location") ?? "";
    const offset = offsetOf(response, row.bytes);
    if (!place.startsWith(`${UPLOADS}/`) || offset === null) throw new CoreError("refused", "not a tus server");
    return { place, offset };
  }

  /** Where the server stands now; null: not where we thought, so ask. */
  private async sendPiece(identity: Identity, place: string, offset: number, data: Bytes): Promise<number | null> {
    const body = data.slice(offset, offset + this.piece);
    const checksum = base64(new Uint8Array(await crypto.subtle.digest("SHA-256", body)));
    const headers = {
      ...{ ...TUS, "Content-Type": "application/offset+octet-stream" },
      ...{ "Upload-Offset": String(offset), "Upload-Checksum": `sha256 ${checksum}` },
    };
    try {
      const response = await this.api.send(identity, "PATCH", place, { body, headers });
      this.piece = Math.min(PIECE, this.piece * 2);
      return offsetOf(response, data.length);
    } catch (error) {
      if (error instanceof ServerError && error.status === 409) return null;
      const cutOff = error instanceof CoreError && !(error instanceof ServerError);
      if (cutOff) this.piece = Math.max(LEAST_PIECE, Math.floor(this.piece / 2)); // less at a time
      throw error;
    }
  }
}

function offsetOf(response: Response, most: number): number | null {
  const said = response.headers.get("Upload-Offset") ?? "";
  return /^\d+$/.test(said) && Number(said) <= most ? Number(said) : null;
}
