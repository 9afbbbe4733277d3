// Hard topology spread constraints hold when a pod is bound.
import type { TopologySpreadConstraint } from "../api/pod.js";
import { findUntoleratedTaint } from "../api/tolerations.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import type { ClusterView } from "../law/cluster-view.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { bindingSeen, labelsOf, placedOn } from "../law/placed-pods.js";
import { mayGoTo, selects } from "../law/selection.js";
import { nodeWitness, podWitness } from "../law/witness.js";

const counts = (pod: PodState, constraint: TopologySpreadConstraint): ((other: PodState) => boolean) => {
  const labels = labelsOf(pod);
  const keys = (constraint.matchLabelKeys ?? []).filter((key) => labels[key] !== undefined);
  const { labelSelector } = constraint;
  const isBlank =
    keys.length === 0 &&
    Object.keys(labelSelector?.matchLabels ?? {}).length === 0 &&
    (labelSelector?.matchExpressions ?? []).length === 0;
  return (other) =>
    !isBlank &&
    other.identity.namespace === pod.identity.namespace &&
    other.deletion === null &&
    keys.every((key) => labelsOf(other)[key] === labels[key]) &&
    (labelSelector === undefined || selects(labelSelector, labelsOf(other)));
};

const isTolerated = (pod: PodState, node: NodeState): boolean =>
  findUntoleratedTaint(node.taints, specOf(pod).tolerations, ({ effect }) => effect !== "PreferNoSchedule") === null;

/** How many pods more than in the emptiest domain there are in the domain of the node; NaN = it is in none. */
const skewAt = (
  pod: PodState,
  node: NodeState,
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  cluster: ClusterView,
): number => {
  const { topologyKey, minDomains = 1, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  const isCounted = counts(pod, constraint);
  const domains = new Map<string, number>();
  for (const each of cluster.nodes.values()) {
    const value = each.labels[topologyKey];
    if (value === undefined || all.some((one) => each.labels[one.topologyKey] === undefined)) continue;
    if (nodeAffinityPolicy !== "Ignore" && !mayGoTo(pod, each)) continue;
    if (nodeTaintsPolicy === "Honor" && !isTolerated(pod, each)) continue;
    domains.set(value, (domains.get(value) ?? 0) + placedOn(cluster, each).filter(isCounted).length);
  }
  const own = node.labels[topologyKey];
  if (own === undefined) return NaN;
  // Before the pod came: it may have filled the emptiest domain itself.
  const itself = isCounted(pod) ? 1 : 0;
  const others = new Map(domains).set(own, (domains.get(own) ?? 0) - itself);
  const lowest = domains.size < minDomains ? 0 : Math.min(...others.values());
  return (others.get(own) ?? 0) + itself - lowest;
};

export const spreadMaxSkewHonouredAtBind: Invariant = step(
  "spread.maxSkewHonouredAtBind",
  "a pod is bound only where its DoNotSchedule spread constraints stay within maxSkew",
  (_before, fact, after) => {
    const seen = bindingSeen(fact, after);
    if (seen === null) return true;
    const { pod, node } = seen;
    const hard = (specOf(pod).topologySpreadConstraints ?? []).filter(
      (each) => each.whenUnsatisfiable === "DoNotSchedule",
    );
    for (const constraint of hard) {
      const skew = skewAt(pod, node, constraint, hard, after);
      if (skew <= constraint.maxSkew) continue;
      const { topologyKey, maxSkew } = constraint;
      const text = Number.isNaN(skew)
        ? `${node.name} has no label ${topologyKey}`
        : `skew ${String(skew)} over ${topologyKey} > maxSkew ${String(maxSkew)}`;
      const counted = [...after.pods.values()].filter(
        (other) => other.binding !== null && counts(pod, constraint)(other),
      );
      return violated(text, [nodeWitness(node), ...new Set([pod, ...counted].map(podWitness))]);
    }
    return true;
  },
  { page: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/", hears: ["PodBound"] },
);
