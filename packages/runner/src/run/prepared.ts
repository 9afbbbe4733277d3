// A question made ready to run: everything read, checked and resolved; the same for every seed but for the seed itself.
import type { Duration, SimTime } from "@podsim/core";
import type { ArrivalStream, BehaviorOf, ClusterParts, Reconciler, Settings, TimelineEntry } from "@podsim/scheduler";
import type { BehaviorSummary } from "../behaviors/behavior-summary.js";
import { scriptFollower } from "../io/script-follower.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { NotModelled } from "../scenario/not-modelled.js";
import type { Parameter, ParameterValue } from "../scenario/parameter-value.js";
import { WallClock } from "../outputs/view/wall-clock.js";
import { objectShower } from "../reconcilers/shown-object.js";
import { registryWith } from "../scenario/scheduler-choice.js";
import type { UserPlugin } from "../scenario/scheduler-choice.js";
import type { Sweep } from "../scenario/sweep-cells.js";
import { numberNodes } from "./drawn-node-order.js";

/** One threshold as the verdict judges it. */
export interface ThresholdSpec {
  /** As written, e.g. sim_available_ratio{deployment="checkout"}. */
  readonly metric: string;
  /** e.g. "min >= 0.8" */
  readonly expression: string;
  readonly name: string | null;
  readonly severity: "fail" | "warn";
  readonly onNoData: "fail" | "pass";
  /** Only samples in [fromUs, toUs] count. */
  readonly window: { readonly fromUs: SimTime; readonly toUs: SimTime } | null;
  /** A seed that breaks it is stopped there: see isFinal. Absent = it goes on. */
  readonly abort?: true;
}

/** A parameter of the scenario and the value it has in this run. */
export interface DeclaredParameter {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: ParameterValue;
}

export interface PreparedRun {
  /** metadata.name of the scenario; of an ad-hoc run, made from its first file. */
  readonly name: string;
  readonly question: string | null;
  readonly seeds: readonly number[];
  /** Share of the seeds that must pass, 0..1. */
  readonly require: number;
  readonly settings: Omit<Settings, "seed">;
  /** Scheduler plugins of the user's own, besides those that come with it. */
  readonly plugins?: readonly UserPlugin[];
  /** Controllers of the user's own, besides those that come with it; absent = none. */
  readonly reconcilers?: readonly Reconciler[];
  readonly horizonUs: Duration;
  /**
   * The run also stops once nothing was recorded for this long after the last entry of the timeline; null = it goes on to
   * the horizon.
   */
  readonly quietUs: Duration | null;
  /** The run also stops once this holds. */
  readonly stopWhen?: "allJobsDone" | null;
  /** Date of time 0, RFC 3339 in UTC. */
  readonly clockStart: string;
  readonly behaviorOf: BehaviorOf;
  /** Which behaviour the containers of the manifests were given; worked out when asked. */
  readonly behaviors: () => readonly BehaviorSummary[];
  /** Objects and nodes the cluster begins with (at 0), then what the scenario does. */
  readonly timeline: readonly TimelineEntry[];
  /** Objects that arrive over time. */
  readonly arrivals?: readonly ArrivalStream[];
  readonly thresholds: readonly ThresholdSpec[];
  /** Ids of the laws the run is held against; absent = none. */
  readonly checks?: readonly string[];
  readonly warnings: readonly Diagnostic[];
  /** What the manifests hold and the run does not model. */
  readonly notModelled: readonly NotModelled[];
  /** What is shown above the verdict. */
  readonly counts: {
    /** Files read, the scenario included. */
    readonly files: number;
    readonly nodes: number;
    /** Replicas wanted and pods of their own, as the cluster begins. */
    readonly pods: number;
    /** As they are written: one that repeats is one. */
    readonly timelineEntries: number;
  };
  /** spec.params as declared, with the values they have here. */
  readonly parameters?: readonly DeclaredParameter[];
  /** What `podsim sweep` varies; null or absent = the scenario does not say. */
  readonly sweep?: Sweep | null;
  /** A fingerprint of everything read, so that a stored run can say what it was made from; worked out when asked. */
  readonly inputDigest: () => string;
}

export const clusterParts = (prepared: PreparedRun, seed: number): ClusterParts => ({
  settings: { seed, ...prepared.settings },
  behaviorOf: prepared.behaviorOf,
  followScript: scriptFollower(Date.parse(prepared.clockStart)),
  timeline: numberNodes(prepared.timeline, seed),
  arrivals: prepared.arrivals ?? [],
  plugins: registryWith(prepared.plugins ?? []),
  ...((prepared.reconcilers ?? []).length === 0
    ? {}
    : {
        reconcilers: {
          definitions: prepared.reconcilers ?? [],
          show: objectShower(prepared.clockStart, prepared.settings.kubernetes),
          timestampOf: (at) => new WallClock(prepared.clockStart).microTimestamp(at),
        },
      }),
});
