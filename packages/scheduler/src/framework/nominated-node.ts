// Pods for which room is being made, in a try: their nodes are filtered twice, and a pod's own promised node is looked at
// before any other.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { FilterTrial } from "./filter-trial.js";
import type { NominatedPods } from "./nominations.js";
import { FITS } from "./plugin.js";
import type { NodeFilter } from "./plugin.js";
import type { PodView } from "./pod-view.js";
import type { NamedFilter, NodesToFilter } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { unschedulable } from "./verdict.js";
import type { Verdict } from "./verdict.js";

/** What a node with its nominated pods on it was rejected for: by which of the round's filters, and the number it gave. */
export interface GuestRejection {
  readonly by: number;
  readonly rejection: number;
}

/** The round of filters that nodes with nominated pods pass first; each node is asked about once. */
export class GuestRound {
  /** Rejections are told apart by the numbers of filters: these have their own, below all others. */
  readonly filters: readonly NamedFilter[];
  readonly #trial: FilterTrial;
  readonly #pod: PodView;
  readonly #nominated: NominatedPods;
  /** Whose nominated pods count for the pod. */
  readonly nodes: ReadonlySet<NodeIx>;
  readonly #known = new Map<NodeIx, GuestRejection | null>();
  readonly #verdicts: Verdict[] = [];

  constructor(pod: PodView, trial: FilterTrial, nominated: NominatedPods, nodes: ReadonlySet<NodeIx>) {
    this.#trial = trial;
    this.#pod = pod;
    this.#nominated = nominated;
    this.nodes = nodes;
    this.filters = trial.plugins.map(({ name }, k) => {
      const number = -1 - k;
      return { plugin: name, number, basis: undefined, isInterned: false, filter: this.#filterOf(number) };
    });
  }

  /** null = the node passes, or has no nominated pods that count. */
  rejectionAt(node: NodeIx): GuestRejection | null {
    if (!this.nodes.has(node)) return null;
    let known = this.#known.get(node);
    if (known === undefined) this.#known.set(node, (known = this.#ask(node)));
    return known;
  }

  #ask(node: NodeIx): GuestRejection | null {
    this.#trial.begin(node);
    const objection = this.#trial.withGuests(this.#nominated.respectedBy(this.#pod, node));
    if (objection === null) return null;
    const k = this.#trial.plugins.findIndex(({ name }) => name === objection.plugin);
    return { by: -1 - k, rejection: this.#verdicts.push(objection.verdict) };
  }

  #filterOf(number: number): NodeFilter {
    const rejectionOn = (node: NodeIx): number => {
      const found = this.rejectionAt(node);
      return found?.by === number ? found.rejection : FITS;
    };
    return {
      kind: "nodes",
      narrow: (candidates) => {
        candidates.keep(rejectionOn);
      },
      verdictOf: (rejection) => this.#verdicts[rejection - 1] ?? unschedulable(),
    };
  }
}

/** What the filter point has to do where pods are nominated. */
export interface NodesToFilterTwice extends NodesToFilter {
  /** The round that comes first; null = no nominated pod counts. */
  readonly guests: GuestRound | null;
  /** The filters without that round: what they say depends on pod and cluster alone. */
  readonly own: readonly NamedFilter[];
}

/** The filters, with a first round for nodes that were promised to others: who fails there is not asked again. */
export const respectNominated = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  prepared: NodesToFilter,
  nominated: NominatedPods,
): NodesToFilterTwice => {
  const { kind, filters: own, only, narrowedBy } = prepared;
  let nodes: Set<NodeIx> | null = null;
  for (const node of nominated.nodes()) {
    if (nominated.respectedBy(pod, node).length > 0) (nodes ??= new Set()).add(node);
  }
  if (nodes === null) return { kind, filters: own, only, narrowedBy, guests: null, own };
  const guests = new GuestRound(pod, new FilterTrial(pod, cluster, profile, nominated), nominated, nodes);
  return { kind, filters: [...guests.filters, ...own], only, narrowedBy, guests, own };
};

/** The node that was promised to the pod; undefined = none, or there is no such node any more. */
export const promisedNode = ({ state }: PodView, { nodes }: ClusterView): NodeIx | undefined =>
  state.status.nominatedNodeName === "" ? undefined : nodes.ixOf(state.status.nominatedNodeName);
