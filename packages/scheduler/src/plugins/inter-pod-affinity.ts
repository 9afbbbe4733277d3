// Keeps pods near or away from other pods, as the terms of both ask for.
import { defaultedPointer, defaulted, int32, yesOrNo } from "@podsim/core";
import type { NodeIx, NodeState, PodState } from "@podsim/core";
import type { ClusterView, DomainCounts, DomainQuery, PodTerm, TopologyView } from "../cluster/cluster-view.js";
import {
  ACTION,
  FITS,
  MAX_SCORE,
  NOTHING_TO_FILTER,
  perCluster,
  pluginArgs,
  unresolvable,
  unschedulable,
} from "../framework/plugin.js";
import type {
  Candidates,
  Filtering,
  NodeEvent,
  PodEvent,
  PodView,
  SchedulerPlugin,
  Scoring,
  Verdict,
} from "../framework/plugin.js";

import { AffinityTraits } from "./affinity/affinity-traits.js";
import { isAbout, NO_LABELS, TermMemory } from "./affinity/term-queries.js";
import type { Incoming, OwnTerms, Wish } from "./affinity/term-queries.js";

export interface InterPodAffinityArgs {
  /** What a placed pod's required affinity term counts in scores, 0..100. */
  readonly hardPodAffinityWeight: number;
  /** Whether a pod without preferred terms of its own is scored by nobody else's. */
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

const AFFINITY = 1;
const ANTI_AFFINITY = 2;
const EXISTING_ANTI_AFFINITY = 3;
const VERDICTS: readonly Verdict[] = [
  unschedulable(),
  unresolvable("node(s) didn't match pod affinity rules"),
  unschedulable("node(s) didn't match pod anti-affinity rules"),
  unschedulable("node(s) didn't satisfy existing pods anti-affinity rules"),
];
const verdictOf = (rejection: number): Verdict => VERDICTS[rejection] ?? unschedulable();

/** Counts over a label, as this try sees them. */
interface Counted {
  readonly topology: TopologyView;
  readonly counts: DomainCounts;
}

const count = (query: DomainQuery, { nodes, pods }: ClusterView): Counted => ({
  topology: nodes.topology(query.topologyKey),
  counts: pods.domains(query),
});

const hasContributors = ({ counts }: Counted): boolean => counts.contributorCount > 0;

const isAnyAt = (list: readonly Counted[], node: NodeIx): boolean => {
  for (const { counts } of list) if (counts.countAt(node) > 0) return true;
  return false;
};

/** Nobody it keeps away from is there, but pods may come. */
const NOTHING_NOW: Filtering = { kind: "nothing", mayMatter: true };

const filterBy = (own: OwnTerms, incoming: Incoming, cluster: ClusterView): Filtering => {
  // What most pods of most clusters come to.
  if (own.required.length + own.repelled.length + incoming.repelling.length === 0) return NOTHING_TO_FILTER;
  const counted = (queries: readonly DomainQuery[]): readonly Counted[] =>
    queries.map((query) => count(query, cluster));
  const required = counted(own.required);
  const repelled = counted(own.repelled).filter(hasContributors);
  const repelling = counted(incoming.repelling).filter(hasContributors);
  if (required.length === 0 && repelled.length === 0 && repelling.length === 0) {
    return own.repelled.length === 0 ? NOTHING_TO_FILTER : NOTHING_NOW;
  }
  // The first of pods that want to be together has nobody to join.
  const isFirst = own.likesItself && !required.some(hasContributors);
  const isNear = (node: NodeIx): boolean => {
    let areThere = true;
    for (const { topology, counts } of required) {
      if (topology.valueOf(node) === 0) return false;
      if (counts.countAt(node) <= 0) areThere = false;
    }
    return areThere || isFirst;
  };
  const test = (node: NodeIx): number => {
    if (required.length > 0 && !isNear(node)) return AFFINITY;
    if (isAnyAt(repelled, node)) return ANTI_AFFINITY;
    return isAnyAt(repelling, node) ? EXISTING_ANTI_AFFINITY : FITS;
  };
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf,
  };
};

/** From the lowest to the highest: 0 to 100, in place. Divided first, multiplied then, as floats, as kube-scheduler does. */
const normalize = (scores: Float64Array, size: number): void => {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let k = 0; k < size; k++) {
    const score = scores[k] ?? 0;
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
  }
  const range = highest - lowest;
  for (let k = 0; k < size; k++) {
    scores[k] = range > 0 ? Math.trunc(MAX_SCORE * (((scores[k] ?? 0) - lowest) / range)) : 0;
  }
};

