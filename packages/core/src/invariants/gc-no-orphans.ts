// What has lost its owner goes too.
import type { Envelope } from "../event.js";
import type { PodState } from "../pod/pod-state.js";
import { SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView, StateTable } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** Until the collector has seen and deleted them. */
const SLACK_US = 60 * SECOND;

const OWNERS: Readonly<Record<string, (cluster: ClusterView) => StateTable<unknown>>> = {
  ReplicaSet: ({ replicaSets }) => replicaSets,
  StatefulSet: ({ statefulSets }) => statefulSets,
  DaemonSet: ({ daemonSets }) => daemonSets,
  Job: ({ jobs }) => jobs,
};

const DELETIONS: Readonly<Record<string, string>> = {
  ReplicaSetDeleted: "ReplicaSet",
  StatefulSetDeleted: "StatefulSet",
  DaemonSetDeleted: "DaemonSet",
  JobDeleted: "Job",
};

class Orphans implements Observer {
  /** "Kind/ix" -> when it was deleted. */
  readonly #gone = new Map<string, SimTime>();

  see({ definition, subject, at }: Envelope): Judgement {
    this.#gone.set(`${DELETIONS[definition.type] ?? ""}/${String(subject)}`, at);
    return true;
  }

  end(cluster: ClusterView, endUs: SimTime): Judgement {
    if (this.#gone.size === 0) return true;
    const orphan = [...cluster.pods.values()].find((pod) => this.#isLeftBehind(pod, cluster, endUs));
    if (orphan === undefined) return true;
    return violated(
      `${orphan.identity.owner?.kind ?? ""} ${orphan.identity.owner?.name ?? ""} is gone`,
      podWitness(orphan),
    );
  }

  #isLeftBehind({ identity, deletion }: PodState, cluster: ClusterView, endUs: SimTime): boolean {
    const { owner } = identity;
    if (owner === null || deletion !== null || OWNERS[owner.kind]?.(cluster).at(owner.ix) !== undefined) return false;
    const goneUs = this.#gone.get(`${owner.kind}/${String(owner.ix)}`);
    return goneUs !== undefined && endUs - goneUs > SLACK_US;
  }
}

export const gcNoOrphans: Invariant = {
  id: "gc.noOrphans",
  title: "pods whose controller was deleted are deleted as well",
  page: "https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents",
  hears: Object.keys(DELETIONS),
  observe: () => new Orphans(),
};
