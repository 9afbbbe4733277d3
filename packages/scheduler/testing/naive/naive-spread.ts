// Topology spread, counted pod by pod for every question.
import { isRight } from "fp-ts/lib/Either.js";
import { compileLabelSelector, compileRequiredNodes, findUntoleratedTaint, specOf } from "@podsim/core";
import type { Labels, LabelSelector, PodState, TopologySpreadConstraint } from "@podsim/core";
import { labelsOf } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";

const HOSTNAME = "kubernetes.io/hostname";

interface Constraint {
  readonly key: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly counts: (labels: Labels) => boolean;
  readonly selectsItself: boolean;
  readonly passes: (node: NaiveNode) => boolean;
}

const matches = (selector: LabelSelector | undefined, labels: Labels): boolean => {
  const test = compileLabelSelector(selector);
  return isRight(test) && test.right(labels);
};

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

const isWanted = (pod: PodState, node: NaiveNode): boolean => {
  const { nodeSelector, affinity } = specOf(pod);
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return compileRequiredNodes(nodeSelector, terms)(node.labels, node.name);
};

const isTolerated = (pod: PodState, { state }: NaiveNode): boolean =>
  findUntoleratedTaint(state.taints, specOf(pod).tolerations, ({ effect }) => effect !== "PreferNoSchedule") === null;

const own = (pod: PodState, given: TopologySpreadConstraint): Constraint => {
  const labels = labelsOf(pod);
  const keys = (given.matchLabelKeys ?? []).filter((key) => labels[key] !== undefined);
  const selector = given.labelSelector;
  const selects = (other: Labels): boolean =>
    keys.every((key) => other[key] === labels[key]) &&
    (selector === undefined ? keys.length > 0 : matches(selector, other));
  const isBlank = selector !== undefined && isEmpty(selector) && keys.length === 0;
  return {
    key: given.topologyKey,
    maxSkew: given.maxSkew,
    minDomains: given.minDomains ?? 1,
    counts: (other) => !isBlank && selects(other),
    selectsItself: selects(labels),
    passes: (node) =>
      (given.nodeAffinityPolicy === "Ignore" || isWanted(pod, node)) &&
      (given.nodeTaintsPolicy !== "Honor" || isTolerated(pod, node)),
  };
};

const systemDefaults = (pod: PodState, cluster: NaiveCluster): readonly Constraint[] => {
  const labels = labelsOf(pod);
  const { namespace, owner } = pod.identity;
  const selectors: LabelSelector[] = [];
  for (const service of cluster.services) {
    if (service.namespace !== namespace || service.selector === undefined) continue;
    if (matches({ matchLabels: service.selector }, labels)) selectors.push({ matchLabels: service.selector });
  }
  if (owner?.kind === "ReplicaSet") {
    const found = cluster.replicaSets.find((each) => each.namespace === namespace && each.name === owner.name);
    if (found !== undefined) selectors.push(found.selector);
  }
  if (selectors.every(isEmpty)) return [];
  const selects = (other: Labels): boolean => selectors.every((selector) => matches(selector, other));
  return [
    { key: HOSTNAME, maxSkew: 3 },
    { key: "topology.kubernetes.io/zone", maxSkew: 5 },
  ].map((rest) => ({
    ...rest,
    minDomains: 1,
    counts: selects,
    selectsItself: selects(labels),
    passes: (node) => isWanted(pod, node),
  }));
};

const constraintsOf = (pod: PodState, kind: TopologySpreadConstraint["whenUnsatisfiable"]): readonly Constraint[] =>
  (specOf(pod).topologySpreadConstraints ?? [])
    .filter((each) => each.whenUnsatisfiable === kind)
    .map((each) => own(pod, each));

/** Pods that are being deleted do not count, and yet are taken off the count in kube-scheduler's dry runs. */
const countOn = (pod: PodState, { counts }: Constraint, { pods, takenOff = [] }: NaiveNode): number => {
  const isCounted = (other: PodState): boolean =>
    other.identity.namespace === pod.identity.namespace && counts(labelsOf(other));
  return pods.filter((other) => other.deletion === null && isCounted(other)).length - takenOff.filter(isCounted).length;
};

const hasAll = (node: NaiveNode, constraints: readonly Constraint[]): boolean =>
  constraints.every(({ key }) => node.labels[key] !== undefined);

const missing = "node(s) didn't match pod topology spread constraints (missing required label)";
const skewed = "node(s) didn't match pod topology spread constraints";

/** Why the node is rejected; null = it is not. */
export const spreadRejection = (pod: PodState, node: NaiveNode, cluster: NaiveCluster): string | null => {
  const constraints = constraintsOf(pod, "DoNotSchedule");
  for (const constraint of constraints) {
    const { key, maxSkew, minDomains, selectsItself, passes } = constraint;
    if (node.labels[key] === undefined) return missing;
    const domains = new Map<string, number>();
    for (const each of cluster.nodes) {
      if (!hasAll(each, constraints) || !passes(each)) continue;
      const value = each.labels[key] ?? "";
      domains.set(value, (domains.get(value) ?? 0) + countOn(pod, constraint, each));
    }
    const lowest = domains.size < minDomains || domains.size === 0 ? 0 : Math.min(...domains.values());
    const count = domains.get(node.labels[key]) ?? 0;
    if (count + (selectsItself ? 1 : 0) - lowest > maxSkew) return skewed;
  }
  return null;
};

/** Normalised scores of feasible nodes, in order; null = the pod is under no soft constraint. */
export const spreadScores = (
  pod: PodState,
  feasible: readonly NaiveNode[],
  cluster: NaiveCluster,
): readonly number[] | null => {
  const hasOwn = (specOf(pod).topologySpreadConstraints ?? []).length > 0;
  const constraints = hasOwn ? constraintsOf(pod, "ScheduleAnyway") : systemDefaults(pod, cluster);
  if (constraints.length === 0) return null;
  const isIgnored = (node: NaiveNode): boolean => hasOwn && !hasAll(node, constraints);
  const scored = feasible.filter((node) => !isIgnored(node));
  const weights = constraints.map(({ key }) => {
    const values = new Set(scored.map((node) => node.labels[key] ?? ""));
    return Math.log((key === HOSTNAME ? scored.length : values.size) + 2);
  });
  const countAt = (constraint: Constraint, node: NaiveNode): number => {
    if (constraint.key === HOSTNAME) return countOn(pod, constraint, node);
    const value = node.labels[constraint.key];
    return cluster.nodes
      .filter((each) => (each.labels[constraint.key] ?? "") === value && constraint.passes(each))
      .filter((each) => !hasOwn || hasAll(each, constraints))
      .reduce((total, each) => total + countOn(pod, constraint, each), 0);
  };
  const raw = new Map<NaiveNode, number>();
  for (const node of scored) {
    let score = 0;
    for (const [i, constraint] of constraints.entries()) {
      if (node.labels[constraint.key] === undefined) continue;
      score += countAt(constraint, node) * (weights[i] ?? 0) + (constraint.maxSkew - 1);
    }
    raw.set(node, Math.round(score));
  }
  const highest = Math.max(0, ...raw.values());
  const lowest = Math.min(...raw.values());
  return feasible.map((node) => {
    const score = raw.get(node);
    if (score === undefined) return 0;
    return highest === 0 ? 100 : Math.trunc((100 * (highest + lowest - score)) / highest);
  });
};
