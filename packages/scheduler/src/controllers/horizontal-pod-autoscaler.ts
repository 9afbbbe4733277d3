// The horizontal pod autoscaler: every 15 s per object it looks at the metrics and gives the target another number of
// replicas. An object whose load is steady and whose pods stay as they are is not looked at again before something changes.
import { isLoadSteady, memoryOf } from "@podsim/core";
import type { AutoscalerState, Envelope, LoadSet, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "../actor.js";
import { RANK } from "../actor.js";
import { DEFAULT_HORIZONTAL_AUTOSCALER } from "../autoscaling-settings.js";
import type { HorizontalAutoscalerSettings } from "../autoscaling-settings.js";
import type { WorldView } from "../cluster/world.js";
import { nextAfterOnGrid } from "../engine/grid.js";
import { lasting } from "../hearing.js";
import { AutoscalerLook, newLookMemory } from "./autoscaling/autoscaler-look.js";
import type { LookMemory } from "./autoscaling/autoscaler-look.js";
import { mattersTo } from "./autoscaling/loads-of-metric.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";

interface LookIntention extends Intention {
  readonly autoscaler: number;
}

/** What is remembered of one autoscaler between two looks. */
interface Memory extends LookMemory {
  phaseUs: SimTime;
  planned: { readonly atUs: SimTime; readonly token: Token } | null;
  /** When something that matters to it last changed. */
  changedUs: SimTime;
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

const HEARS = lasting(
  ({ type, entity }) =>
    entity === "autoscaler" || entity === "replica-set" || type === "LoadSet" || TARGET_FACTS.has(type),
);

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

class HorizontalPodAutoscaler implements Actor {
  readonly name = "horizontal-pod-autoscaler-controller";
  readonly rank = RANK.horizontalPodAutoscaler;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #settings: HorizontalAutoscalerSettings;
  readonly #look: AutoscalerLook;
  readonly #sets: ReplicaSetsByDeployment;
  readonly #memories = new Map<number, Memory>();
  /** Target -> the autoscalers that scale it. */
  readonly #byTarget = new Map<string, Set<number>>();

  constructor(plane: ControlPlane, settings: HorizontalAutoscalerSettings) {
    this.#plane = plane;
    this.#settings = settings;
    this.#sets = new ReplicaSetsByDeployment(plane.world);
    this.#look = new AutoscalerLook(plane, settings, this.#sets);
  }

  react(fact: Envelope, out: Outbox): void {
    const { type, entity } = fact.definition;
    if (entity === "autoscaler") return this.#autoscalerChanged(fact, out);
    if (entity === "replica-set") this.#sets.observe(fact);
    if (this.#memories.size === 0) return;
    if (type === "LoadSet") this.#loadChanged(fact, out);
    const kind = TARGET_FACTS.get(type);
    if (kind !== undefined) this.#targetChanged(kind, fact, out);
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { autoscaler: ix } = intention as LookIntention;
    const memory = this.#memories.get(ix);
    const autoscaler = this.#plane.world.autoscalers.at(ix);
    if (memory === undefined || autoscaler === undefined) return;
    memory.planned = null;
    this.#look.look(autoscaler, memory, now, out);
    if (this.#canStillChange(autoscaler, memory, now)) this.#planLook(ix, memory, now, out);
  }

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

  #loadChanged({ data, at }: Envelope, out: Outbox): void {
    const { kind, namespace, name, metric } = data as LoadSet;
    for (const ix of this.#memories.keys()) {
      const object = this.#plane.world.autoscalers.at(ix)?.object;
      if (object !== undefined && mattersTo(object, { target: { kind, namespace, name }, metric })) {
        this.#changed(ix, at, out);
      }
    }
  }

  /** Another look is due at the next instant of the object's grid. */
  #changed(ix: number, at: SimTime, out: Outbox): void {
    let memory = this.#memories.get(ix);
    if (memory === undefined) {
      memory = { phaseUs: this.#phaseOf(ix, at), planned: null, changedUs: at, ...newLookMemory() };
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
      const scale = autoscaler === undefined ? undefined : this.#look.scaleOf(autoscaler);
      if (memory !== undefined && scale !== undefined) this.#look.noteReady(memory, scale, at);
      this.#changed(ix, at, out);
    }
  }

  /** Whether a later look could come to something else although nothing happens until then. */
  #canStillChange(autoscaler: AutoscalerState, memory: Memory, now: SimTime): boolean {
    const { object } = autoscaler;
    const { cpuInitializationUs, downscaleStabilizationUs, metricResolutionUs, syncPeriodUs } = this.#settings;
    const loads = this.#look.loadsOf(autoscaler, memory);
    if (loads.some((ofOne) => ofOne.some((load) => !isLoadSteady(load, now)))) memory.changedUs = now;
    const remembersUs = Math.max(memoryOf(object.spec, downscaleStabilizationUs), cpuInitializationUs);
    return now - memory.changedUs <= remembersUs + 2 * (metricResolutionUs + syncPeriodUs);
  }
}

export const horizontalPodAutoscalerActor = (
  plane: ControlPlane,
  settings: HorizontalAutoscalerSettings = DEFAULT_HORIZONTAL_AUTOSCALER,
): Actor => new HorizontalPodAutoscaler(plane, settings);
