// What `run -o json` prints: one object with the run's name, what became of it, and the verdict.
import type { DiagnosticJson } from "../input/diagnostic-formats.js";
import { diagnosticJson } from "../input/diagnostic-formats.js";
import type { PreparedRun } from "./prepared.js";
import type { SeedResult } from "./seed-result.js";
import type { Verdict } from "./verdict.js";

interface SeedLine {
  readonly seed: number;
  readonly digest: string;
  readonly facts: number;
  readonly virtualEndUs: number;
  readonly complete: boolean;
  readonly stopReason: string;
}

export interface RunResult {
  readonly apiVersion: "podsim.dev/v1alpha1";
  readonly kind: "RunResult";
  readonly formatVersion: "1.0";
  /** What --run takes. */
  readonly run: string;
  readonly name: string;
  readonly question: string | null;
  readonly complete: boolean;
  /** The first seed; the next three are of it. */
  readonly seed: number;
  readonly digest: string;
  readonly virtualEndUs: number;
  readonly facts: number;
  readonly seeds: readonly SeedLine[];
  /** Of the seed the verdict shows: the one that failed the most, or the first. */
  readonly pods: Verdict["pods"];
  readonly deployments: Verdict["deployments"];
  readonly workloads: Verdict["workloads"];
  readonly troubles: Verdict["troubles"];
  readonly refusals: Verdict["refusals"];
  readonly warnings: readonly DiagnosticJson[];
  readonly notModelled: PreparedRun["notModelled"];
  readonly verdict: Verdict;
  /** Pods per second of virtual time; what this machine did per second of its own is in meta.wall. */
  readonly throughput: { readonly virtual: Verdict["scheduling"] };
  readonly meta?: {
    readonly wall: { readonly tookMillis: number; readonly factsPerSecond: number; readonly podsPerSecond: number };
  };
}

/** `tookMillis` null leaves out what differs from run to run. */
export const runResult = (
  run: string,
  name: string,
  prepared: PreparedRun,
  results: readonly SeedResult[],
  verdict: Verdict,
  tookMillis: number | null,
): RunResult => {
  const seeds = results.map(({ seed, digest, facts, virtualEndUs, complete, stopReason }) => ({
    seed,
    digest,
    facts,
    virtualEndUs,
    complete,
    stopReason,
  }));
  const [first] = seeds;
  const perSecond = (count: number): number => Math.round(count / Math.max((tookMillis ?? 0) / 1000, 0.001));
  const facts = seeds.reduce((sum, one) => sum + one.facts, 0);
  return {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "RunResult",
    formatVersion: "1.0",
    run,
    name,
    question: prepared.question,
    complete: verdict.complete,
    seed: first?.seed ?? 0,
    digest: first?.digest ?? "",
    virtualEndUs: first?.virtualEndUs ?? 0,
    facts: first?.facts ?? 0,
    seeds,
    pods: verdict.pods,
    deployments: verdict.deployments,
    workloads: verdict.workloads,
    troubles: verdict.troubles,
    refusals: verdict.refusals,
    warnings: prepared.warnings.map(diagnosticJson),
    notModelled: prepared.notModelled,
    verdict,
    throughput: { virtual: verdict.scheduling },
    ...(tookMillis === null
      ? {}
      : {
          meta: {
            wall: { tookMillis, factsPerSecond: perSecond(facts), podsPerSecond: perSecond(verdict.placedPods) },
          },
        }),
  };
};
