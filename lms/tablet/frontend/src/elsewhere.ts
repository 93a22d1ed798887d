/**
 * What lies elsewhere of a learner's record: done on other tablets or on paper, entered by officers. Fetched while the
 * learner is signed in and kept under the learner's own key, so that it reads with no network. It can be fetched again.
 */
import Dexie from "dexie";

import type { Api } from "./api";
import type { PersonalKind, PersonalRow, WorkDb } from "./db";
import type { Identities } from "./identity";
import { CoreError } from "./errors";
import { alone } from "./locks";
import type { Personal } from "./personal";
import type { StoredWork, WorkElsewhere, WorkPage } from "./protocol.gen";
import type { WorkCopy } from "./record";
import { OWN_VERBS, VOIDED } from "./statements";

/** `seq` is that of the server's log; `device` is empty for what an officer entered. */
export interface ElsewhereCopy extends WorkCopy {
  receipt: { number: number; at: string } | null;
  voided: boolean;
}

/** How far the reading has come, and what would be slow to look for in the rows. */
export interface Reading {
  epoch: string;
  after: number;
  /** The first time everything is asked for, also what this tablet sent before the learner's data here began. */
  first: boolean;
  /** What the server had said when the reading was last up to date. */
  upTo: WorkElsewhere | null;
  safeThrough: number;
  /** Statements that others say something about, by id. */
  contested: string[];
  voided: string[];
  /** Rows of questions to the teacher. */
  asked: string[];
}

const KIND = "elsewhere";
const READING = "elsewhere_reading";
const OWN = "own/"; // sorts behind all digits: shown, but counted where this tablet's own copies are
const KINDS = [KIND, "work"] as const;
const CROWD_MS = 1_000; // more of one moment than fit there has nobody
const STEP = 1 / 1024; // ms; a row's `at` is a half step off, where no row of this tablet's own work is

const digits = (seq: number): string => String(seq).padStart(16, "0");
const idIn = (key: string): string => key.slice(key.lastIndexOf("/") + 1);
export const targetOf = (object: string): string => object.replace("urn:uuid:", "");

export class Elsewhere {
  private ended = false;
  private seen = "";

  constructor(
    private readonly db: WorkDb,
    private readonly api: Api,
    private readonly identities: Identities,
    private readonly personal: Personal,
  ) {}

  /** The learner has signed out: nothing more is fetched or written. */
  end(): void {
    this.ended = true;
  }

  async reading(): Promise<Reading | null> {
    return (await this.personal.get<Reading>(READING, READING))?.value ?? null;
  }

  /** Fetches what the server says is there and has not come; without a way to it, the next contact does. True when there is something new to show. */
  async bring(told: WorkElsewhere | null | undefined): Promise<boolean> {
    if (!told) return false;
    try {
      await this.readUp(told);
    } catch (error) {
      if (!(error instanceof CoreError)) console.error("elsewhere", error);
    }
    const now = JSON.stringify(await this.reading());
    const changed = now !== this.seen;
    this.seen = now;
    return changed;
  }

  /** In one tab of all. */
  private async readUp(told: WorkElsewhere): Promise<void> {
    await alone(`elsewhere-${this.personal.learner}`, async () => {
      for (let more = true; more && !this.ended;) {
        const known = await this.reading();
        if (known && isUpToDate(known, told)) break;
        more = await this.page(known, told);
      }
    });
  }

  private async page(known: Reading | null, told: WorkElsewhere): Promise<boolean> {
    const identity = this.identities.current;
    if (!identity || identity.state !== "current") return false;
    const { after, first } = known ?? { after: 0, first: true };
    const address = `/api/v1/work/${this.personal.learner}?after=${after}${first ? "&all=1" : ""}`;
    const page = await this.api.json<WorkPage>(identity, "GET", address);
    if (this.ended) return false;
    if (known && known.epoch !== page.epoch) {
      await this.keep(null, [], true); // the server was restored: its log counts anew
      return true;
    }
    const before: Reading = known ?? {
      ...{ epoch: page.epoch, after: 0, first: true, upTo: null, safeThrough: 0 },
      ...{ contested: [], voided: [], asked: [] },
    };
    const rows = await this.rowsOf(page.items);
    const reading: Reading = {
      ...before,
      after: page.next,
      first: first && page.more,
      upTo: page.more ? before.upTo : told,
      safeThrough: page.safe_through,
      contested: [...before.contested, ...targets(page.items, OWN_VERBS.contested)],
      voided: [...before.voided, ...targets(page.items, VOIDED)],
      asked: [...before.asked, ...rows.filter(({ value }) => value.verb === OWN_VERBS.asked).map(({ key }) => key)],
    };
    const sealed = rows.map(({ key, value, at }) => this.personal.row(KIND, key, value, at));
    await this.keep(reading, await Promise.all(sealed), known === null);
    return page.more;
  }

  private keep(reading: Reading | null, rows: PersonalRow[], anew: boolean): Promise<void> {
    return this.personal.inTurn(async () => {
      const state = reading && (await this.personal.row(READING, READING, reading, 0));
      await this.db.transaction("rw", this.db.personal, async () => {
        // also what is under a key that this session lacks: it would be counted, and comes again
        if (anew) await Promise.all([this.all(KIND).delete(), this.all(READING).delete()]);
        await this.db.personal.bulkPut(state ? [...rows, state] : rows);
      });
    });
  }

