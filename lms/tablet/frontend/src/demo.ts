/** The demo's learner button: `/?demo=<base64url JSON>` pairs this browser and signs a learner in. Works in the demo only. */
import type { Secret } from "./facade";
import { CoreError } from "./errors";
import { fromBase64Url, fromUtf8 } from "./crypto/bytes";

interface Link {
  code: string;
  number: string;
  secret: Secret;
}

interface Doors {
  pair(code: string): Promise<unknown>;
  signIn(number: string, secret: Secret): Promise<unknown>;
  isPaired(): boolean;
  isKnown(): Promise<boolean>;
  remember(demo: boolean): Promise<void>;
}

export async function takeDemoLink(doors: Doors): Promise<void> {
  const given = new URL(location.href).searchParams.get("demo");
  if (given === null) return;
  history.replaceState(null, "", location.pathname);
  try {
    const config = (await (await fetch("/config.json", { cache: "no-store" })).json()) as { demo?: boolean };
    await doors.remember(config.demo === true);
    if (config.demo !== true) return;
    const link = JSON.parse(fromUtf8(fromBase64Url(given))) as Link;
    if (!doors.isPaired() || !(await doors.isKnown())) await doors.pair(link.code);
    await doors.signIn(link.number, link.secret);
  } catch (error) {
    if (!(error instanceof CoreError)) console.error("demo", error); // the pages then say what is missing
  }
}
