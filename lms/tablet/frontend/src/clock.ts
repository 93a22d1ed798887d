/**
 * What time it is, although nobody can trust a tablet's clock: the device clock corrected by the server's last word,
 * and never earlier than the latest time that was ever seen. While the clock stands or runs back, time in use still counts.
 */
import type { WorkDb } from "./db";

interface Stored {
  offset: number; // server time minus device time, ms
  lastContact: number; // server time of the last contact, ms; 0: none yet
  maxSeen: number; // ms
}

const HOUR = 3_600_000;
const KEEP_EVERY = 60_000;

export class Clock {
  private stored: Stored = { offset: 0, lastContact: 0, maxSeen: 0 };
  private startedAt = 0; // monotonic, ms
  private base = 0; // maxSeen at that moment

  constructor(
    private readonly db: WorkDb,
    private readonly deviceNow: () => number = Date.now,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  async load(): Promise<void> {
    this.stored = (await this.db.read<Stored>("clock")) ?? this.stored;
    this.startedAt = this.monotonic();
    this.base = this.stored.maxSeen;
  }

  /** Milliseconds since 1970, by the best knowledge; never runs back. */
  now(): number {
    const corrected = this.deviceNow() + this.stored.offset;
    const inUse = this.base + (this.monotonic() - this.startedAt);
    return Math.max(corrected, this.base ? inUse : 0);
  }

  get lastContact(): Date | null {
    return this.stored.lastContact ? new Date(this.stored.lastContact) : null;
  }

  /** The server has said what time it is: from here on everything is counted from that. */
  async contact(serverTime: string): Promise<void> {
    const server = Date.parse(serverTime);
    if (!Number.isFinite(server)) return;
    this.stored = { offset: server - this.deviceNow(), lastContact: server, maxSeen: server };
    this.startedAt = this.monotonic();
    this.base = server;
    await this.db.write("clock", this.stored);
  }

  /** Remembers how far time has come; called about once a minute. */
  async keep(): Promise<void> {
    const now = this.now();
    if (now - this.stored.maxSeen < KEEP_EVERY) return;
    this.stored = { ...this.stored, maxSeen: now };
    this.startedAt = this.monotonic();
    this.base = now;
    await this.db.write("clock", this.stored);
  }

  leaseOver(leaseDays: number): boolean {
    return this.stored.lastContact > 0 && this.now() - this.stored.lastContact > leaseDays * 24 * HOUR;
  }

  /** The device clock says another time than the server did, by more than an hour: said plainly, blocks nothing. */
  wrong(): { deviceTime: Date; serverTime: Date } | null {
    const deviceTime = this.deviceNow();
    const runsBack = this.stored.lastContact > 0 && deviceTime + this.stored.offset < this.stored.lastContact - HOUR;
    if (Math.abs(this.stored.offset) <= HOUR && !runsBack) return null;
    return { deviceTime: new Date(deviceTime), serverTime: new Date(this.now()) };
  }
}
