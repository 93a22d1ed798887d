/** The way to the server: DPoP proofs with its nonces, gzip, and errors as CoreError. Throws "offline" when there is no way. */
import { CoreError, type ErrorCode } from "./errors";
import type { Bytes } from "./crypto/bytes";
import { dpopProof } from "./crypto/dpop";
import { signBytes } from "./crypto/jose";
import type { Identity } from "./db";
import type { Problem, PublicJwk } from "./protocol.gen";

const TIMEOUT_MS = 20_000;

export interface Sender {
  privateKey: CryptoKey;
  jwk: PublicJwk;
  token?: string;
}

/** A refusal of the server with its stable code. */
export class ServerError extends CoreError {
  constructor(
    code: ErrorCode,
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(code, problem.title, problem.retry_after_seconds ?? undefined);
  }
}

export class Api {
  private nonce = "";

  constructor(
    private readonly origin: string = location.origin,
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
  ) {}

  async json<T>(sender: Sender, method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const response = await this.send(sender, method, path, {
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
    });
    return (await response.json()) as T;
  }

  /** Sends with a proof of the key; asks once more when the server wants a fresh nonce. 304 counts as success. */
  async send(sender: Sender, method: string, path: string, init: RequestInit = {}): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const url = this.origin + path;
      const headers = new Headers(init.headers);
      headers.set("DPoP", await dpopProof(sender, method, url, { token: sender.token, nonce: this.nonce }));
      if (sender.token) headers.set("Authorization", `DPoP ${sender.token}`);
      const response = await this.reach(url, { ...init, method, headers });
      const fresh = response.headers.get("DPoP-Nonce");
      if (fresh) this.nonce = fresh;
      if (response.ok || response.status === 304) return response;
      const problem = await readProblem(response);
      const wantsNonce =
        problem.code === "use_dpop_nonce" || /use_dpop_nonce/.test(response.headers.get("WWW-Authenticate") ?? "");
      if (!(response.status === 401 && wantsNonce && fresh && attempt < 2)) throw asError(response.status, problem);
    }
  }

  /** A batch in gzip, signed by the device key. Without a token it goes to the quarantine: a withdrawn tablet still delivers. */
  async sendBatch(identity: Identity, body: Bytes, withToken: boolean): Promise<unknown> {
    const init = {
      body: await gzip(body),
      headers: {
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Newleaf-Signature": await signBytes(identity.privateKey, body),
        ...(identity.certificate && { "Newleaf-Pairing": identity.certificate }),
      },
    };
    if (withToken) return (await this.send(identity, "POST", "/api/v1/batches", init)).json();
    const response = await this.reach(this.origin + "/api/v1/batches", { ...init, method: "POST" });
    if (!response.ok) throw asError(response.status, await readProblem(response));
    return response.json();
  }

  /** Blobs need no proof: their path is signed and expires. */
  async blob(path: string, from: number, signal: AbortSignal): Promise<Response> {
    const headers: HeadersInit = from > 0 ? { Range: `bytes=${from}-` } : {};
    return this.reach(this.origin + path, { headers, signal, cache: "no-store" });
  }

  private async reach(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetcher(url, {
        credentials: "omit",
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...init,
      });
    } catch (error) {
      throw new CoreError("offline", String(error));
    }
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get("Retry-After")) || null;
  try {
    const problem = (await response.json()) as Problem;
    return {
      code: String(problem.code ?? ""),
      title: String(problem.title ?? ""),
      retry_after_seconds: problem.retry_after_seconds ?? seconds,
    };
  } catch {
    return { code: "", title: "", retry_after_seconds: seconds };
  }
}

const CODES: Record<string, ErrorCode> = {
  revoked: "revoked",
  unknown_device: "unknown_device",
  protocol: "update_needed",
  wrong_secret: "wrong_secret",
  pairing_code: "bad_code",
  too_many_tries: "too_many",
  too_many: "too_many",
  seat_elsewhere: "seat_elsewhere",
  sitting_over: "sitting_over",
};

function asError(status: number, problem: Problem): CoreError {
  const known = CODES[problem.code];
  if (known) return new ServerError(known, status, problem);
  if (status >= 500) return new ServerError("offline", status, problem); // up, but not able: the same for a learner
  return new ServerError("refused", status, problem);
}

async function gzip(bytes: Bytes): Promise<ArrayBuffer> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
