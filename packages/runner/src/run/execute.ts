// Runs one seed slice by slice, so that progress can be shown, the log written as it grows, and the run be stopped.
import type { Duration, SimTime } from "@podsim/core";
import { createCluster, PluginFailure } from "@podsim/scheduler";
import type { ApiRequest, Cluster, TimelineEntry } from "@podsim/scheduler";
import { AbortWatch } from "./abort-watch.js";
import { hottestObject } from "./hottest-object.js";
import type { HotObject } from "./hottest-object.js";
import { JobsWatch } from "./jobs-watch.js";
import { clusterParts } from "./prepared.js";
import type { PreparedRun } from "./prepared.js";

/**
 * Why a run ended. horizon: its time was over; agenda-empty: nothing was left to happen; quiet: nothing had been recorded
 * for quietUs; jobs-done: every Job had ended, and the scenario asked for no more; aborted: a threshold with abort was broken;
 * max-events, max-wall, no-progress: a guard; plugin-failed: a scheduler plugin of the user's own did; stopped: the caller said so.
 */
export type EndReason =
  | "horizon"
  | "agenda-empty"
  | "quiet"
  | "jobs-done"
  | "aborted"
  | "max-events"
  | "max-wall"
  | "no-progress"
  | "plugin-failed"
  | "stopped";

export interface Slice {
  readonly seed: number;
  /** Where the run stands. */
  readonly nowUs: SimTime;
  readonly factCount: number;
  readonly cluster: Cluster;
}

export interface ExecuteOptions {
  /** Called after each slice and once at the end; "stop" ends the run. Slices do not change what is recorded. */
  readonly onSlice?: (slice: Slice) => "stop" | void | Promise<"stop" | void>;
  /** Entries per slice. */
  readonly sliceEntries?: number;
  /** Facts after which the guard stops the run, if there is more to come; what is recorded by then hangs on nothing else. */
  readonly maxFacts?: number;
  /** Wall time after which the guard stops the run; null = no limit. */
  readonly maxWallMillis?: number | null;
}

export interface Execution {
  readonly seed: number;
  readonly cluster: Cluster;
  readonly stopReason: EndReason;
  /** Whether the run answers its question: no guard and nobody stopped it. */
  readonly complete: boolean;
  /** Virtual time at which it ended. */
  readonly endUs: SimTime;
  /** Of a run that a guard stopped: what most of the last facts were about. */
  readonly hottest: HotObject | null;
  /** Of a run that a plugin of the user's own ended. */
  readonly failure: PluginFailure | null;
}

const DEFAULT_MAX_FACTS = 50_000_000;
const DEFAULT_SLICE_ENTRIES = 20_000;
/** Entries handled at one instant before the run counts as stuck. */
const INSTANT_ENTRIES_MAX = 20_000_000;

/** How long what is asked for lasts. */
const lastsUs = (request: ApiRequest & { readonly forUs?: Duration | null }): Duration => request.forUs ?? 0;

/** When the last thing that the timeline brings about is over. */
const lastIntendedUs = (timeline: readonly TimelineEntry[]): SimTime =>
  timeline.reduce((latest, { atUs, requests }) => {
    return Math.max(latest, atUs + Math.max(0, ...requests.map(lastsUs)));
  }, 0);

const GUARDS: readonly EndReason[] = ["max-events", "max-wall", "no-progress"];
const COMPLETE: readonly EndReason[] = ["horizon", "agenda-empty", "quiet", "jobs-done", "aborted"];

/** How far to run now: the horizon, or the moment at which the cluster would have been quiet long enough. */
const targetOf = (
  { quietUs, horizonUs, timeline }: PreparedRun,
  pendingUs: Cluster["pendingUs"],
): ((lastFactUs: SimTime) => SimTime) => {
  if (quietUs === null) return () => horizonUs;
  const intendedUs = lastIntendedUs(timeline);
  return (lastFactUs) => Math.min(horizonUs, Math.max(lastFactUs, intendedUs, pendingUs()) + quietUs);
};

