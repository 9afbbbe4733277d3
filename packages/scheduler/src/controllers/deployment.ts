// Rolls a Deployment's pods from one template to the next by the sizes of its ReplicaSets, and says how that goes.
import {
  expiredSets,
  findNewSet,
  isRolloutComplete,
  isTerminalPhase,
  needsScaling,
  nextRevision,
  planRollingUpdate,
  planScaling,
  progressCheckUs,
  replicaSetAdopted,
  replicaSetAnnotated,
  replicaSetCreated,
  replicaSetDeleted,
  replicaSetMinReadyChanged,
  replicaSetRevised,
  replicaSetScaled,
  withNewSet,
  withPause,
} from "@podsim/core";
import type { DeploymentCondition, DeploymentState, ReplicaSetState, Scaling, SimTime } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import type { Controller, ControllerDefinition, SyncOutbox } from "../controller.js";
import { lasting } from "../hearing.js";
import { OrphanReplicaSets } from "./indexes/orphan-replica-sets.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";
import { NewReplicaSets, presentSize } from "./rollout/new-replica-set.js";
import { judge, recordStatus, statusOf } from "./rollout/rollout-status.js";

/** One sync: what it has seen and what it has come to so far. */
interface Rollout {
  readonly deployment: DeploymentState;
  readonly oldSets: readonly ReplicaSetState[];
  readonly now: SimTime;
  readonly out: SyncOutbox;
  newSet: ReplicaSetState | null;
  revision: number;
  conditions: readonly DeploymentCondition[];
}

/** Types of the facts it goes by, besides all about ReplicaSets. */
const HEARD: ReadonlySet<string> = new Set([
  "DeploymentApplied",
  "DeploymentStatusUpdated",
  "DeploymentDeleted",
  "PodRemoved",
]);

class DeploymentController implements Controller {
  readonly #plane: ControlPlane;
  readonly #owned: ReplicaSetsByDeployment;
  readonly #orphans: OrphanReplicaSets;
  readonly #newSets: NewReplicaSets;
  /** Deployments that create no new pods before the last old one is gone. */
  readonly #awaitingPods = new Set<number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#owned = new ReplicaSetsByDeployment(plane.world);
    this.#orphans = new OrphanReplicaSets(plane.world);
    this.#newSets = new NewReplicaSets(plane);
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    const { definition, subject } = fact;
    switch (definition.type) {
      case "DeploymentApplied":
      case "DeploymentStatusUpdated":
        return enqueue(subject);
      case "DeploymentDeleted":
        this.#awaitingPods.delete(subject);
        return;
      case "PodRemoved":
        return this.#awaitingPods.forEach(enqueue);
    }
    if (definition.entity !== "replica-set") return;
    const before = this.#owned.ownerOf(subject);
    this.#owned.observe(fact);
    this.#orphans.observe(fact, enqueue);
    this.#newSets.observe(fact);
    const owner = before ?? this.#owned.ownerOf(subject);
    if (owner !== undefined) enqueue(owner);
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const deployment = this.#plane.world.deployments.at(key);
    if (deployment === undefined) return;
    this.#awaitingPods.delete(key);
    if (this.#adopt(deployment, out)) return;
    const { spec } = deployment.object;
    const sets = this.#setsOf(key);
    const newSet = findNewSet(deployment, sets) ?? null;
    const rollout: Rollout = {
      deployment,
      oldSets: sets.filter((set) => set !== newSet),
      now,
      out,
      newSet,
      revision: deployment.revision,
      conditions: withPause(deployment.conditions, spec, now),
    };
    if (newSet !== null) this.#foundNewSet(rollout, newSet);
    const isScaling = spec.paused || needsScaling(spec, sets);
    if (isScaling) this.#scale(rollout);
    else if (spec.strategy.type === "Recreate") this.#recreate(rollout);
    else this.#rollingUpdate(rollout);
    this.#finish(rollout, !isScaling);
  };

