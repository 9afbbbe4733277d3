// How fast histories are made and judged: small scenarios as the property-testing kit makes them up, each played and held
// against every law.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { invariants, judgePlayed, playCase, scenario } from "@podsim/runner/testing";
import type { CaseScenario } from "@podsim/runner/testing";
import { cpuMicros } from "./cpu-time.js";

export interface HistoryBenchResult {
  readonly historyCount: number;
  /** The first ones, while the compiler is at work. */
  readonly firstPerSecond: number;
  /** In the best of the batches after them, each of other histories. */
  readonly historiesPerSecond: number;
  readonly factsPerHistory: number;
  readonly brokenCount: number;
  /** Of the digests of all logs, in order. */
  readonly hash: string;
}

/** Histories of one rate. */
const BATCH = 500;

interface Batch {
  readonly tookMicros: number;
  readonly factCount: number;
  readonly brokenCount: number;
  readonly digests: readonly string[];
}

const runBatch = (cases: readonly CaseScenario[]): Batch => {
  let tookMicros = 0;
  let factCount = 0;
  let brokenCount = 0;
  const digests: string[] = [];
  for (const each of cases) {
    const began = cpuMicros();
    const played = playCase(each, invariants);
    brokenCount += judgePlayed(played, invariants).breaches.length > 0 ? 1 : 0;
    tookMicros += cpuMicros() - began;
    factCount += played.cluster.log.length;
    digests.push(played.cluster.log.digest());
  }
  return { tookMicros, factCount, brokenCount, digests };
};

/**
 * At most 5 nodes and about 20 pods, 30 simulated minutes; the same for the same seed. What is reckoned is processor time,
 * compiling and collecting garbage on other cores included: what one core can do.
 */
export const benchHistories = (historyCount: number, seed: number): HistoryBenchResult => {
  const batches = Array.from({ length: Math.ceil(historyCount / BATCH) }, (_, k) =>
    runBatch(fc.sample(scenario(), { numRuns: Math.min(BATCH, historyCount - k * BATCH), seed: seed + k })),
  );
  const sum = (count: (batch: Batch) => number): number => batches.reduce((total, batch) => total + count(batch), 0);
  const rates = batches.map(({ digests, tookMicros }) => (digests.length * 1_000_000) / tookMicros);
  const [first = 0, ...others] = rates;
  const hash = createHash("sha256");
  for (const { digests } of batches) for (const digest of digests) hash.update(digest);
  return {
    historyCount,
    firstPerSecond: first,
    historiesPerSecond: Math.max(...others),
    factsPerHistory: sum(({ factCount }) => factCount) / historyCount,
    brokenCount: sum(({ brokenCount: broken }) => broken),
    hash: hash.digest("hex").slice(0, 16),
  };
};
