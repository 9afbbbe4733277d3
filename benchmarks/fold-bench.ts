// How many facts of a whole run a second are folded into a fresh world: what reading a stored run costs.
import { applyFact, createCluster, createWorld } from "@podsim/scheduler";
import { runBenchHorizonUs, runBenchParts } from "./run-bench.js";
import type { RunBenchSize } from "./run-bench.js";

export interface FoldBenchResult {
  readonly factCount: number;
  readonly foldedPerSecond: number;
  /** Pods in the folded world: as many as in the run's own, or this throws. */
  readonly podCount: number;
  /** Of the facts folded. */
  readonly digest: string;
}

export const benchFold = (size: RunBenchSize): FoldBenchResult => {
  const { simulation, world, log } = createCluster(runBenchParts(size));
  simulation.run({ untilUs: runBenchHorizonUs(size) });
  const folded = createWorld();
  const startedAt = performance.now();
  log.forEach(0, log.length, (fact) => {
    applyFact(folded, fact);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  if (folded.pods.size !== world.pods.size) throw new Error("the folded world is not the run's");
  return {
    factCount: log.length,
    foldedPerSecond: log.length / seconds,
    podCount: folded.pods.size,
    digest: log.digest(),
  };
};
