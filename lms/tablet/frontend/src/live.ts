/** What one learner asks of live lessons. Nothing is kept: a path, a list or a board of one learner is never shown to the next. */
import type { Api, Sender } from "./api";
import { CoreError } from "./errors";
import type { Live, LiveReport } from "./facade";
import type { LiveBoard, LiveList, LiveNow, LivePollAnswer, LiveQuestionSent, LiveSeen } from "./protocol.gen";

const BOARD_MS = 8_000;

export class LearnerLive implements Live {
  constructor(
    private readonly api: Pick<Api, "send">,
    private readonly sender: () => Sender | null,
    private readonly learner: string,
    private readonly language: () => string,
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
  ) {}

  async list(): Promise<LiveNow[]> {
    return (await this.call<LiveList>("GET", `?learner=${this.learner}`)).broadcasts;
  }

  one(broadcast: string): Promise<LiveNow> {
    return this.call("GET", `${encodeURIComponent(broadcast)}?learner=${this.learner}`);
  }

  seen(broadcast: string, { seconds, picture, sound }: LiveReport): Promise<LiveNow> {
    const body: LiveSeen = { learner: this.learner, seconds: Math.min(3600, Math.round(seconds)), picture, sound };
    return this.call("POST", `${broadcast}/seen`, body);
  }

  async board(prefix: string): Promise<LiveBoard | null> {
    let response: Response;
    try {
      response = await this.fetcher(`${prefix}room.json`, {
        ...{ credentials: "omit", redirect: "error", cache: "no-store" },
        signal: AbortSignal.timeout(BOARD_MS),
      });
    } catch (error) {
      throw new CoreError("offline", String(error));
    }
    if (response.status === 404) return null;
    if (!response.ok) throw new CoreError(response.status >= 500 ? "offline" : "refused");
    return (await response.json()) as LiveBoard;
  }

  async ask(broadcast: string, { id, text }: { id: string; text: string }): Promise<void> {
    const body: LiveQuestionSent = { id, learner: this.learner, text };
    await this.send("POST", `${broadcast}/questions`, body);
  }

  async answer(broadcast: string, poll: string, option: number): Promise<void> {
    const body: LivePollAnswer = { learner: this.learner, poll, option };
    await this.send("POST", `${broadcast}/poll`, body);
  }

  private async call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    return (await (await this.send(method, path, body)).json()) as T;
  }

  /** The server's sentences come in the language that the learner reads, not in the browser's. */
  private async send(method: "GET" | "POST", path: string, body?: unknown): Promise<Response> {
    const sender = this.sender();
    if (!sender) throw new CoreError("unknown_device");
    const headers: Record<string, string> = { "Accept-Language": this.language() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    return this.api.send(sender, method, `/api/v1/live/${path}`, {
      ...{ headers, cache: "no-store" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}