const scoreBy = (
  wishes: readonly Wish[],
  cluster: ClusterView,
  candidates: Candidates,
  scores: Float64Array,
): Scoring => {
  const { size } = candidates;
  scores.fill(0, 0, size);
  let isScored = false;
  for (const { query, weight } of wishes) {
    const counts = cluster.pods.domains(query);
    if (counts.contributorCount === 0) continue;
    isScored = true;
    for (let k = 0; k < size; k++) scores[k] = (scores[k] ?? 0) + weight * counts.countAt(candidates.at(k));
  }
  if (!isScored) return "skipped";
  normalize(scores, size);
  return "scored";
};

/** Whether the pod is what all the terms ask for, namespaces taken by their names alone; false without terms. */
const isAllAsked = (terms: readonly PodTerm[], pod: PodState, { pods }: ClusterView): boolean => {
  const podClass = pods.classOf(pod);
  return terms.length > 0 && terms.every((term) => isAbout(term, podClass, NO_LABELS));
};

const podMatters = (pod: PodView, { before, after }: PodEvent, cluster: ClusterView): boolean => {
  if (before?.binding === null || after?.binding === null) return false;
  const { requiredAffinity, requiredAntiAffinity } = pod.podClass.carries;
  if (before === null) return after !== null && isAllAsked(requiredAffinity, after, cluster);
  if (after === null) return isAllAsked(requiredAntiAffinity, before, cluster);
  const joins = !isAllAsked(requiredAffinity, before, cluster) && isAllAsked(requiredAffinity, after, cluster);
  const leaves = isAllAsked(requiredAntiAffinity, before, cluster) && !isAllAsked(requiredAntiAffinity, after, cluster);
  return joins || leaves;
};

const valueIn = (node: NodeState, key: string): string | undefined =>
  Object.hasOwn(node.labels, key) ? node.labels[key] : undefined;

const nodeMatters = ({ podClass }: PodView, { before, after }: NodeEvent): boolean => {
  if (after === null) return false;
  const { requiredAffinity, requiredAntiAffinity } = podClass.carries;
  const appears = requiredAffinity.some(({ topologyKey }) => {
    const value = valueIn(after, topologyKey);
    return value !== undefined && (before === null || valueIn(before, topologyKey) !== value);
  });
  if (appears) return true;
  if (before === null) return requiredAntiAffinity.length > 0;
  return requiredAntiAffinity.some(({ topologyKey }) => {
    const value = valueIn(before, topologyKey);
    return value !== undefined && valueIn(after, topologyKey) !== value;
  });
};

export const interPodAffinity: SchedulerPlugin<InterPodAffinityArgs> = {
  name: "InterPodAffinity",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<InterPodAffinityArgs>("InterPodAffinityArgs", {
    hardPodAffinityWeight: defaultedPointer(int32, 1),
    ignorePreferredTermsOfExistingPods: defaulted(yesOrNo, false),
  }),
  defaults: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false },
  check: ({ hardPodAffinityWeight: weight }, check, at) => {
    if (weight >= 0 && weight <= 100) return;
    check.invalid([...at, "hardPodAffinityWeight"], weight, "not in valid range [0, 100]", {
      fix: "write a whole number from 0 to 100",
    });
  },
  build: (args) => {
    const memory = perCluster(() => new TermMemory(args.hardPodAffinityWeight));
    const traits = perCluster(() => new AffinityTraits());
    return {
      filtersBy: "traits",
      scoresBy: "traits",
      traits: (pod, cluster) => {
        const known = memory(cluster);
        return traits(cluster).of(known.ownTerms(pod, cluster), known.incoming(pod, cluster), cluster);
      },
      filter: (pod, cluster) => {
        const { error } = pod.podClass.carries;
        if (error !== "") return { kind: "refusal", verdict: unresolvable(`parsing pod: ${error}`) };
        const known = memory(cluster);
        return filterBy(known.ownTerms(pod, cluster), known.incoming(pod, cluster), cluster);
      },
      score: (pod, cluster, candidates, scores) => {
        const known = memory(cluster);
        const { wishes } = known.ownTerms(pod, cluster);
        if (args.ignorePreferredTermsOfExistingPods && wishes.length === 0) return "skipped";
        const { scoring } = known.incoming(pod, cluster);
        const all = [...wishes, ...scoring.map((query): Wish => ({ query, weight: 1 }))];
        return scoreBy(all, cluster, candidates, scores);
      },
      wakesOn: [
        {
          resource: "Pod",
          actions: ACTION.add | ACTION.updatePodLabel | ACTION.delete,
          hint: podMatters,
        },
        { resource: "Node", actions: ACTION.add | ACTION.updateNodeLabel, hint: nodeMatters },
      ],
    };
  },
};
