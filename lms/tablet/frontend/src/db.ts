/**
 * The two databases of the tablet. `work` holds what people did: every commit waits for the disk ("strict").
 * `packages` holds what can be fetched again. Versions only ever add: an old row stays readable by a newer app,
 * and no upgrade may delete from `journal` or `personal` (a draft survives every update).
 */
import Dexie, { type EntityTable, type Table } from "dexie";

import type { Bytes } from "./crypto/bytes";
import type { Catalogue, CourseManifest, LearnerProfile, LessonManifest, PublicJwk, TrustKeys } from "./protocol.gen";

/** One pairing. An earlier one stays until everything it wrote has a receipt. */
export interface Identity {
  device: string;
  name: string;
  kind: "personal" | "shared";
  prison: string;
  prisonName: string;
  token: string;
  trust: TrustKeys;
  epoch: string;
  lastReceipt?: { number: number; jws: string; at: number };
  privateKey: CryptoKey;
  jwk: PublicJwk;
  state: "current" | "revoked" | "former";
  pairedAt: number;
  certificate?: string; // of the pairing: a server that was restored from an older backup knows this tablet again by it
}

export interface Segment {
  id: string;
  device: string;
  jwe: string;
  key: CryptoKey; // may only encrypt: not even this tablet reads back what it has sealed
  count: number;
  startedAt: number;
}

export interface JournalEntry {
  device: string;
  seq: number;
  id: string;
  segment: string;
  prev: string;
  sealed: Bytes;
  hash: string;
  learner: string;
  accepted: 0 | 1;
  receipt: number;
  quarantined: string;
}

export interface Head {
  device: string;
  seq: number;
  hash: string;
  safeThrough: number;
}

export interface ReceiptRow {
  device: string;
  number: number;
  jws: string;
  at: number; // server time, ms
}

/** An older learner key that is still closed after a reset of the secret. */
export interface ClosedKey {
  kid: string;
  recovery: string;
  opened: { kid: string; sealed: Bytes }[]; // keys that this one opens in turn
  reply: CryptoKeyPair;
  state: "waiting" | "refused" | "ready";
  sealedKey: string;
}

export interface Vault {
  learner: string;
  prison: string;
  number: string;
  profile: LearnerProfile;
  active: 0 | 1;
  /** The newest that the server has told of; above profile.secret_version, the secret of this vault no longer counts. */
  secretVersion: number;
  kid: string;
  wrapped: Bytes; // learner key under the vault wrap key
  recovery: string; // and under the prison's recovery key
  opened: { kid: string; sealed: Bytes }[]; // older keys, each under the present learner key
  closed: ClosedKey[];
  /** Lets the sync seal new state to the learner while nobody is signed in; null until the first sign-in here. */
  inbox: { jwk: PublicJwk; sealedPrivate: Bytes } | null;
  state: { jwe: string } | { deviceSealed: Bytes } | null; // a LearnerState
  /** In the clear, since downloads go on with nobody signed in: courses, most urgent first. */
  wants: string[];
  /** Open courses that the learner took up (true) or left (false) here, until the server knows. */
  chosen: Record<string, boolean>;
  failures: number;
  nextTryAt: number; // ms of Clock.now()
}

export type PersonalKind =
  | "draft"
  | "note"
  | "work"
  | "reflection"
  | "answer"
  | "position"
  | "settings"
  | "progress"
  | "seen"
  | "elsewhere"
  | "elsewhere_reading"
  | "exam";

/** Sealed under a learner key. The key id belongs to the identity of a row: what is still closed is never overwritten. */
export interface PersonalRow {
  learner: string;
  kind: PersonalKind;
  key: string;
  kid: string;
  sealed: Bytes;
  at: number;
}

/** A sitting whose paper has been opened here. The key cannot be read out; it goes when everything has been delivered. */
export interface OpenedSitting {
  sitting: string;
  package: string; // hash of the sealed paper
  key: CryptoKey;
  openedAt: number;
  /** Wrong tries at a seat's PIN: they slow this candidate only. */
  tries: Record<string, { failures: number; nextTryAt: number }>;
}

/** One candidate at this tablet. */
export interface AttemptRow {
  seat: string;
  sitting: string;
  learner: string;
  state: "waiting" | "running" | "submitted" | "elsewhere";
  usedMs: number; // when something was last written
  seconds: number; // what may be used, as far as this tablet has been told
  entered: 0 | 1; // the server knows that this tablet has the seat
  submission: string; // id of the statement that hands in
  receipt: number;
}

/** The last response to one question, sealed under the paper's key. */
export interface ResponseRow {
  seat: string;
  item: string;
  sitting: string;
  usedMs: number;
  sealed: Bytes;
}

