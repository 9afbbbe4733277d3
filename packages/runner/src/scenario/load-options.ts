// What whoever loads a scenario says besides what stands in it.
import type { Duration, KubernetesVersion } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import type { SchedulerChoice } from "./scheduler-choice.js";

export interface LoadOptions {
  /** What is not modelled, and namespaces nothing declares, are errors. */
  readonly strict: boolean;
  /** Instead of the scenario's: these seeds, or so many. */
  readonly seeds: readonly number[] | { readonly count: number } | null;
  /** Instead of spec.clock.stop.after. */
  readonly untilUs: Duration | null;
  /** Instead of spec.kubernetes; null or absent = as written. */
  readonly kubernetes?: KubernetesVersion | null;
  /** name=value, for spec.params. */
  readonly settings: readonly string[];
  /** Instead of what the scenario says. */
  readonly scheduler?: SchedulerChoice;
  /** Controllers of the user's own that run in it; none unless given; null = nobody knows. */
  readonly controllers?: readonly Reconciler[] | null;
}

export const DEFAULT_LOAD_OPTIONS: LoadOptions = { strict: false, seeds: null, untilUs: null, settings: [] };
