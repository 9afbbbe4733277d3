// Controllers of the user's own that a scenario speaks of: code that no file of it holds, so that it may not be there.
import type { Reconciler } from "@podsim/scheduler";
import { closest } from "../input/closest.js";
import type { Explanation } from "./schema/schema.js";
import { firstFew } from "./schema/shown.js";

/** What there is to know of them before a run. */
export type OwnController = Pick<Reconciler, "name" | "replicas">;

const HOW = "podsim check --case FILE --controller FILE runs yours in it; in a test: controllers: [mine]";

/** Why there is none of that name; null = there is one, or nobody knows which there are. */
export const absentController = (
  name: string,
  message: string,
  known: readonly OwnController[] | null,
): Explanation | null => {
  const names = known?.map((each) => each.name) ?? [name];
  if (names.includes(name)) return null;
  const meant = closest(name, names);
  return {
    code: "E201",
    message,
    why:
      names.length === 0
        ? "no controller of your own runs in it, and those of the cluster are not meant"
        : `controllers of your own that run in it: ${firstFew(names)}`,
    fix: meant === null ? HOW : `did you mean ${meant}?`,
  };
};

/** Why the controller has no such replica; null = it has, or nobody knows. */
export const absentReplica = (
  name: string,
  replica: number,
  known: readonly OwnController[] | null,
): Explanation | null => {
  const { replicas = 1 } = known?.find((each) => each.name === name) ?? { replicas: Infinity };
  if (replica < replicas) return null;
  return {
    code: "E201",
    message: `controller "${name}" has no replica ${String(replica)}`,
    why: replicas === 1 ? "it has one, replica 0" : `its replicas are 0 to ${String(replicas - 1)}`,
    fix: "name one of them, or leave replica out: then all are meant",
  };
};
