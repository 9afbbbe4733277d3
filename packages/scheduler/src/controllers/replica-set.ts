// Keeps as many pods of a ReplicaSet as it asks for, and counts them.
import {
  availabilityCheckUs,
  BURST_REPLICAS,
  isActive,
  isAvailable,
  readySinceUs,
  replicaSetCreateFailed,
  replicaSetCreateRecovered,
  replicaSetStatusUpdated,
} from "@podsim/core";
import type { Envelope, PodAdopted, PodCreated, PodFound, ReplicaSetState, SimTime } from "@podsim/core";
import { MILLISECOND, NOT_YET, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { Controller, ControllerDefinition, SyncOutbox } from "../controller.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";
import { REPLICA_SET_CLAIMS } from "./pods/claiming-kinds.js";
import { PodClaims } from "./pods/pod-claims.js";
import { PodFactory } from "./pods/pod-factory.js";
import { Retries } from "./pods/retries.js";
import { SlowStarts } from "./pods/slow-start.js";
import { chooseVictims } from "./replicas/choose-victims.js";
import { hearsOf } from "../hearing.js";

/** How long a key rests after syncs of it that failed. */
const RETRY_LIMITS = { minUs: 5 * MILLISECOND, maxUs: 1_000 * SECOND };

/** Types of the facts it goes by itself. */
const OWN_FACTS = [
  "ReplicaSetCreated",
  "ReplicaSetScaled",
  "ReplicaSetMinReadyChanged",
  "ReplicaSetDeleted",
  "PodCreated",
  "PodAdopted",
  "PodFound",
  "PodReleased",
  "PodUpdated",
  "PodStatusReported",
  "PodMarkedNotReady",
  "ProbeResultStored",
  "PodFailedByController",
  "PodRejected",
  "PodDeletionRequested",
  "PodRemoved",
] as const;

const HEARD = [...OWN_FACTS, ...ReplicaSetsByDeployment.heard, ...PodClaims.heard];

class ReplicaSetController implements Controller {
  readonly #plane: ControlPlane;
  readonly #owned: ReplicaSetsByDeployment;
  readonly #claims: PodClaims;
  readonly #factory: PodFactory;
  readonly #slowStarts: SlowStarts;
  readonly #retries = new Retries(RETRY_LIMITS);
  /** The ReplicaSet of each pod: a pod's last fact is heard when it is gone already. */
  readonly #setOf = new Map<number, number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#owned = new ReplicaSetsByDeployment(plane.world);
    this.#claims = new PodClaims(plane.world, REPLICA_SET_CLAIMS);
    this.#factory = new PodFactory(plane);
    this.#slowStarts = new SlowStarts(plane);
    for (const { identity } of plane.world.pods.values()) {
      if (identity.owner?.kind === "ReplicaSet") this.#setOf.set(identity.ix, identity.owner.ix);
    }
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    this.#owned.observe(fact);
    this.#claims.observe(fact, enqueue);
    switch (fact.definition.type as (typeof OWN_FACTS)[number]) {
      case "ReplicaSetCreated":
      case "ReplicaSetScaled":
      case "ReplicaSetMinReadyChanged":
        return enqueue(fact.subject);
      case "ReplicaSetDeleted":
        this.#slowStarts.stop(fact.subject);
        this.#retries.succeeded(fact.subject);
        return;
      case "PodCreated":
      case "PodAdopted":
      case "PodFound":
        return this.#podOwned(fact, enqueue);
      case "PodStatusReported":
      case "PodMarkedNotReady":
      case "ProbeResultStored":
      case "PodFailedByController":
      case "PodRejected":
      case "PodDeletionRequested":
      case "PodUpdated": {
        const set = this.#setOf.get(fact.subject);
        if (set !== undefined) enqueue(set);
        return;
      }
      case "PodReleased":
        return this.#podReleased(fact.subject, enqueue);
      case "PodRemoved":
        this.#setOf.delete(fact.subject);
    }
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const set = this.#plane.world.replicaSets.at(key);
    if (set === undefined) return;
    if (this.#slowStarts.isWaiting(key, now, out)) return;
    if (this.#slowStarts.remaining(key) > 0) return this.#createBatch(set, now, out);
    this.#slowStarts.stop(key);
    if (this.#claims.claim(key, out)) return;
    const missing = set.replicas - this.#plane.world.pods.countsOf(key).active;
    if (missing > 0) {
      this.#slowStarts.begin(key, Math.min(missing, BURST_REPLICAS), now);
      return this.#createBatch(set, now, out);
    }
    this.#succeeded(set, out);
    if (missing < 0) this.#deletePods(set, Math.min(-missing, BURST_REPLICAS), now, out);
    this.#updateStatus(set, now, out);
  };

  #podOwned({ subject, data }: Envelope, enqueue: (key: number) => void): void {
    const { ownerKind, ownerIx } = data as PodCreated | PodAdopted | PodFound;
    if (ownerKind !== "ReplicaSet" || ownerIx === null) return;
    // A pod can be gone by the end of the step that created it.
    if (this.#plane.world.pods.at(subject) !== undefined) this.#setOf.set(subject, ownerIx);
    enqueue(ownerIx);
  }

  #podReleased(podIx: number, enqueue: (key: number) => void): void {
    const set = this.#setOf.get(podIx);
    this.#setOf.delete(podIx);
    if (set !== undefined) enqueue(set);
  }

  #createBatch(set: ReplicaSetState, now: SimTime, out: SyncOutbox): void {
    const { ix, namespace, name, template } = set;
    const size = this.#slowStarts.batchSize(ix);
    const pods = Array.from({ length: size }, () => ({ name: `${name}-`, isGenerated: true, template }));
    const refusal = this.#factory.create({ kind: "ReplicaSet", namespace, name, ix }, pods, out);
    if (refusal !== "") return this.#createFailed(set, refusal, now, out);
    this.#slowStarts.sent(ix, size, `${namespace}/${name}`, now, out);
    if (this.#slowStarts.remaining(ix) === 0) this.#succeeded(set, out);
  }

  /** All batches together are one sync: one that is refused after others were accepted is no success. */
  #succeeded({ ix, failure }: ReplicaSetState, out: SyncOutbox): void {
    if (failure !== "") out.record(replicaSetCreateRecovered, ix, {});
    this.#retries.succeeded(ix);
  }

  /** What pods there are is counted all the same; the next try comes later each time. */
  #createFailed(set: ReplicaSetState, message: string, now: SimTime, out: SyncOutbox): void {
    this.#slowStarts.stop(set.ix);
    out.record(replicaSetCreateFailed, set.ix, { message });
    this.#updateStatus(set, now, out);
    out.requeueAfter(this.#retries.failed(set.ix));
  }

  #deletePods(set: ReplicaSetState, count: number, now: SimTime, out: SyncOutbox): void {
    const { world } = this.#plane;
    const related = set.deployment === null ? [set.ix] : this.#owned.of(set.deployment);
    for (const pod of chooseVictims(world, set.ix, related, count, now)) {
      requestDeletion(pod, now, "replicaset-controller", out);
    }
  }

  #updateStatus(set: ReplicaSetState, now: SimTime, out: SyncOutbox): void {
    const { active, ready } = this.#plane.world.pods.countsOf(set.ix);
    const available = set.minReadySeconds === 0 ? ready : this.#countAvailable(set, now, out);
    const { status } = set;
    if (status.replicas === active && status.readyReplicas === ready && status.availableReplicas === available) return;
    out.record(replicaSetStatusUpdated, set.ix, {
      replicas: active,
      readyReplicas: ready,
      availableReplicas: available,
    });
  }

  /** Asks for another sync when the next pod will have been ready for long enough. */
  #countAvailable(set: ReplicaSetState, now: SimTime, out: SyncOutbox): number {
    const { pods } = this.#plane.world;
    let available = 0;
    let nextCheckUs = Infinity;
    for (const podIx of pods.ofReplicaSet(set.ix)) {
      const pod = pods.at(podIx);
      if (pod === undefined || !isActive(pod)) continue;
      const since = readySinceUs(pod);
      if (since === NOT_YET) continue;
      if (isAvailable(pod, set.minReadySeconds, now)) available += 1;
      else nextCheckUs = Math.min(nextCheckUs, availabilityCheckUs(since, set.minReadySeconds));
    }
    if (nextCheckUs < Infinity) out.requeueAfter(nextCheckUs - now);
    return available;
  }
}

export const replicaSet: ControllerDefinition = {
  name: "replicaset-controller",
  rank: RANK.replicaSet,
  hears: hearsOf(HEARD),
  build: (plane) => new ReplicaSetController(plane),
};
