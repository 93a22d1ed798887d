/**
 * The append-only record of work. A statement is sealed when it is written, chained to the one before, and kept when
 * `append` resolves: the commit has reached the disk. Entries go only when a receipt and a `safe_through` cover them.
 */
import { aesKey, seal } from "./crypto/sealing";
import { type Bytes, randomBytes, toBase64Url, utf8 } from "./crypto/bytes";
import { FIRST_PREV, linkAad, linkHash } from "./crypto/chain";
import { sealTo, verifyJws } from "./crypto/jose";
import type {
  AttemptRow,
  FileRow,
  Head,
  Identity,
  JournalEntry,
  PersonalRow,
  ResponseRow,
  Segment,
  Vault,
  WorkDb,
} from "./db";
import { alone } from "./locks";
import type { Batch, Receipt } from "./protocol.gen";
import { MAX_BATCH_BYTES, MAX_BATCH_STATEMENTS, PROTOCOL_VERSION } from "./protocol.gen";

const SEGMENT_STATEMENTS = 2000;
const SEGMENT_MS = 24 * 3_600_000;

/** What is written in the same step as the statement: all of it is kept, or nothing. */
export interface Companions {
  /** The learner's own sealed copies. */
  rows: PersonalRow[];
  /** Drafts that the statement replaces. */
  dropped: [string, string, string, string][];
  /** Statements that follow from this one; they get the numbers after it. */
  more?: { id: string }[];
  /** A change in what the learner has chosen. */
  vault?: (row: Vault) => void;
  /** Of an exam: where the attempt stands, the response that is shown again, and a file of it that comes or goes. */
  exam?: { attempt: AttemptRow; response?: ResponseRow; file?: FileRow; removed?: [string, string, string] };
}

export class Journal {
  constructor(private readonly db: WorkDb) {}

  /** `companions` runs while nothing else is appended, in any tab: what it reads is still true when it is written. */
  async append(
    identity: Identity,
    learner: string,
    statement: { id: string },
    companions: (seq: number) => Promise<Companions>,
  ): Promise<number> {
    return alone(`journal-${identity.device}`, async () => {
      const head = await this.head(identity.device);
      const segment = await this.segment(identity);
      const { rows, dropped, more = [], vault, exam } = await companions(head.seq + 1);
      const entries: JournalEntry[] = [];
      for (const one of [statement, ...more]) {
        entries.push(await sealedEntry(entries[entries.length - 1] ?? head, segment, one, learner));
      }
      const { seq, hash } = entries[entries.length - 1]!;
      const { journal, heads, segments, personal, vaults, attempts, responses, files } = this.db;
      const tables = [journal, heads, segments, personal, vaults, ...(exam ? [attempts, responses, files] : [])];
      await this.db.transaction("rw", tables, async () => {
        await journal.bulkAdd(entries);
        await heads.put({ ...head, seq, hash });
        await segments.put({ ...segment, count: segment.count + entries.length });
        if (rows.length) await personal.bulkPut(rows);
        if (dropped.length) await personal.bulkDelete(dropped);
        if (vault) await vaults.where("learner").equals(learner).modify(vault);
        if (exam) await attempts.put(exam.attempt);
        if (exam?.response) await responses.put(exam.response);
        if (exam?.file) await files.put(exam.file);
        if (exam?.removed) await files.delete(exam.removed);
      });
      return entries[0]!.seq;
    });
  }

  async head(device: string): Promise<Head> {
    return (await this.db.heads.get(device)) ?? { device, seq: 0, hash: FIRST_PREV, safeThrough: 0 };
  }

  /** The segment that is being written: a fresh key from time to time, so that no key opens everything. */
  private async segment(identity: Identity): Promise<Segment> {
    const known = await this.db.segments.where("device").equals(identity.device).toArray();
    const last = known.sort((a, b) => b.startedAt - a.startedAt)[0];
    if (last && last.count < SEGMENT_STATEMENTS && Math.abs(Date.now() - last.startedAt) < SEGMENT_MS) return last;
    const raw = randomBytes(32);
    const key = await aesKey(raw, ["encrypt"]);
    const startedAt = Math.max(Date.now(), (last?.startedAt ?? 0) + 1); // the newest stays the newest when the clock runs back
    return {
      id: crypto.randomUUID(),
      device: identity.device,
      jwe: await sealTo(identity.trust.seal, raw),
      key,
      count: 0,
      startedAt,
    };
  }

