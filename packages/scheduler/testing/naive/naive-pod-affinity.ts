// Inter-pod affinity, tried term by term on every pod of every node.
import { isRight } from "fp-ts/lib/Either.js";
import { compileLabelSelector, specOf } from "@podsim/core";
import type { Labels, LabelSelector, PodAffinityTerm, PodState } from "@podsim/core";
import { labelsOf } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";

const matches = (selector: LabelSelector | undefined, labels: Labels): boolean => {
  const test = compileLabelSelector(selector);
  return isRight(test) && test.right(labels);
};

const namesIn = (term: PodAffinityTerm, owner: PodState): readonly string[] =>
  (term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined
    ? [owner.identity.namespace]
    : (term.namespaces ?? []);

/** A term of a placed pod, on a newcomer. */
const existingMatches = (term: PodAffinityTerm, owner: PodState, pod: PodState, cluster: NaiveCluster): boolean => {
  const { namespace } = pod.identity;
  const isIn =
    namesIn(term, owner).includes(namespace) ||
    matches(term.namespaceSelector, cluster.namespaces.get(namespace) ?? {});
  return isIn && matches(term.labelSelector, labelsOf(pod));
};

/** A newcomer's term, on a placed pod. */
const ownMatches = (term: PodAffinityTerm, owner: PodState, pod: PodState, cluster: NaiveCluster): boolean => {
  const { namespace } = pod.identity;
  const known = cluster.namespaces.get(namespace);
  const isIn =
    namesIn(term, owner).includes(namespace) ||
    (known !== undefined && matches(term.namespaceSelector, known)) ||
    matches(term.namespaceSelector, {});
  return isIn && matches(term.labelSelector, labelsOf(pod));
};

interface Terms {
  readonly affinity: readonly PodAffinityTerm[];
  readonly antiAffinity: readonly PodAffinityTerm[];
  readonly wishes: readonly { readonly weight: number; readonly term: PodAffinityTerm }[];
}

const termsOf = (pod: PodState): Terms => {
  const { podAffinity: near, podAntiAffinity: apart } = specOf(pod).affinity ?? {};
  const likes = near?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const dislikes = apart?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return {
    affinity: near?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    antiAffinity: apart?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    wishes: [
      ...likes.map(({ weight, podAffinityTerm: term }) => ({ weight, term })),
      ...dislikes.map(({ weight, podAffinityTerm: term }) => ({ weight: -weight, term })),
    ],
  };
};

const shareDomain = (a: NaiveNode, b: NaiveNode, key: string): boolean =>
  a.labels[key] !== undefined && a.labels[key] === b.labels[key];

const isNear = (pod: PodState, terms: readonly PodAffinityTerm[], node: NaiveNode, cluster: NaiveCluster): boolean => {
  if (terms.some(({ topologyKey }) => node.labels[topologyKey] === undefined)) return false;
  const isAsked = (other: PodState): boolean => terms.every((term) => ownMatches(term, pod, other, cluster));
  const hosts = cluster.nodes.filter(({ pods }) => pods.some(isAsked));
  if (terms.every(({ topologyKey }) => hosts.some((host) => shareDomain(host, node, topologyKey)))) return true;
  const isFirst = !hosts.some((host) => terms.some(({ topologyKey }) => host.labels[topologyKey] !== undefined));
  return isFirst && isAsked(pod);
};

/** Whether the plugin has no part in the pod's placement: it asks for nothing, and nobody there keeps it away. */
export const hasNoPodAffinity = (pod: PodState, cluster: NaiveCluster): boolean => {
  const { affinity, antiAffinity } = termsOf(pod);
  if (affinity.length > 0 || antiAffinity.length > 0) return false;
  const keepsAway = (other: PodState, { labels }: NaiveNode): boolean =>
    termsOf(other).antiAffinity.some(
      (term) => labels[term.topologyKey] !== undefined && existingMatches(term, other, pod, cluster),
    );
  return !cluster.nodes.some((node) => node.pods.some((other) => keepsAway(other, node)));
};

/** Why the node is rejected; null = it is not. */
export const podAffinityRejection = (pod: PodState, node: NaiveNode, cluster: NaiveCluster): string | null => {
  const { affinity, antiAffinity } = termsOf(pod);
  if (affinity.length > 0 && !isNear(pod, affinity, node, cluster)) return "node(s) didn't match pod affinity rules";
  for (const term of antiAffinity) {
    for (const host of cluster.nodes) {
      if (!shareDomain(host, node, term.topologyKey)) continue;
      if (host.pods.some((other) => ownMatches(term, pod, other, cluster))) {
        return "node(s) didn't match pod anti-affinity rules";
      }
    }
  }
  for (const host of cluster.nodes) {
    for (const other of host.pods) {
      for (const term of termsOf(other).antiAffinity) {
        if (shareDomain(host, node, term.topologyKey) && existingMatches(term, other, pod, cluster)) {
          return "node(s) didn't satisfy existing pods anti-affinity rules";
        }
      }
    }
  }
  return null;
};

const HARD_WEIGHT = 1;

const rawScore = (pod: PodState, node: NaiveNode, cluster: NaiveCluster): number => {
  let score = 0;
  const own = termsOf(pod).wishes;
  for (const host of cluster.nodes) {
    for (const other of host.pods) {
      for (const { weight, term } of own) {
        if (shareDomain(host, node, term.topologyKey) && ownMatches(term, pod, other, cluster)) score += weight;
      }
      const theirs = termsOf(other);
      const all = [...theirs.wishes, ...theirs.affinity.map((term) => ({ weight: HARD_WEIGHT, term }))];
      for (const { weight, term } of all) {
        if (shareDomain(host, node, term.topologyKey) && existingMatches(term, other, pod, cluster)) score += weight;
      }
    }
  }
  return score;
};

/** Normalised scores of feasible nodes, in order. */
export const podAffinityScores = (
  pod: PodState,
  feasible: readonly NaiveNode[],
  cluster: NaiveCluster,
): readonly number[] => {
  const raw = feasible.map((node) => rawScore(pod, node, cluster));
  const [lowest, highest] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((score) => (highest > lowest ? Math.trunc(100 * ((score - lowest) / (highest - lowest))) : 0));
};
