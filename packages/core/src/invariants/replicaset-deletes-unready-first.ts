// Who does no work goes first.
import type { Envelope } from "../event.js";
import type { PodDeletionRequested } from "../pod/events/pod-deletion-requested.js";
import { isActive, isReady } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** One scale-down: everything a ReplicaSet deletes in one instant. */
interface Act {
  readonly at: SimTime;
  readonly replicaSet: number;
  /** Pods that were bound to no node when it began. */
  readonly idle: readonly PodState[];
  readonly victims: PodState[];
}

class ScaleDowns implements Observer {
  #act: Act | null = null;

  see(fact: Envelope, before: ClusterView): Judgement {
    const pod = before.pods.at(fact.subject);
    const owner = pod?.identity.owner;
    if (pod === undefined || owner?.kind !== "ReplicaSet") return true;
    if ((fact.data as PodDeletionRequested).by !== "replicaset-controller") return true;
    const goesOn = this.#act?.at === fact.at && this.#act.replicaSet === owner.ix;
    const judged = goesOn ? true : this.end();
    this.#act ??= {
      at: fact.at,
      replicaSet: owner.ix,
      idle: [...before.podsOf("ReplicaSet", owner.ix)].filter((each) => isActive(each) && each.binding === null),
      victims: [],
    };
    this.#act.victims.push(pod);
    return judged;
  }

  end(): Judgement {
    const act = this.#act;
    this.#act = null;
    if (act === null) return true;
    const worker = act.victims.find((victim) => victim.binding !== null && isReady(victim));
    const spared = act.idle.find((pod) => act.victims.every(({ identity }) => identity.ix !== pod.identity.ix));
    if (worker === undefined || spared === undefined) return true;
    const text = `${worker.identity.name}, which is Ready, is deleted and ${spared.identity.name}, which has no node, is not`;
    return violated(text, [podWitness(worker), podWitness(spared)]);
  }
}

export const replicasetDeletesUnreadyFirst: Invariant = {
  id: "replicaset.deletesUnreadyFirst",
  title: "a ReplicaSet that has too many pods deletes those without a node before those that are Ready",
  page: "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset",
  hears: ["PodDeletionRequested"],
  observe: () => new ScaleDowns(),
};
