// One look of the horizontal pod autoscaler at one object: what its metrics ask for, what its limits make of that, and what
// is written down.
import {
  autoscalerFailed,
  autoscalerRescaled,
  autoscalerStatusUpdated,
  carriedOn,
  initialHistory,
  normalizeReplicas,
  withAutoscalerCondition,
  withScaleEvent,
} from "@podsim/core";
import type { AutoscalerCondition, AutoscalerState, Load, MetricReading, ScalingHistory, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../../actor.js";
import { scaleOf } from "../../api-server/scale-subresource.js";
import type { Scale } from "../../api-server/scale-subresource.js";
import type { HorizontalAutoscalerSettings } from "../../autoscaling-settings.js";
import type { ReplicaSetsByDeployment } from "../indexes/replica-sets-by-deployment.js";
import { LoadsByMetric } from "./loads-of-metric.js";
import { MetricsServer, MIN_AGE_US } from "./metrics-server.js";
import { MetricReader } from "./read-metrics.js";
import type { Unread } from "./read-metrics.js";
import { ReadyHistory } from "./ready-history.js";
import { TargetPods } from "./target-pods.js";
import type { AlikePods, TargetMembers } from "./target-pods.js";

/** What a look leaves to the next one. */
export interface LookMemory {
  /** null before the first look. */
  history: ScalingHistory | null;
  /** Whether the last look came to a recommendation, as looks that were left out since would have. */
  isRecommending: boolean;
  ready: ReadyHistory | null;
  /** The failures that were last told, so that none is told twice in a row. */
  told: string;
  readonly loads: LoadsByMetric;
  readonly pods: TargetPods;
}

export const newLookMemory = (): LookMemory => ({
  history: null,
  isRecommending: false,
  ready: null,
  told: "",
  loads: new LoadsByMetric(),
  pods: new TargetPods(),
});

/** One look, in the making. */
interface Draft {
  conditions: readonly AutoscalerCondition[];
  readings: readonly (MetricReading | null)[];
  readonly failures: { readonly reason: string; readonly message: string }[];
}

/** What a look comes to. */
interface Outcome {
  readonly desired: number;
  readonly reason: string;
  readonly recommended: number;
  readonly stabilized: number;
}

const NO_LOADS: readonly Load[] = [];

const isSameReading = (a: MetricReading | null, b: MetricReading | null | undefined): boolean =>
  a === null || b == null
    ? a === b
    : Object.is(a.averageUtilization, b.averageUtilization) &&
      Object.is(a.averageValueMilli, b.averageValueMilli) &&
      Object.is(a.valueMilli, b.valueMilli);

export class AutoscalerLook {
  readonly #plane: ControlPlane;
  readonly #settings: HorizontalAutoscalerSettings;
  readonly #reader: MetricReader;
  readonly #sets: ReplicaSetsByDeployment;

  /** `sets`: kept up to date by whoever hears of facts. */
  constructor(plane: ControlPlane, settings: HorizontalAutoscalerSettings, sets: ReplicaSetsByDeployment) {
    this.#plane = plane;
    this.#settings = settings;
    this.#reader = new MetricReader(new MetricsServer(plane, settings), settings);
    this.#sets = sets;
  }

  /** So many pods of the target are ready now. */
  noteReady(memory: LookMemory, { readyReplicas }: Scale, at: SimTime): ReadyHistory {
    memory.ready ??= new ReadyHistory(at, readyReplicas);
    memory.ready.note(at, readyReplicas, 4 * this.#settings.metricResolutionUs);
    return memory.ready;
  }

  /** The loads of each of its metrics. */
  loadsOf({ object }: AutoscalerState, memory: LookMemory): readonly (readonly Load[])[] {
    return memory.loads.of(object, this.#plane.world.cluster.loads ?? NO_LOADS);
  }

  scaleOf({ object }: AutoscalerState): Scale | undefined {
    const { kind, name } = object.spec.scaleTargetRef;
    return scaleOf(this.#plane.world, { kind, namespace: object.metadata.namespace, name });
  }

  #podsOf(kind: string, ix: number, memory: LookMemory, now: SimTime): readonly AlikePods[] {
    const { pods } = this.#plane.world;
    const { cpuInitializationUs, initialReadinessUs, metricResolutionUs } = this.#settings;
    const members: TargetMembers[] = [];
    if (kind !== "Deployment") members.push({ pods: pods.ownedBy(kind, ix), changeCount: null });
    else {
      for (const set of this.#sets.of(ix)) {
        members.push({ pods: pods.ofReplicaSet(set), changeCount: pods.changeCountOf(set) });
      }
    }
    // The newest sample is younger than one resolution and covers another one.
    const oldUs = Math.max(cpuInitializationUs, 2 * metricResolutionUs + MIN_AGE_US);
    return memory.pods.measure(members, (pod) => pods.at(pod), now, oldUs, initialReadinessUs);
  }

  /** Records what it comes to. */
  look(autoscaler: AutoscalerState, memory: LookMemory, now: SimTime, out: Outbox): void {
    const draft: Draft = {
      conditions: autoscaler.conditions,
      readings: autoscaler.status.currentMetrics,
      failures: [],
    };
    const wasRecommending = memory.isRecommending;
    memory.isRecommending = false;
    const scale = this.scaleOf(autoscaler);
    if (scale === undefined) {
      const { kind, name } = autoscaler.object.spec.scaleTargetRef;
      const why = `${kind.toLowerCase()}s.apps "${name}" not found`;
      draft.failures.push({ reason: "FailedGetScale", message: why });
      const message = `the HPA controller was unable to get the target's current scale: ${why}`;
      this.#set(draft, "AbleToScale", "False", "FailedGetScale", message, now);
      return this.#finish(autoscaler, memory, draft, autoscaler.status, out);
    }
    const message = "the HPA controller was able to get the target's current scale";
    this.#set(draft, "AbleToScale", "True", "SucceededGetScale", message, now);
    memory.history ??= initialHistory(scale.specReplicas, now);
    if (wasRecommending) memory.history = carriedOn(memory.history, now - this.#settings.syncPeriodUs);
    const outcome = this.#decide(autoscaler, memory, memory.history, scale, draft, now);
    const from = scale.specReplicas;
    const { desired } = outcome ?? { desired: null };
    const isRescale = outcome !== null && outcome.desired !== from;
    if (isRescale) {
      const { reason, recommended, stabilized } = outcome;
      scale.write(outcome.desired, out);
      out.record(autoscalerRescaled, autoscaler.ix, { from, to: outcome.desired, reason, recommended, stabilized });
      const done = `the HPA controller was able to update the target scale to ${String(outcome.desired)}`;
      this.#set(draft, "AbleToScale", "True", "SucceededRescale", done, now);
      memory.history = withScaleEvent(autoscaler.object.spec, memory.history, outcome.desired - from, now);
    }
    const { desiredReplicas, lastScaleUs } = autoscaler.status;
    const status = {
      currentReplicas: from,
      desiredReplicas: desired ?? desiredReplicas,
      lastScaleUs: isRescale ? now : lastScaleUs,
    };
    this.#finish(autoscaler, memory, draft, status, out);
  }

  /** null = nothing can be said. */
  #decide(
    autoscaler: AutoscalerState,
    memory: LookMemory,
    history: ScalingHistory,
    scale: Scale,
    draft: Draft,
    now: SimTime,
  ): Outcome | null {
    const { spec } = autoscaler.object;
    const current = scale.specReplicas;
    const plainly = (desired: number, reason: string): Outcome => ({
      desired,
      reason,
      recommended: -1,
      stabilized: desired,
    });
    if (current === 0) {
      const message = "scaling is disabled since the replica count of the target is zero";
      this.#set(draft, "ScalingActive", "False", "ScalingDisabled", message, now);
      return plainly(0, "");
    }
    if (current > spec.maxReplicas)
      return plainly(spec.maxReplicas, "Current number of replicas above Spec.MaxReplicas");
    if (current < spec.minReplicas)
      return plainly(spec.minReplicas, "Current number of replicas below Spec.MinReplicas");
    const asked = this.#ask(autoscaler, memory, scale, draft, now);
    if (asked === null) return null;
    const { downscaleStabilizationUs } = this.#settings;
    const normal = normalizeReplicas(spec, history, current, asked.replicas, now, downscaleStabilizationUs);
    memory.history = normal.history;
    memory.isRecommending = true;
    this.#set(draft, "AbleToScale", "True", normal.stability.reason, normal.stability.message, now);
    const { isLimited, reason: limit, message } = normal.limit;
    this.#set(draft, "ScalingLimited", isLimited ? "True" : "False", limit, message, now);
    const reason =
      asked.replicas > current
        ? `${asked.name} above target`
        : asked.replicas < current
          ? "All metrics below target"
          : "";
    return { desired: normal.replicas, reason, recommended: asked.replicas, stabilized: normal.stabilized };
  }

  /** The most that any metric asks for. */
  #ask(
    autoscaler: AutoscalerState,
    memory: LookMemory,
    scale: Scale,
    draft: Draft,
    now: SimTime,
  ): { readonly replicas: number; readonly name: string } | null {
    const { metrics, scaleTargetRef } = autoscaler.object.spec;
    const pods = this.#podsOf(scaleTargetRef.kind, scale.ix, memory, now);
    const history = this.noteReady(memory, scale, now);
    const loads = this.loadsOf(autoscaler, memory);
    const unread: Unread[] = [];
    const readings: (MetricReading | null)[] = [];
    let most: { replicas: number; name: string } | null = null;
    for (const [k, metric] of metrics.entries()) {
      const look = { autoscaler, scale, pods, loads: loads[k] ?? NO_LOADS, history, now };
      const read = this.#reader.read(metric, look);
      readings.push(read._tag === "Left" ? null : read.right.reading);
      if (read._tag === "Left") unread.push(read.left);
      else if (most === null || read.right.replicas > most.replicas) most = read.right;
    }
    draft.readings = readings;
    for (const { reason, message } of unread) draft.failures.push({ reason, message });
    const [first] = unread;
    if (first !== undefined && (most === null || most.replicas < scale.specReplicas)) {
      const message = `the HPA was unable to compute the replica count: ${first.message}`;
      this.#set(draft, "ScalingActive", "False", first.reason, message, now);
      const counts = `${String(unread.length)} invalid out of ${String(metrics.length)}`;
      const failure = `invalid metrics (${counts}), first error is: ${first.summary}`;
      draft.failures.push({ reason: "FailedComputeMetricsReplicas", message: failure });
      return null;
    }
    if (most === null) return null;
    const message = `the HPA was able to successfully calculate a replica count from ${most.name}`;
    this.#set(draft, "ScalingActive", "True", "ValidMetricFound", message, now);
    return most;
  }

  #set(
    draft: Draft,
    type: AutoscalerCondition["type"],
    status: AutoscalerCondition["status"],
    reason: string,
    message: string,
    now: SimTime,
  ): void {
    draft.conditions = withAutoscalerCondition(draft.conditions, { type, status, reason, message }, now);
  }

  #finish(
    { ix, status: old, conditions: oldConditions }: AutoscalerState,
    memory: LookMemory,
    { conditions, readings, failures }: Draft,
    next: { readonly currentReplicas: number; readonly desiredReplicas: number; readonly lastScaleUs: SimTime },
    out: Outbox,
  ): void {
    const told = failures.map(({ message }) => message).join("\n");
    if (told !== memory.told) for (const failure of failures) out.record(autoscalerFailed, ix, failure);
    memory.told = told;
    const { currentReplicas, desiredReplicas, lastScaleUs } = next;
    const isSame =
      currentReplicas === old.currentReplicas &&
      desiredReplicas === old.desiredReplicas &&
      lastScaleUs === old.lastScaleUs &&
      conditions.length === oldConditions.length &&
      conditions.every(({ status, reason, message }, k) => {
        const before = oldConditions[k];
        return before?.status === status && before.reason === reason && before.message === message;
      }) &&
      readings.length === old.currentMetrics.length &&
      readings.every((reading, k) => isSameReading(reading, old.currentMetrics[k]));
    if (isSame) return;
    const status = { currentReplicas, desiredReplicas, lastScaleUs, currentMetrics: readings };
    out.record(autoscalerStatusUpdated, ix, { conditions, ...status });
  }
}
