/** Which courses a tablet fetches, and in which order. */
import type { Vault } from "./db";
import type { AssignmentState } from "./protocol.gen";

const DAY_MS = 86_400_000;

/** Courses of one learner, most urgent first: what is due, then what is assigned, then what was chosen. */
export function wantsOf(assignments: AssignmentState[], chosen: Record<string, boolean>): string[] {
  const rank = ({ source, due_on, priority }: AssignmentState): number =>
    (source === "assigned" ? 0 : 1e9) + (due_on ? Date.parse(due_on) / DAY_MS : 1e6) * 100 + (priority ?? 100) / 10;
  const kept = assignments.filter((one) => one.source === "assigned" || chosen[one.course] !== false);
  const courses = kept.sort((a, b) => rank(a) - rank(b)).map((one) => one.course);
  return [...new Set([...courses, ...Object.keys(chosen).filter((course) => chosen[course])])];
}

/** Of everybody on the tablet: first what each needs first, in turns, so that nobody waits for all of another's. */
export function wantedByAll(vaults: Vault[]): string[] {
  const lists = vaults.filter((vault) => vault.active).map((vault) => vault.wants);
  const wanted = new Set<string>();
  for (let at = 0; lists.some((list) => at < list.length); at++) {
    for (const list of lists) if (list[at] !== undefined) wanted.add(list[at]!);
  }
  return [...wanted];
}
