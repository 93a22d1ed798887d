/** Who is signed in, over reloads of the page but not over a closed browser, and not for ever on a tablet left lying. */
import type { SessionRow, WorkDb } from "./db";
import type { LearnerKeys } from "./vaults";

const KEY = "newleaf-session";
const IDLE_MS = 20 * 60_000;
const LOOK_MS = 30_000;

export class Presence {
  private lastTouch = Date.now();
  private row: SessionRow | null = null;
  private release: () => void = () => undefined;

  constructor(private readonly db: WorkDb) {}

  /** The session that this tab had before it was loaded again. What no living tab holds is cleared away. */
  async resume(): Promise<SessionRow | null> {
    const id = sessionStorage.getItem(KEY);
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const rows = await this.db.sessions.toArray();
    const mine = rows.find((row) => row.id === id && Math.abs(Date.now() - row.at) < IDLE_MS) ?? null;
    const dead = rows.filter((row) => row !== mine && !held.has(lockName(row.id)));
    await this.db.sessions.bulkDelete(dead.map((row) => row.id));
    if (mine) this.hold(mine);
    return mine;
  }

  async begin(learner: string, keys: LearnerKeys): Promise<void> {
    const row: SessionRow = { id: crypto.randomUUID(), learner, keys, at: Date.now() };
    await this.db.sessions.put(row);
    sessionStorage.setItem(KEY, row.id);
    this.hold(row);
  }

  async end(): Promise<void> {
    if (this.row) await this.db.sessions.delete(this.row.id);
    sessionStorage.removeItem(KEY);
    this.row = null;
    this.release();
  }

  private hold(row: SessionRow): void {
    this.row = row;
    this.lastTouch = Date.now();
    void navigator.locks.request(lockName(row.id), () => new Promise<void>((resolve) => (this.release = resolve)));
  }

  /** Ends the session after twenty minutes without a touch, unless something is playing. */
  watch(onIdle: () => void): void {
    const touch = (): void => void (this.lastTouch = Date.now());
    for (const event of ["pointerdown", "keydown", "scroll"])
      addEventListener(event, touch, { passive: true, capture: true });
    setInterval(() => {
      if (!this.row) return;
      const playing = [...document.querySelectorAll<HTMLMediaElement>("video, audio")].some((media) => !media.paused);
      if (playing) touch();
      if (Date.now() - this.lastTouch > IDLE_MS) onIdle();
      else void this.db.sessions.update(this.row.id, { at: Date.now() });
    }, LOOK_MS);
  }
}

const lockName = (id: string): string => `newleaf-session-${id}`;
