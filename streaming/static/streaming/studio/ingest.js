/* The ingest's protocol. Every answer becomes {status, next, code, sentence}; status 0 is a line that is down. */

const PATIENCE_MS = 15_000;

export class Ingest {
  /* `grant()` resolves to {token, url} from the staff server, or throws Refusal. */
  constructor(grant) {
    this.grant = grant;
    this.held = null;
  }

  open(broadcast, epoch) {
    const body = { epoch: epoch.id, media_type: epoch.mediaType, captured_at: Math.round(epoch.capturedAt), kind: epoch.kind };
    return this.ask("POST", `broadcasts/${broadcast}/epochs`, JSON.stringify(body), { "Content-Type": "application/json" });
  }

  put(epoch, n, bytes, capturedAt, patience = PATIENCE_MS) {
    const headers = { "Content-Type": "application/octet-stream", "Newleaf-Captured-At": String(Math.round(capturedAt)) };
    return this.ask("PUT", `epochs/${epoch}/chunks/${n}`, bytes, headers, patience);
  }

  finish(epoch, chunks) {
    return this.ask("POST", `epochs/${epoch}/finish`, JSON.stringify({ chunks }), { "Content-Type": "application/json" });
  }

  async ask(method, path, body, headers, patience = PATIENCE_MS, again = true) {
    let granted;
    try {
      granted = this.held ??= await this.grant();
    } catch (error) {
      return { status: error.status ?? 0, code: error.code ?? "", sentence: error.sentence ?? "" };
    }
    try {
      const reply = await fetch(`${granted.url}/ingest/v1/${path}`, {
        method,
        body,
        headers: { ...headers, Authorization: `Bearer ${granted.token}` },
        signal: AbortSignal.timeout(patience),
        cache: "no-store",
        credentials: "omit",
      });
      const said = await reply.json().catch(() => ({}));
      if (reply.status === 401 && again) {
        this.held = null; // run out: a fresh one, once
        return await this.ask(method, path, body, headers, patience, false);
      }
      return { code: "", sentence: "", ...said, status: reply.status };
    } catch {
      return { status: 0, code: "", sentence: "" };
    }
  }
}

/* Asks the staff server; JSON in both directions. Throws {status, code, sentence}. */
export async function staff(url, { method = "GET", data, csrf } = {}) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  if (method !== "GET") headers["X-CSRFToken"] = csrf;
  if (data) headers["Content-Type"] = "application/json";
  let reply;
  try {
    const body = data ? JSON.stringify(data) : undefined;
    reply = await fetch(url, { method, headers, body, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw Object.assign(new Error("line"), { status: 0, code: "line", sentence: "" });
  }
  if (reply.type === "opaqueredirect") throw Object.assign(new Error("signed out"), { status: 401, code: "signed_out", sentence: "" });
  const said = await reply.json().catch(() => ({}));
  if (!reply.ok) {
    throw Object.assign(new Error(said.code), { status: reply.status, code: said.code ?? "", sentence: said.title ?? said.sentence ?? "" });
  }
  return said;
}
