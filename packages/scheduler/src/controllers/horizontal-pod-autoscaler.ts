// The horizontal pod autoscaler: every 15 s per object it looks at the metrics and gives the target another number of
// replicas. An object whose load is steady and whose pods stay as they are is not looked at again before something changes.
import {
  autoscalerFailed,
  autoscalerRescaled,
  autoscalerStatusUpdated,
  carriedOn,
  initialHistory,
  isLoadSteady,
  memoryOf,
  normalizeReplicas,
  withAutoscalerCondition,
  withScaleEvent,
} from "@podsim/core";
import type {
  AutoscalerCondition,
  AutoscalerState,
  Envelope,
  Load,
  MetricReading,
  PodState,
  ScalingHistory,
  SimTime,
} from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { scaleOf } from "../api-server/scale-subresource.js";
import type { Scale } from "../api-server/scale-subresource.js";
import { DEFAULT_HORIZONTAL_AUTOSCALER } from "../autoscaling-settings.js";
import type { HorizontalAutoscalerSettings } from "../autoscaling-settings.js";
import type { WorldView } from "../cluster/world.js";
import { nextAfterOnGrid } from "../engine/grid.js";
import { MetricsServer } from "./autoscaling/metrics-server.js";
import { MetricReader } from "./autoscaling/read-metrics.js";
import type { Unread } from "./autoscaling/read-metrics.js";
import { ReadyHistory } from "./autoscaling/ready-history.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";
import type { Hears } from "../hearing.js";

interface LookIntention extends Intention {
  readonly autoscaler: number;
}

/** What is remembered of one autoscaler between two looks. */
interface Memory {
  phaseUs: SimTime;
  planned: { readonly atUs: SimTime; readonly token: Token } | null;
  /** null before the first look. */
  history: ScalingHistory | null;
  ready: ReadyHistory | null;
  /** When something that matters to it last changed. */
  changedUs: SimTime;
  /** The failures that were last told, so that none is told twice in a row. */
  told: string;
}

/** Kinds of facts after which a target may have another number of ready replicas. */
const TARGET_FACTS: ReadonlyMap<string, string> = new Map([
  ["DeploymentApplied", "Deployment"],
  ["DeploymentStatusUpdated", "Deployment"],
  ["ReplicaSetScaled", "ReplicaSet"],
  ["ReplicaSetStatusUpdated", "ReplicaSet"],
  ["StatefulSetApplied", "StatefulSet"],
  ["StatefulSetStatusUpdated", "StatefulSet"],
]);

const targetKey = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

const nameOf = (
  world: WorldView,
  kind: string,
  ix: number,
): { readonly namespace: string; readonly name: string } | null => {
  if (kind === "ReplicaSet") return world.replicaSets.at(ix) ?? null;
  const found = kind === "Deployment" ? world.deployments.at(ix) : world.statefulSets.at(ix);
  return found?.object.metadata ?? null;
};

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

class HorizontalPodAutoscaler implements Actor {
  readonly name = "horizontal-pod-autoscaler-controller";
  readonly rank = RANK.horizontalPodAutoscaler;
  readonly hears: Hears = ({ type, entity }) =>
    entity === "autoscaler" || entity === "replica-set" || type === "LoadSet" || TARGET_FACTS.has(type);
  readonly #plane: ControlPlane;
  readonly #settings: HorizontalAutoscalerSettings;
  readonly #server: MetricsServer;
  readonly #reader: MetricReader;
  readonly #sets: ReplicaSetsByDeployment;
  readonly #memories = new Map<number, Memory>();
  /** Target -> the autoscalers that scale it. */
  readonly #byTarget = new Map<string, Set<number>>();

  constructor(plane: ControlPlane, settings: HorizontalAutoscalerSettings) {
    this.#plane = plane;
    this.#settings = settings;
    this.#server = new MetricsServer(plane, settings);
    this.#reader = new MetricReader(this.#server, settings);
    this.#sets = new ReplicaSetsByDeployment(plane.world);
  }