/** A photo, recording or file of a response, sealed under the paper's key, until the server has its last byte. */
export interface FileRow {
  seat: string;
  item: string;
  sha256: string; // of the bytes before they were sealed
  sitting: string;
  mediaType: string;
  bytes: number;
  statement: string; // the first one that names it: the file follows when the server has that
  key: CryptoKey; // kept with it: a paper that is sealed anew has another one
  sealed: Bytes;
  arrived: 0 | 1;
}

export interface SessionRow {
  id: string;
  learner: string;
  keys: { kid: string; key: CryptoKey }[];
  at: number; // device clock, of the last sign of life
}

export class WorkDb extends Dexie {
  meta!: Table<{ key: string; value: unknown }, string>;
  identities!: EntityTable<Identity, "device">;
  segments!: EntityTable<Segment, "id">;
  journal!: Table<JournalEntry, [string, number]>;
  heads!: EntityTable<Head, "device">;
  receipts!: Table<ReceiptRow, [string, number]>;
  vaults!: EntityTable<Vault, "learner">;
  personal!: Table<PersonalRow, [string, string, string, string]>;
  sessions!: EntityTable<SessionRow, "id">;
  opened!: EntityTable<OpenedSitting, "sitting">;
  attempts!: EntityTable<AttemptRow, "seat">;
  responses!: Table<ResponseRow, [string, string]>;
  files!: Table<FileRow, [string, string, string]>;

  constructor(name = "newleaf-work") {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      meta: "key",
      identities: "device, state",
      segments: "id, device",
      journal: "[device+seq], [device+accepted+seq], [learner+accepted], id",
      heads: "device",
      receipts: "[device+number]",
      vaults: "learner, number",
      personal: "[learner+kind+key+kid], [learner+kind+at], learner",
      sessions: "id, learner",
    });
    this.version(2).stores({ opened: "sitting", attempts: "seat, sitting", responses: "[seat+item], sitting" });
    this.version(3).stores({ files: "[seat+item+sha256], seat, sitting, arrived, [seat+arrived], [sitting+arrived]" });
  }

  async read<T>(key: string): Promise<T | undefined> {
    return (await this.meta.get(key))?.value as T | undefined;
  }

  async write(key: string, value: unknown): Promise<void> {
    await this.meta.put({ key, value });
  }
}

export interface BlobRow {
  sha256: string;
  bytes: number;
  have: number; // stored so far, from the beginning
  complete: 0 | 1; // and its hash is right
}

export interface Chunk {
  sha256: string;
  at: number; // offset in the blob
  data: Blob;
}

export type ManifestRow =
  | { id: string; kind: "lesson"; manifest: LessonManifest; ready: 0 | 1 }
  | { id: string; kind: "course"; manifest: CourseManifest; ready: 0 | 1 };

export interface Installed {
  lesson: string;
  course: string;
  package: string;
  previous: string | null;
  installedAt: number;
}

/** A piece of an installed lesson as the search finds it: a title, a document, or half a minute of captions. */
export interface PassageRow {
  id: string; // package/place/path…
  package: string;
  lesson: string;
  course: string;
  language: string;
  plain: boolean;
  title: string;
  place: "title" | "text" | "spoken";
  /** `blocks`: the same block in each language version. */
  parts: { text: string; blocks: string[]; seconds: number | null }[];
  words: string[];
}

export class PackageDb extends Dexie {
  meta!: Table<{ key: "catalogue"; catalogue: Catalogue }, string>;
  blobs!: EntityTable<BlobRow, "sha256">;
  chunks!: Table<Chunk, [string, number]>;
  manifests!: EntityTable<ManifestRow, "id">;
  installed!: EntityTable<Installed, "lesson">;
  passages!: EntityTable<PassageRow, "id">;

  constructor(name = "newleaf-packages") {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      meta: "key",
      blobs: "sha256, complete",
      chunks: "[sha256+at]",
      manifests: "id, kind",
      installed: "lesson, package, course",
      texts: "id, package, *grams",
    });
    this.version(2).stores({ texts: null, passages: "id, package, *words" });
  }
}

/** A tablet taken out of use keeps nobody's data once everything has its receipt. The journal's own rows and receipts stay, and sealed files that have not arrived. */
export async function forgetEverybody(work: WorkDb, packages: PackageDb): Promise<void> {
  const { vaults, personal, sessions, opened, attempts, responses } = work;
  const tables = [vaults, personal, sessions, opened, attempts, responses] as Table[];
  await work.transaction("rw", [...tables, work.files], async () => {
    await Promise.all(tables.map((table) => table.clear()));
    await work.files.where("arrived").equals(1).delete();
  });
  await packages.delete();
  await packages.open();
}
