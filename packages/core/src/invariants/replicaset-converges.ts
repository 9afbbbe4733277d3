// A ReplicaSet that is left alone has the pods it wants.
import type { Envelope } from "../event.js";
import { isActive } from "../pod/pod-state.js";
import { SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness, podWitness } from "../law/witness.js";

/** Longer than creating some hundred pods in batches takes. */
const QUIET_US = 60 * SECOND;

class Convergence implements Observer {
  /** ReplicaSet -> when it or one of its pods last changed. */
  readonly #touchedUs = new Map<number, SimTime>();

  see({ definition, subject, at }: Envelope, before: ClusterView, after: ClusterView): Judgement {
    if (definition.entity === "replica-set") this.#touchedUs.set(subject, at);
    else {
      const owner = (after.pods.at(subject) ?? before.pods.at(subject))?.identity.owner;
      if (owner?.kind === "ReplicaSet") this.#touchedUs.set(owner.ix, at);
    }
    return true;
  }

  end(cluster: ClusterView, endUs: SimTime): Judgement {
    for (const set of cluster.replicaSets.values()) {
      if (set.failure !== "" || endUs - (this.#touchedUs.get(set.ix) ?? 0) < QUIET_US) continue;
      const pods = [...cluster.podsOf("ReplicaSet", set.ix)].filter(isActive);
      if (pods.length === set.replicas) continue;
      const text = `has ${String(pods.length)} pods, wants ${String(set.replicas)}, and nothing happens any more`;
      return violated(text, [objectWitness("replicaset", set), ...pods.map(podWitness)]);
    }
    return true;
  }
}

export const replicasetConverges: Invariant = {
  id: "replicaset.converges",
  title: "a ReplicaSet that can create pods ends with exactly as many as it wants",
  page: "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/",
  hears: [
    "PodCreated",
    "PodAdopted",
    "PodDeletionRequested",
    "PodRemoved",
    "PodStatusReported",
    "PodFailedByController",
    "ReplicaSetCreated",
    "ReplicaSetScaled",
    "ReplicaSetCreateFailed",
    "ReplicaSetCreateRecovered",
  ],
  observe: () => new Convergence(),
};
