// What selectors and affinity terms of a pod select among others, one pair at a time.
import { isRight } from "fp-ts/lib/Either.js";
import type { Labels, LabelSelector } from "../api/meta.js";
import { compileRequiredNodes } from "../api/node-selectors.js";
import type { PodAffinityTerm } from "../api/pod.js";
import { compileLabelSelector } from "../api/selectors.js";
import type { ClusterState } from "../cluster/cluster-state.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { labelsOf } from "./placed-pods.js";

export const selects = (selector: LabelSelector | undefined, labels: Labels): boolean => {
  const test = compileLabelSelector(selector);
  return isRight(test) && test.right(labels);
};

/** Whether node selector and required node affinity of the pod allow the node. */
export const mayGoTo = (pod: PodState, node: NodeState): boolean => {
  const { nodeSelector, affinity } = specOf(pod);
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return compileRequiredNodes(nodeSelector, terms)(node.labels, node.name);
};

/** Label keys that the API server merges into the selector of a term. */
const agreesOnKeys = ({ matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm, owner: Labels, other: Labels) =>
  matchLabelKeys.every((key) => owner[key] === undefined || owner[key] === other[key]) &&
  mismatchLabelKeys.every((key) => owner[key] === undefined || owner[key] !== other[key]);

/** Whether the term of `owner` is about `other`. */
export const isAbout = (term: PodAffinityTerm, owner: PodState, other: PodState, cluster: ClusterState): boolean => {
  const { namespace } = other.identity;
  const named = term.namespaces ?? [];
  const isOwn = named.length === 0 && term.namespaceSelector === undefined && namespace === owner.identity.namespace;
  const labels = cluster.namespaces.find(({ name }) => name === namespace)?.labels ?? {};
  const isIn = isOwn || named.includes(namespace) || selects(term.namespaceSelector, labels);
  return isIn && selects(term.labelSelector, labelsOf(other)) && agreesOnKeys(term, labelsOf(owner), labelsOf(other));
};

export const shareDomain = (a: NodeState, b: NodeState, key: string): boolean =>
  a.labels[key] !== undefined && a.labels[key] === b.labels[key];
