/** Tells the server every few seconds how far a candidate is, and hears what the invigilator has decided. */
import { ServerError } from "../api";
import type { ExamOrders, ExamReport } from "../protocol.gen";
import type { ExamParts } from "./desk";

const EVERY_MS = [8_000, 12_000] as const;
const PAUSED_MS = 1_500; // so that nobody's clock stands longer than the room's

export interface Reported {
  facts(): ExamReport;
  /** The server knows that this tablet has the seat. */
  entered(): boolean;
  enter(): Promise<void>;
  orders(orders: ExamOrders): void;
  elsewhere(): void;
  online(online: boolean): void;
  paused(): boolean;
  /** Nothing is left to say. */
  done(): boolean;
}

export class Reporter {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private again = false;
  private stopped = true;
  private readonly back = (): void => this.soon();

  constructor(
    private readonly parts: ExamParts,
    private readonly sitting: string,
    private readonly seat: string,
    private readonly reported: Reported,
  ) {}

  start(): void {
    this.stopped = false;
    globalThis.addEventListener?.("online", this.back);
    this.soon();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    globalThis.removeEventListener?.("online", this.back);
  }

  soon(): void {
    if (this.stopped) return;
    if (this.running) this.again = true;
    else void this.turn();
  }

  private async turn(): Promise<void> {
    clearTimeout(this.timer);
    this.running = true;
    await this.once();
    this.running = false;
    if (this.stopped || (this.reported.done() && !this.again)) return;
    const [least, most] = EVERY_MS;
    const wait = this.again ? 0 : this.reported.paused() ? PAUSED_MS : least + Math.random() * (most - least);
    this.again = false;
    this.timer = setTimeout(() => void this.turn(), wait);
  }

  private async once(): Promise<void> {
    const { api, identities } = this.parts;
    const identity = identities.current;
    if (!identity) return;
    try {
      if (!this.reported.entered()) await this.reported.enter().catch(goOnAfter);
      const path = `/api/v1/exams/${this.sitting}/seats/${this.seat}/report`;
      const orders = await api.json<ExamOrders>(identity, "POST", path, this.reported.facts());
      if (this.stopped) return;
      this.reported.online(true);
      this.reported.orders(orders);
    } catch (error) {
      if (this.stopped) return;
      if (error instanceof ServerError && error.code === "seat_elsewhere") return this.reported.elsewhere();
      // any other answer is one from a server: the line stands, and the attempt goes on here
      this.reported.online(error instanceof ServerError && error.code !== "offline");
    }
  }
}

/** A sitting that is over takes nobody in any more, and still answers a report. */
function goOnAfter(error: unknown): void {
  if (!(error instanceof ServerError) || error.code !== "sitting_over") throw error;
}
