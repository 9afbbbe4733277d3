// The laws a scenario asks for, held against the log of one seed.
import { INVARIANTS } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { judgeLog } from "@podsim/scheduler";
import { circumstancesOf } from "./circumstances.js";
import type { Execution } from "./execute.js";
import type { PreparedRun } from "./prepared.js";

/** A law that a run broke, or that could not be judged. */
export interface BrokenCheck {
  readonly id: string;
  readonly atUs: SimTime;
  /** The fact after which it was seen. */
  readonly seq: number;
  readonly message: string;
  /** Objects it was seen on: "pod/shop/web-1". */
  readonly witnesses: readonly string[];
}

/** What the seed broke of the checks, at most once each. */
export const judgeChecks = (prepared: PreparedRun, { cluster, endUs }: Execution): readonly BrokenCheck[] => {
  const ids = new Set(prepared.checks);
  if (ids.size === 0) return [];
  const laws = INVARIANTS.filter(({ id }) => ids.has(id));
  const { breaches, failures } = judgeLog({ log: cluster.log, endUs, circumstances: circumstancesOf(prepared) }, laws);
  return [
    ...breaches.map(({ invariant, atUs, seq, violation }) => ({ id: invariant.id, atUs, seq, ...violation })),
    ...failures.map(({ invariant, atUs, seq, message }) => ({ id: invariant.id, atUs, seq, message, witnesses: [] })),
  ];
};
