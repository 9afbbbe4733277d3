// The cluster as it was before one fact: the cluster after it, but for the one object that the fact was about.
import type { ClusterState } from "../cluster/cluster-state.js";
import type { Envelope } from "../event.js";
import type { NodeIx } from "../ids.js";
import type { PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import type { ClusterView, StateTable } from "./cluster-view.js";
import type { TableName } from "./entity-tables.js";

/** A table whose object at one index is another, or does not exist. */
class Patched<State> implements StateTable<State> {
  constructor(
    private readonly table: StateTable<State>,
    private readonly isPatched: () => boolean,
    private readonly patch: { readonly ix: number; readonly state: unknown },
  ) {}

  at(ix: number): State | undefined {
    return this.isPatched() && ix === this.patch.ix ? (this.patch.state as State | undefined) : this.table.at(ix);
  }

  *values(): Iterable<State> {
    if (!this.isPatched()) return yield* this.table.values();
    const { ix, state } = this.patch;
    const now = this.table.at(ix);
    // One that the fact took away was created before those that are left, or after: it is given first.
    if (now === undefined && state !== undefined) yield state as State;
    for (const each of this.table.values()) {
      if (each !== now) yield each;
      else if (state !== undefined) yield state as State;
    }
  }
}

/** One view, pointed at one fact after the other. */
export class BeforeView implements ClusterView {
  nowUs: SimTime = 0;
  readonly #patch: { ix: number; state: unknown } = { ix: -1, state: undefined };
  #entity = "";
  readonly #tables: Pick<ClusterView, TableName>;

  constructor(private readonly after: ClusterView) {
    const patched = <State>(entity: string, table: StateTable<State>): StateTable<State> =>
      new Patched(table, () => this.#entity === entity, this.#patch);
    this.#tables = {
      pods: patched("pod", after.pods),
      nodes: patched("node", after.nodes),
      deployments: patched("deployment", after.deployments),
      replicaSets: patched("replica-set", after.replicaSets),
      statefulSets: patched("stateful-set", after.statefulSets),
      daemonSets: patched("daemon-set", after.daemonSets),
      jobs: patched("job", after.jobs),
      cronJobs: patched("cron-job", after.cronJobs),
      services: patched("service", after.services),
      budgets: patched("budget", after.budgets),
      leases: patched("lease", after.leases),
      autoscalers: patched("autoscaler", after.autoscalers),
    };
  }

  /** `state`: of what the fact is about, before it; undefined if it did not exist. `nowUs`: of the fact before this. */
  pointAt(fact: Envelope, state: unknown, nowUs: SimTime): void {
    this.#entity = fact.definition.entity;
    this.#patch.ix = fact.subject;
    this.#patch.state = state;
    this.nowUs = nowUs;
  }

  get pods(): ClusterView["pods"] {
    return this.#tables.pods;
  }
  get nodes(): ClusterView["nodes"] {
    return this.#tables.nodes;
  }
  get deployments(): ClusterView["deployments"] {
    return this.#tables.deployments;
  }
  get replicaSets(): ClusterView["replicaSets"] {
    return this.#tables.replicaSets;
  }
  get statefulSets(): ClusterView["statefulSets"] {
    return this.#tables.statefulSets;
  }
  get daemonSets(): ClusterView["daemonSets"] {
    return this.#tables.daemonSets;
  }
  get jobs(): ClusterView["jobs"] {
    return this.#tables.jobs;
  }
  get cronJobs(): ClusterView["cronJobs"] {
    return this.#tables.cronJobs;
  }
  get services(): ClusterView["services"] {
    return this.#tables.services;
  }
  get budgets(): ClusterView["budgets"] {
    return this.#tables.budgets;
  }
  get leases(): ClusterView["leases"] {
    return this.#tables.leases;
  }
  get autoscalers(): ClusterView["autoscalers"] {
    return this.#tables.autoscalers;
  }
  get cluster(): ClusterState {
    return this.#entity === "cluster" ? (this.#patch.state as ClusterState) : this.after.cluster;
  }

  podsOn(node: NodeIx): Iterable<PodState> {
    return this.#among(this.after.podsOn(node), (pod) => pod.binding?.nodeIx === node);
  }

  podsOf(kind: string, owner: number): Iterable<PodState> {
    return this.#among(
      this.after.podsOf(kind, owner),
      ({ identity }) => identity.owner?.kind === kind && identity.owner.ix === owner,
    );
  }

  /** The pods as they were: without the one that the fact added, with the one it took away. */
  *#among(pods: Iterable<PodState>, belonged: (pod: PodState) => boolean): Iterable<PodState> {
    if (this.#entity !== "pod") return yield* pods;
    const was = this.#patch.state as PodState | undefined;
    for (const pod of pods) if (pod.identity.ix !== this.#patch.ix) yield pod;
    if (was !== undefined && belonged(was)) yield was;
  }
}