  /** Without what this tablet has a readable copy of. */
  private async rowsOf(items: StoredWork[]): Promise<{ key: string; at: number; value: ElsewhereCopy }[]> {
    const here = items.length ? await this.copiesHere() : new Map<string, boolean>();
    const wanted = items.filter(({ id }) => here.get(id) !== true);
    const times = await this.freeTimes(wanted.map(({ at }) => Date.parse(at)));
    return wanted.map((item, place) => {
      const { id, device, seq, at, verb, object, response, success, voided } = item;
      const receipt = item.receipt === null ? null : { number: item.receipt, at: item.receipt_at ?? at };
      const lesson = item.lesson || null;
      return {
        key: `${here.has(id) ? OWN : ""}${digits(seq)}/${id}`,
        at: times[place]!,
        value: { id, device, seq, at, verb, object, lesson, response, success, voided, receipt },
      };
    });
  }

  /** Statements that this tablet has copies of, and whether this session can open them. */
  private async copiesHere(): Promise<Map<string, boolean>> {
    const keys = await this.range("work", Dexie.minKey, Dexie.maxKey).primaryKeys();
    const open = new Set(this.personal.keys.map(({ kid }) => kid));
    const found = new Map<string, boolean>();
    for (const [, , id, kid] of keys) found.set(id, found.get(id) === true || open.has(kid));
    return found;
  }

  /** The record is paged by time, so no two rows may have the same: whoever shares a moment stands a little behind it. */
  private async freeTimes(times: number[]): Promise<number[]> {
    const { learner } = this.personal;
    const rows = this.db.personal.where("[learner+kind+at]");
    const timesOf = async (found: Dexie.Collection): Promise<number[]> =>
      ((await found.keys()) as unknown as [string, string, number][]).map(([, , at]) => at);
    const wanted = times.map((at) => (Number.isFinite(at) ? Math.floor(at) : 0) + STEP / 2);
    const names = wanted.flatMap((at) => KINDS.map((kind) => [learner, kind, at]));
    const used = new Set(await timesOf(rows.anyOf(names)));
    const pointers = new Map<number, number>();
    const free: number[] = [];
    for (const first of wanted) {
      let at = pointers.get(first) ?? first;
      if (used.has(at) && !pointers.has(first)) {
        const behind = KINDS.map((kind) =>
          timesOf(rows.between([learner, kind, first], [learner, kind, first + CROWD_MS])),
        );
        for (const one of (await Promise.all(behind)).flat()) used.add(one);
      }
      while (used.has(at)) at += STEP;
      used.add(at);
      pointers.set(first, at + STEP);
      free.push(at);
    }
    return free;
  }

  /** How many there are that are not this tablet's own, and how many of them a backup covers. */
  async counts(): Promise<{ total: number; safe: number }> {
    const reading = await this.reading();
    if (!reading) return { total: 0, safe: 0 };
    const [total, safe] = await Promise.all([
      this.range(KIND, "0", ":").count(),
      this.range(KIND, "0", digits(reading.safeThrough + 1)).count(),
    ]);
    return { total, safe };
  }

  async find(id: string): Promise<ElsewhereCopy | null> {
    const keys = await this.range(KIND, Dexie.minKey, Dexie.maxKey).primaryKeys();
    const key = keys.find(([, , name]) => idIn(name) === id)?.[2];
    return key === undefined ? null : ((await this.personal.get<ElsewhereCopy>(KIND, key))?.value ?? null);
  }

  /** Older keys have been opened: what can be read again from this tablet's own copies is not shown twice. */
  async tidy(): Promise<void> {
    const keys = await this.range(KIND, OWN, "own0").primaryKeys();
    if (keys.length === 0) return;
    const here = await this.copiesHere();
    await this.db.personal.bulkDelete(keys.filter(([, , name]) => here.get(idIn(name)) === true));
  }

  private range(
    kind: PersonalKind,
    from: unknown,
    to: unknown,
  ): Dexie.Collection<PersonalRow, [string, string, string, string]> {
    const { learner } = this.personal;
    return this.db.personal.where("[learner+kind+key+kid]").between([learner, kind, from], [learner, kind, to]);
  }

  private all(kind: PersonalKind): Dexie.Collection<PersonalRow, [string, string, string, string]> {
    return this.range(kind, Dexie.minKey, Dexie.maxKey);
  }
}

const isUpToDate = ({ first, upTo }: Reading, told: WorkElsewhere): boolean =>
  !first && upTo?.through === told.through && upTo.safe_total === told.safe_total;

const targets = (items: StoredWork[], verb: string): string[] =>
  items.filter((item) => item.verb === verb).map(({ object }) => targetOf(object));

/** Whether what lies elsewhere is shown: not at all yet, in part, or all that the server has told of. */
export function standing(reading: Reading | null, told: WorkElsewhere | null | undefined): "never" | "partly" | "all" {
  if (!reading) return "never";
  return reading.first || (told && told.through > reading.after) ? "partly" : "all";
}
