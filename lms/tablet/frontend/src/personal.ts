/** What a learner reads back on this tablet, each row sealed under the learner's own key. Nobody else's session can open it. */
import { isQuota } from "./blobs";
import { CoreError } from "./errors";
import { sealJson, unsealJson } from "./crypto/sealing";
import type { PersonalKind, PersonalRow, WorkDb } from "./db";
import type { LearnerKeys } from "./vaults";

export interface Opened<T> {
  key: string;
  at: number;
  value: T;
}

export class Personal {
  private written: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: WorkDb,
    readonly learner: string,
    public keys: LearnerKeys,
  ) {}

  /** One write after the other, in the order in which they were asked for: an older draft never lands on a newer one. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.written.then(work);
    this.written = done.catch(() => undefined);
    return done;
  }

  /** Resolves when everything asked for so far is on the disk, or has failed and said so. */
  async settled(): Promise<void> {
    for (let last: Promise<unknown> | null = null; last !== this.written;) {
      last = this.written;
      await last;
    }
  }

  /** A row to be written together with other things. */
  async row(kind: PersonalKind, key: string, value: unknown, at: number): Promise<PersonalRow> {
    const { kid, key: sealing } = this.keys[0]!;
    return { learner: this.learner, kind, key, kid, at, sealed: await sealJson(sealing, value, this.aad(kind, key)) };
  }

  /** The primary keys of every row of this name that this session can open: a row under a closed key is never touched. */
  idsOf(kind: PersonalKind, key: string): [string, string, string, string][] {
    return this.keys.map(({ kid }) => [this.learner, kind, key, kid]);
  }

  put(kind: PersonalKind, key: string, value: unknown, at: number): Promise<void> {
    return this.inTurn(async () => {
      try {
        await this.db.personal.put(await this.row(kind, key, value, at));
      } catch (error) {
        throw isQuota(error) ? new CoreError("no_space") : error;
      }
    });
  }

  async get<T>(kind: PersonalKind, key: string): Promise<Opened<T> | null> {
    const rows = (await this.db.personal.bulkGet(this.idsOf(kind, key))).filter((row) => row !== undefined);
    const newest = rows.sort((a, b) => b.at - a.at)[0];
    return newest ? this.open<T>(newest) : null;
  }

  /** Newest first; where a name exists under several keys, the newest of them. */
  async all<T>(kind: PersonalKind, prefix = ""): Promise<Opened<T>[]> {
    const rows = await this.db.personal
      .where("[learner+kind+at]")
      .between([this.learner, kind, -Infinity], [this.learner, kind, Infinity])
      .reverse()
      .toArray();
    const seen = new Set<string>();
    const opened = rows.map(async (row) => {
      if (!row.key.startsWith(prefix) || seen.has(row.key)) return null;
      if (!this.keys.some(({ kid }) => kid === row.kid)) return null;
      seen.add(row.key);
      return this.open<T>(row);
    });
    return (await Promise.all(opened)).filter((row) => row !== null);
  }

  async count(kind: PersonalKind): Promise<number> {
    return this.db.personal
      .where("[learner+kind+at]")
      .between([this.learner, kind, -Infinity], [this.learner, kind, Infinity])
      .count();
  }

  /** Goes back in time from `before` (not included), row by row, until `visit` says stop (false). */
  async walk<T>(kind: PersonalKind, before: number, visit: (row: Opened<T>) => boolean): Promise<void> {
    const page = 50;
    for (let upper = before; ;) {
      const rows = await this.db.personal
        .where("[learner+kind+at]")
        .between([this.learner, kind, -Infinity], [this.learner, kind, upper], true, false)
        .reverse()
        .limit(page)
        .toArray();
      for (const row of rows) {
        upper = row.at;
        if (!this.keys.some(({ kid }) => kid === row.kid)) continue;
        if (!visit(await this.open<T>(row))) return;
      }
      if (rows.length < page) return;
    }
  }

  remove(kind: PersonalKind, key: string): Promise<void> {
    return this.inTurn(() => this.db.personal.bulkDelete(this.idsOf(kind, key)));
  }

  private async open<T>(row: PersonalRow): Promise<Opened<T>> {
    const { key } = this.keys.find(({ kid }) => kid === row.kid)!;
    return { key: row.key, at: row.at, value: await unsealJson<T>(key, row.sealed, this.aad(row.kind, row.key)) };
  }

  private aad(kind: PersonalKind, key: string): string {
    return `${this.learner}/${kind}/${key}`;
  }
}
