/**
 * The façade that every page builds on. Pages import from here and from nowhere below.
 * Nothing here asks for the network to answer: what has been synced is read from the tablet, what is done is written to it.
 */
import type { Core } from "./tablet";

export { CoreError, type ErrorCode } from "../errors";
export type * from "../protocol.gen";
export type { Watchable } from "../signal";
export type * from "./exams";
export type * from "./lessons";
export type * from "./live";
export type * from "./people";
export type * from "./session";
export type * from "./states";
export type * from "./tablet";
export type * from "./work";

/** Opens the tablet's store and says where things stand; pages wait for it once, at start. */
export async function openCore(): Promise<Core> {
  const { Engine } = await import("../engine");
  return Engine.open();
}