  react(fact: Envelope, out: Outbox): void {
    const { type, entity } = fact.definition;
    if (entity === "autoscaler") return this.#autoscalerChanged(fact, out);
    if (entity === "replica-set") this.#sets.observe(fact);
    if (this.#memories.size === 0) return;
    if (type === "LoadSet") for (const ix of this.#memories.keys()) this.#changed(ix, fact.at, out);
    const kind = TARGET_FACTS.get(type);
    if (kind !== undefined) this.#targetChanged(kind, fact, out);
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { autoscaler: ix } = intention as LookIntention;
    const memory = this.#memories.get(ix);
    const autoscaler = this.#plane.world.autoscalers.at(ix);
    if (memory === undefined || autoscaler === undefined) return;
    memory.planned = null;
    this.#look(autoscaler, memory, now, out);
    if (this.#canStillChange(autoscaler, memory, now)) this.#planLook(ix, memory, now, out);
  }

  // When.

  #autoscalerChanged({ definition: { type }, subject, at }: Envelope, out: Outbox): void {
    if (type === "AutoscalerDeleted") {
      const planned = this.#memories.get(subject)?.planned;
      if (planned != null) out.withdraw(planned.token);
      this.#memories.delete(subject);
      for (const scaling of this.#byTarget.values()) scaling.delete(subject);
    } else if (type === "AutoscalerApplied") {
      for (const scaling of this.#byTarget.values()) scaling.delete(subject);
      const object = this.#plane.world.autoscalers.at(subject)?.object;
      if (object === undefined) return;
      const { kind, name } = object.spec.scaleTargetRef;
      const key = targetKey(kind, object.metadata.namespace, name);
      this.#byTarget.set(key, (this.#byTarget.get(key) ?? new Set()).add(subject));
      this.#changed(subject, at, out);
    }
  }

  /** Another look is due at the next instant of the object's grid. */
  #changed(ix: number, at: SimTime, out: Outbox): void {
    let memory = this.#memories.get(ix);
    if (memory === undefined) {
      memory = { phaseUs: this.#phaseOf(ix, at), planned: null, history: null, ready: null, changedUs: at, told: "" };
      this.#memories.set(ix, memory);
    }
    memory.changedUs = at;
    if (memory.planned === null) this.#planLook(ix, memory, at, out);
  }

  /** What is there from the beginning was there before: it has been looked at all the while, who knows since when. */
  #phaseOf(ix: number, at: SimTime): SimTime {
    const { syncPeriodUs } = this.#settings;
    const { namespace, name } = this.#plane.world.autoscalers.at(ix)?.object.metadata ?? { namespace: "", name: "" };
    return at > 0
      ? at % syncPeriodUs
      : Math.floor(this.#plane.draw("hpa/phase", `${namespace}/${name}`, 0) * syncPeriodUs);
  }

  #planLook(ix: number, memory: Memory, after: SimTime, out: Outbox): void {
    const atUs = nextAfterOnGrid(after, memory.phaseUs, this.#settings.syncPeriodUs);
    const intention: LookIntention = { actor: this, autoscaler: ix };
    memory.planned = { atUs, token: out.plan(atUs, intention) };
  }

  #targetChanged(kind: string, { subject, at }: Envelope, out: Outbox): void {
    const named = nameOf(this.#plane.world, kind, subject);
    if (named === null) return;
    for (const ix of this.#byTarget.get(targetKey(kind, named.namespace, named.name)) ?? []) {
      const autoscaler = this.#plane.world.autoscalers.at(ix);
      const memory = this.#memories.get(ix);
      const scale = autoscaler === undefined ? undefined : this.#scaleOf(autoscaler);
      if (memory !== undefined && scale !== undefined) this.#noteReady(memory, scale, at);
      this.#changed(ix, at, out);
    }
  }

  #noteReady(memory: Memory, { readyReplicas }: Scale, at: SimTime): ReadyHistory {
    memory.ready ??= new ReadyHistory(at, readyReplicas);
    memory.ready.note(at, readyReplicas, 4 * this.#settings.metricResolutionUs);
    return memory.ready;
  }

  /** Whether a later look could come to something else although nothing happens until then. */
  #canStillChange({ object }: AutoscalerState, memory: Memory, now: SimTime): boolean {
    const { cpuInitializationUs, downscaleStabilizationUs, metricResolutionUs, syncPeriodUs } = this.#settings;
    if (this.#loadsOf().some((load) => !isLoadSteady(load, now))) memory.changedUs = now;
    const remembersUs = Math.max(memoryOf(object.spec, downscaleStabilizationUs), cpuInitializationUs);
    return now - memory.changedUs <= remembersUs + 2 * (metricResolutionUs + syncPeriodUs);
  }

  // What.

  #loadsOf(): readonly Load[] {
    return this.#plane.world.cluster.loads ?? [];
  }

  #scaleOf({ object }: AutoscalerState): Scale | undefined {
    const { kind, name } = object.spec.scaleTargetRef;
    return scaleOf(this.#plane.world, { kind, namespace: object.metadata.namespace, name });
  }

  #podsOf(kind: string, ix: number): readonly PodState[] {
    const { pods } = this.#plane.world;
    const found: PodState[] = [];
    const add = (members: Iterable<number>): void => {
      for (const podIx of members) {
        const pod = pods.at(podIx);
        if (pod !== undefined) found.push(pod);
      }
    };
    if (kind === "Deployment") for (const set of this.#sets.of(ix)) add(pods.ofReplicaSet(set));
    else add(pods.ownedBy(kind, ix));
    return found;
  }

  #look(autoscaler: AutoscalerState, memory: Memory, now: SimTime, out: Outbox): void {
    const draft: Draft = {
      conditions: autoscaler.conditions,
      readings: autoscaler.status.currentMetrics,
      failures: [],
    };
    const scale = this.#scaleOf(autoscaler);
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
    memory.history = carriedOn(memory.history, now - this.#settings.syncPeriodUs);
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
    memory: Memory,
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
    memory: Memory,
    scale: Scale,
    draft: Draft,
    now: SimTime,
  ): { readonly replicas: number; readonly name: string } | null {
    const { metrics, scaleTargetRef } = autoscaler.object.spec;
    const pods = this.#podsOf(scaleTargetRef.kind, scale.ix);
    const history = this.#noteReady(memory, scale, now);
    const look = { autoscaler, scale, pods, loads: this.#loadsOf(), history, now };
    const unread: Unread[] = [];
    const readings: (MetricReading | null)[] = [];
    let most: { replicas: number; name: string } | null = null;
    for (const metric of metrics) {
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
    memory: Memory,
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
      JSON.stringify(readings) === JSON.stringify(old.currentMetrics);
    if (isSame) return;
    const status = { currentReplicas, desiredReplicas, lastScaleUs, currentMetrics: readings };
    out.record(autoscalerStatusUpdated, ix, { ...status, conditions });
  }
}

export const horizontalPodAutoscalerActor = (
  plane: ControlPlane,
  settings: HorizontalAutoscalerSettings = DEFAULT_HORIZONTAL_AUTOSCALER,
): Actor => new HorizontalPodAutoscaler(plane, settings);