  /** Whether there was a set to take over: what to do with it shows in the next sync. */
  #adopt(deployment: DeploymentState, out: SyncOutbox): boolean {
    const orphans = this.#orphans.selectedBy(deployment);
    const owner = { deploymentIx: deployment.ix, deploymentName: deployment.object.metadata.name };
    for (const set of orphans) out.record(replicaSetAdopted, set.ix, owner);
    return orphans.length > 0;
  }

  #setsOf(deployment: number): readonly ReplicaSetState[] {
    const sets: ReplicaSetState[] = [];
    for (const ix of this.#owned.of(deployment)) {
      const set = this.#plane.world.replicaSets.at(ix);
      if (set !== undefined) sets.push(set);
    }
    return sets;
  }

  #foundNewSet(rollout: Rollout, set: ReplicaSetState): void {
    const { deployment, oldSets, now, out } = rollout;
    const { spec } = deployment.object;
    rollout.revision = Math.max(set.revision, nextRevision(oldSets));
    if (set.revision !== rollout.revision) out.record(replicaSetRevised, set.ix, { revision: rollout.revision });
    if (set.minReadySeconds !== spec.minReadySeconds) {
      out.record(replicaSetMinReadyChanged, set.ix, { minReadySeconds: spec.minReadySeconds });
    }
    rollout.conditions = withNewSet(rollout.conditions, spec, set.name, "found", now);
  }

  #createNewSet(rollout: Rollout): ReplicaSetState | null {
    const { deployment, oldSets, now, out } = rollout;
    const created = this.#newSets.describe(deployment, oldSets);
    out.record(replicaSetCreated, created.replicaSetIx, created);
    out.record(replicaSetAnnotated, created.replicaSetIx, presentSize(deployment));
    rollout.newSet = replicaSetCreated.evolve(undefined, created, now) ?? null;
    rollout.revision = created.revision;
    rollout.conditions = withNewSet(rollout.conditions, deployment.object.spec, created.name, "created", now);
    return rollout.newSet;
  }

  #scale(rollout: Rollout): void {
    const { deployment, newSet, oldSets } = rollout;
    const { spec } = deployment.object;
    this.#record(rollout, planScaling(spec, newSet, oldSets, deployment.status.replicas));
    if (spec.paused) this.#forgetOldRevisions(rollout);
  }

  #rollingUpdate(rollout: Rollout): void {
    const { spec } = rollout.deployment.object;
    const newSet = rollout.newSet ?? this.#createNewSet(rollout);
    if (newSet === null) return;
    const plan = planRollingUpdate(spec, newSet, rollout.oldSets);
    this.#record(rollout, plan);
    if (plan.length === 0) this.#forgetIfComplete(rollout);
  }

  #recreate(rollout: Rollout): void {
    const { deployment, oldSets } = rollout;
    const { replicas } = deployment.object.spec;
    const ending = oldSets.filter((set) => set.replicas > 0).map((set) => ({ set, from: set.replicas, to: 0 }));
    if (ending.length > 0) return this.#record(rollout, ending);
    if (this.#hasOldPods(rollout)) {
      this.#awaitingPods.add(deployment.ix);
      return;
    }
    const newSet = rollout.newSet ?? this.#createNewSet(rollout);
    if (newSet === null) return;
    if (newSet.replicas !== replicas) this.#record(rollout, [{ set: newSet, from: newSet.replicas, to: replicas }]);
    this.#forgetIfComplete(rollout);
  }

  /** Also pods that are on their way out, as long as they have not finished. */
  #hasOldPods({ oldSets }: Rollout): boolean {
    const { pods } = this.#plane.world;
    for (const set of oldSets) {
      if (set.status.replicas > 0) return true;
      for (const podIx of pods.ofReplicaSet(set.ix)) {
        const pod = pods.at(podIx);
        if (pod !== undefined && !isTerminalPhase(pod.status.phase)) return true;
      }
    }
    return false;
  }

  #record({ deployment, out }: Rollout, plan: readonly Scaling<ReplicaSetState>[]): void {
    const size = presentSize(deployment);
    const annotated = new Set<number>();
    for (const { set, from, to } of plan) {
      const noted = set.sizedFor;
      const isNoted = noted?.desiredReplicas === size.desiredReplicas && noted.maxReplicas === size.maxReplicas;
      if (!isNoted && !annotated.has(set.ix)) out.record(replicaSetAnnotated, set.ix, size);
      annotated.add(set.ix);
      if (from !== to) out.record(replicaSetScaled, set.ix, { from, to });
    }
  }

  #forgetIfComplete(rollout: Rollout): void {
    const { object, generation, status } = rollout.deployment;
    if (isRolloutComplete(object.spec.replicas, generation, status)) this.#forgetOldRevisions(rollout);
  }

  #forgetOldRevisions({ deployment, oldSets, out }: Rollout): void {
    const { revisionHistoryLimit } = deployment.object.spec;
    for (const { ix } of expiredSets(oldSets, revisionHistoryLimit)) out.record(replicaSetDeleted, ix, {});
  }

  #finish(rollout: Rollout, isRollout: boolean): void {
    const { deployment, now, out, revision } = rollout;
    const status = statusOf(rollout, deployment.generation);
    const conditions = judge(deployment, rollout.conditions, rollout, status, isRollout, now);
    recordStatus(deployment, status, revision, conditions, out);
    if (!isRollout) return;
    const { spec } = deployment.object;
    if (isRolloutComplete(spec.replicas, deployment.generation, status)) return;
    const checkUs = progressCheckUs(spec, conditions, now);
    if (checkUs !== null) out.requeueAfter(checkUs - now);
  }
}

export const deployment: ControllerDefinition = {
  name: "deployment-controller",
  rank: RANK.deployment,
  hears: lasting(({ type, entity }) => entity === "replica-set" || HEARD.has(type)),
  build: (plane) => new DeploymentController(plane),
};
