// How fast histories are made and judged: small scenarios as the property-testing kit makes them up, each played and held
// against every law.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { invariants, judgePlayed, playCase, scenario } from "@podsim/runner/testing";
import { cpuMicros } from "./cpu-time.js";

export interface HistoryBenchResult {
  readonly historyCount: number;
  readonly historiesPerSecond: number;
  /** Of that time, the share of playing; the rest is judging. */
  readonly playedShare: number;
  readonly factsPerHistory: number;
  readonly brokenCount: number;
  /** Of the digests of all logs, in order. */
  readonly hash: string;
}

/** Histories between two looks at the clock, which take time themselves. */
const BATCH = 25;

/** At most 5 nodes and about 20 pods, 30 simulated minutes; the same for the same seed. */
export const benchHistories = (historyCount: number, seed: number): HistoryBenchResult => {
  const cases = fc.sample(scenario(), { numRuns: historyCount, seed });
  const hash = createHash("sha256");
  let factCount = 0;
  let brokenCount = 0;
  let playedMicros = 0;
  let tookMicros = 0;
  for (let from = 0; from < cases.length; from += BATCH) {
    const began = cpuMicros();
    const batch = cases.slice(from, from + BATCH).map(playCase);
    const playedAt = cpuMicros();
    for (const played of batch) brokenCount += judgePlayed(played, invariants).breaches.length > 0 ? 1 : 0;
    tookMicros += cpuMicros() - began;
    playedMicros += playedAt - began;
    for (const { cluster } of batch) {
      factCount += cluster.log.length;
      hash.update(cluster.log.digest());
    }
  }
  return {
    historyCount,
    historiesPerSecond: (historyCount * 1_000_000) / tookMicros,
    playedShare: playedMicros / tookMicros,
    factsPerHistory: factCount / historyCount,
    brokenCount,
    hash: hash.digest("hex").slice(0, 16),
  };
};
