// Traits of nodes that stand for counts over topology domains. Where every domain is one node, the count itself tells
// nodes apart; elsewhere the domain does, so that a pod more in it changes the trait of none of its nodes.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, DomainCounts, DomainQuery } from "../cluster/cluster-view.js";
import type { NodeNumber } from "./per-node.js";
import type { Trait } from "./trait.js";

/** Which domain of the label a node is in. */
const valueTrait = (key: string, { nodes }: ClusterView): Trait => ({
  id: `value of ${key}`,
  isOfNode: true,
  numbers: {
    read: () => {
      const topology = nodes.topology(key);
      return (node) => topology.valueOf(node);
    },
  },
});

/** What a count of a query means to a plugin; nodes without the label are told apart from those whose domain is empty. */
export interface CountTrait {
  readonly query: DomainQuery;
  /** Spells `read` out. */
  readonly id: string;
  readonly read: (counts: DomainCounts, node: NodeIx) => number;
}

const WITHOUT_LABEL = -(2 ** 31);

/** Whether the nodes' counts, and not their domains, are the traits of the query. */
export const isCounted = ({ topologyKey }: DomainQuery, { nodes }: ClusterView): boolean =>
  nodes.topology(topologyKey).isOneToOne;

/** The trait of a query's counts; `read` gives whole numbers, |n| < 2^31. */
export const countTrait = ({ query, id, read }: CountTrait, { nodes, pods }: ClusterView): Trait => ({
  id: `${id} ${query.id}`,
  numbers: {
    read: (): NodeNumber => {
      const topology = nodes.topology(query.topologyKey);
      const counts = pods.domains(query);
      return (node) => (topology.valueOf(node) === 0 ? WITHOUT_LABEL : read(counts, node));
    },
  },
  changes: () => pods.domains(query).changes,
});

export const domainTrait = (given: CountTrait, cluster: ClusterView): Trait =>
  isCounted(given.query, cluster) ? countTrait(given, cluster) : valueTrait(given.query.topologyKey, cluster);
