// Pods for which room is being made, in a try: their nodes are filtered twice, and a pod's own promised node is looked at
// before any other.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { FilterTrial } from "./filter-trial.js";
import type { Objection } from "./rescue.js";
import type { NominatedPods } from "./nominations.js";
import { FITS } from "./plugin.js";
import type { NodeFilter } from "./plugin.js";
import type { PodView } from "./pod-view.js";
import type { NamedFilter, NodesToFilter } from "./pre-filter.js";
import type { Profile } from "./profile.js";
import { unschedulable } from "./verdict.js";

/** What the filters say of nodes with their nominated pods on them; each node is asked about once. */
class GuestObjections {
  readonly #trial: FilterTrial;
  readonly #pod: PodView;
  readonly #nominated: NominatedPods;
  readonly #nodes: ReadonlySet<NodeIx>;
  readonly #known = new Map<NodeIx, Objection | null>();

  constructor(pod: PodView, trial: FilterTrial, nominated: NominatedPods, nodes: ReadonlySet<NodeIx>) {
    this.#pod = pod;
    this.#trial = trial;
    this.#nominated = nominated;
    this.#nodes = nodes;
  }

  at(node: NodeIx): Objection | null {
    if (!this.#nodes.has(node)) return null;
    let objection = this.#known.get(node);
    if (objection === undefined) {
      this.#trial.begin(node);
      objection = this.#trial.withGuests(this.#nominated.respectedBy(this.#pod, node));
      this.#known.set(node, objection);
    }
    return objection;
  }
}

const filterOf = (plugin: string, objections: GuestObjections): NodeFilter => {
  const given: Objection[] = [];
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep((node) => {
        const objection = objections.at(node);
        return objection?.plugin === plugin ? given.push(objection) : FITS;
      });
    },
    verdictOf: (rejection) => given[rejection - 1]?.verdict ?? unschedulable(),
  };
};

/** The filters, with a first round for nodes that were promised to others: who fails there is not asked again. */
export const respectNominated = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  prepared: NodesToFilter,
  nominated: NominatedPods,
): NodesToFilter => {
  const nodes = new Set([...nominated.nodes()].filter((node) => nominated.respectedBy(pod, node).length > 0));
  if (nodes.size === 0) return prepared;
  const trial = new FilterTrial(pod, cluster, profile, nominated);
  const objections = new GuestObjections(pod, trial, nominated, nodes);
  // Rejections are told apart by the numbers of filters: these have their own, below all others.
  const first = trial.plugins.map(({ name }, k): NamedFilter => ({
    plugin: name,
    number: -1 - k,
    basis: undefined,
    filter: filterOf(name, objections),
  }));
  return { ...prepared, filters: [...first, ...prepared.filters], isPlain: false };
};

/** The node that was promised to the pod; undefined = none, or there is no such node any more. */
export const promisedNode = ({ state }: PodView, { nodes }: ClusterView): NodeIx | undefined =>
  state.status.nominatedNodeName === "" ? undefined : nodes.ixOf(state.status.nominatedNodeName);