  /** The next batch in sequence: one segment, no gaps, within the bounds; null when nothing waits. */
  async nextBatch(
    identity: Identity,
    facts: { freeBytes: number | null; appVersion: string },
    most = MAX_BATCH_STATEMENTS,
  ): Promise<Batch | null> {
    const { device } = identity;
    const entries = await this.db.journal
      .where("[device+accepted+seq]")
      .between([device, 0, 0], [device, 0, Infinity])
      .limit(most)
      .toArray();
    const first = entries[0];
    if (!first) return null;
    const segment = await this.db.segments.get(first.segment);
    const taken = withinBounds(entries);
    const last = taken[taken.length - 1]!;
    const receipt = await this.lastReceipt(device);
    return {
      protocol: PROTOCOL_VERSION,
      device,
      segment: first.segment,
      segment_key: segment!.jwe,
      prev_hash: first.prev,
      statements: taken.map(({ seq, sealed }) => ({ seq, sealed: toBase64Url(sealed) })),
      head: last.hash,
      epoch: identity.epoch,
      last_receipt: receipt?.jws ?? "",
      free_bytes: facts.freeBytes,
      waiting: (await this.waiting(device)) - taken.length,
      app_version: facts.appVersion.slice(0, 40),
    };
  }

  /** The one that came last. Its number may be lower than others': a restored server counts from an earlier one again. */
  async lastReceipt(device: string): Promise<{ jws: string; number: number; at: number } | undefined> {
    const latest = (await this.db.identities.get(device))?.lastReceipt;
    return latest ?? this.db.receipts.where("[device+number]").between([device, 0], [device, Infinity]).last();
  }

  /** How many statements have no receipt: of one pairing, or of all that this tablet ever had. */
  async waiting(device?: string): Promise<number> {
    if (device)
      return this.db.journal.where("[device+accepted+seq]").between([device, 0, 0], [device, 0, Infinity]).count();
    const devices = await this.db.identities.toCollection().primaryKeys();
    const counts = await Promise.all(devices.map((one) => this.waiting(one)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Checks a receipt's signature and notes what it proves. Returns it with the number of entries it newly covers. */
  async applyReceipt(identity: Identity, jws: string): Promise<{ receipt: Receipt; covered: number }> {
    const receipt = await verifyJws<Receipt>(jws, identity.trust.verify);
    if (receipt.kind !== "receipt" || receipt.device !== identity.device)
      throw new Error("a receipt for somebody else");
    const { device } = identity;
    const { journal, receipts, identities } = this.db;
    const covered = await this.db.transaction("rw", [journal, receipts, identities], async () => {
      if (receipt.resend_from != null) await this.markUnsent(device, receipt.resend_from);
      const lastReceipt = { number: receipt.number, jws, at: Date.parse(receipt.server_time) };
      await receipts.put({ device, ...lastReceipt });
      await identities.update(device, { epoch: receipt.epoch, lastReceipt });
      let count = 0;
      for (const range of receipt.accepted) {
        count += await journal
          .where("[device+accepted+seq]")
          .between([device, 0, range.first], [device, 0, range.last], true, true)
          .modify({ accepted: 1, receipt: receipt.number });
      }
      for (const { seq, reason } of receipt.quarantined) await journal.update([device, seq], { quarantined: reason });
      return count;
    });
    await this.forget(device, receipt.safe_through);
    return { receipt, covered };
  }

  /** A new epoch: the server was restored, so everything still kept from `from` on is sent again. */
  async markUnsent(device: string, from: number): Promise<void> {
    await this.db.journal
      .where("[device+accepted+seq]")
      .between([device, 1, from], [device, 1, Infinity])
      .modify({ accepted: 0, receipt: 0 });
  }

  /** Lets go of what has a receipt and is covered by a backup. Never of anything else, whatever the number says. */
  async forget(device: string, safeThrough: number): Promise<void> {
    const { journal, heads, segments, receipts } = this.db;
    await this.db.transaction("rw", [journal, heads, segments, receipts], async () => {
      const head = await this.db.heads.get(device);
      if (!head || safeThrough <= head.safeThrough) return;
      await heads.put({ ...head, safeThrough: Math.min(safeThrough, head.seq) });
      await journal
        .where("[device+accepted+seq]")
        .between([device, 1, 0], [device, 1, safeThrough], true, true)
        .delete();
    });
  }
}

/** A statement sealed as the link after `before`. */
async function sealedEntry(
  before: Pick<Head, "device" | "seq" | "hash">,
  segment: Segment,
  statement: { id: string },
  learner: string,
): Promise<JournalEntry> {
  const { device, hash: prev } = before;
  const seq = before.seq + 1;
  const sealed = await seal(segment.key, utf8(JSON.stringify(statement)), linkAad(device, segment.id, seq));
  const hash = await linkHash(prev, seq, sealed);
  const unsent = { accepted: 0, receipt: 0, quarantined: "" } as const;
  return { device, seq, id: statement.id, segment: segment.id, prev, sealed, hash, learner, ...unsent };
}

function withinBounds(entries: JournalEntry[]): JournalEntry[] {
  const taken: JournalEntry[] = [];
  let bytes = 4096; // the envelope: segment key, last receipt, names
  for (const entry of entries) {
    const before = taken[taken.length - 1];
    if (before && (entry.segment !== before.segment || entry.seq !== before.seq + 1)) break;
    bytes += Math.ceil((entry.sealed.length * 4) / 3) + 40;
    if (before && bytes > MAX_BATCH_BYTES) break;
    taken.push(entry);
  }
  return taken;
}

export const batchBytes = (batch: Batch): Bytes => utf8(JSON.stringify(batch));