class Execute {
  readonly #cluster: Cluster;
  readonly #targetOf: (lastFactUs: SimTime) => SimTime;
  readonly #maxFacts: number;
  readonly #deadlineMillis: number;
  readonly #sliceEntries: number;
  readonly #jobs: JobsWatch | null;
  readonly #abort: AbortWatch | null;
  #instantUs = -1;
  #instantFrom = 0;
  #failure: PluginFailure | null = null;

  constructor(
    private readonly prepared: PreparedRun,
    seed: number,
    options: ExecuteOptions,
  ) {
    this.#cluster = createCluster(clusterParts(prepared, seed));
    this.#targetOf = targetOf(prepared, this.#cluster.pendingUs);
    this.#jobs =
      prepared.stopWhen === "allJobsDone" ? new JobsWatch(this.#cluster, lastIntendedUs(prepared.timeline)) : null;
    const aborting = prepared.thresholds.filter(({ abort }) => abort === true);
    this.#abort = aborting.length === 0 ? null : new AbortWatch(this.#cluster, aborting, prepared.horizonUs);
    this.#maxFacts = options.maxFacts ?? DEFAULT_MAX_FACTS;
    this.#sliceEntries = options.sliceEntries ?? DEFAULT_SLICE_ENTRIES;
    const wall = options.maxWallMillis ?? null;
    this.#deadlineMillis = wall === null ? Infinity : performance.now() + wall;
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  get failure(): PluginFailure | null {
    return this.#failure;
  }

  /** One slice; the reason if the run is over. */
  step(): EndReason | null {
    try {
      return this.#slice();
    } catch (thrown) {
      if (!(thrown instanceof PluginFailure)) throw thrown;
      this.#failure = thrown;
      return "plugin-failed";
    }
  }

  #slice(): EndReason | null {
    if (performance.now() >= this.#deadlineMillis) return "max-wall";
    const { simulation, log } = this.#cluster;
    const untilUs = this.#targetOf(log.endUs);
    const [jobs, abort] = [this.#jobs, this.#abort];
    const isOver = (): boolean => abort?.isBroken === true || jobs?.isDone === true;
    const stopping = jobs === null && abort === null ? {} : { stopWhen: isOver };
    const limits = { untilUs, maxEntries: this.#sliceEntries, maxFacts: this.#maxFacts };
    const reason = simulation.run({ ...limits, ...stopping });
    if (reason === "log-full") return "max-events";
    if (reason === "condition-met") return abort?.isBroken === true ? "aborted" : "jobs-done";
    if (reason === "agenda-empty") return "agenda-empty";
    if (reason === "horizon-reached") {
      // New facts move the moment at which the cluster counts as quiet.
      if (this.#targetOf(log.endUs) > untilUs) return null;
      return untilUs < this.prepared.horizonUs ? "quiet" : "horizon";
    }
    return this.#isStuck() ? "no-progress" : null;
  }

  endUs(reason: EndReason): SimTime {
    const { simulation, log } = this.#cluster;
    if (reason === "quiet") return this.#targetOf(log.endUs);
    return reason === "horizon" || reason === "agenda-empty" ? this.prepared.horizonUs : simulation.nowUs;
  }

  #isStuck(): boolean {
    const { nowUs, handledCount } = this.#cluster.simulation;
    if (nowUs !== this.#instantUs) {
      this.#instantUs = nowUs;
      this.#instantFrom = handledCount;
    }
    return handledCount - this.#instantFrom > INSTANT_ENTRIES_MAX;
  }
}

/** Runs one seed to its end. What is recorded depends on the run and the seed alone. */
export const execute = async (
  prepared: PreparedRun,
  seed: number,
  options: ExecuteOptions = {},
): Promise<Execution> => {
  const run = new Execute(prepared, seed, options);
  const { cluster } = run;
  for (;;) {
    const ended = run.step();
    const slice: Slice = { seed, nowUs: cluster.simulation.nowUs, factCount: cluster.log.length, cluster };
    const said = await options.onSlice?.(slice);
    const stopReason = ended ?? (said === "stop" ? "stopped" : null);
    if (stopReason === null) continue;
    const complete = COMPLETE.includes(stopReason);
    return {
      seed,
      cluster,
      stopReason,
      complete,
      endUs: run.endUs(stopReason),
      hottest: GUARDS.includes(stopReason) ? hottestObject(cluster) : null,
      failure: run.failure,
    };
  }
};
