// A topology spread constraint made ready for one kind of pod: whom it counts, where, and under which conditions.
import { isLeft } from "fp-ts/lib/Either.js";
import {
  compileLabelMap,
  compileLabelSelector,
  compileRequiredNodes,
  findUntoleratedTaint,
  requiredLabels,
  selectorErrorText,
} from "@podsim/core";
import type {
  Labels,
  LabelSelector,
  LabelTest,
  NodeState,
  PodSpec,
  PodState,
  RequiredLabels,
  Taint,
  TopologySpreadConstraint,
} from "@podsim/core";
import type { DomainQuery, ObjectsView, PlacedPod, PodClass } from "../../cluster/cluster-view.js";
import type { PodView } from "../../framework/plugin.js";

export const HOSTNAME = "kubernetes.io/hostname";

/** A default constraint: its selector comes from whatever the pod belongs to. */
export type DefaultConstraint = Pick<TopologySpreadConstraint, "maxSkew" | "topologyKey" | "whenUnsatisfiable">;

/** Whom a constraint counts. */
export interface Selection {
  /** Spells the selection out. */
  readonly id: string;
  readonly test: LabelTest;
  /** Labels that whoever is selected has. */
  readonly required: RequiredLabels;
  /** Selects by nothing at all: then it counts nobody, though the pod itself is selected. */
  readonly isEmpty: boolean;
}

export interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selection: Selection;
  /** 1 if the pod itself is selected, else 0. */
  readonly self: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** labelSelector and, as equalities, the pod's own values of matchLabelKeys. */
const selectionOf = (
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  labels: Labels,
): Selection | { readonly error: string } => {
  const own = Object.fromEntries(
    matchLabelKeys.filter((key) => Object.hasOwn(labels, key)).map((key) => [key, labels[key] ?? ""]),
  );
  const ownCount = Object.keys(own).length;
  const compiled = compileLabelSelector(labelSelector);
  if (isLeft(compiled)) return { error: selectorErrorText(compiled.left) };
  const id = JSON.stringify([labelSelector, Object.entries(own).sort(byKey)]);
  const { matchLabels = {}, matchExpressions = [] } = labelSelector ?? {};
  const selectsAll = labelSelector !== undefined && Object.keys(matchLabels).length + matchExpressions.length === 0;
  const required = [...Object.entries(own), ...requiredLabels(labelSelector)];
  if (ownCount === 0) return { id, test: compiled.right, required, isEmpty: selectsAll };
  const ownTest = compileLabelMap(own);
  // A selector that is missing has no requirements to add to.
  if (labelSelector === undefined) return { id, test: ownTest, required, isEmpty: false };
  return { id, test: (pod) => ownTest(pod) && compiled.right(pod), required, isEmpty: false };
};

/** The constraints a pod has itself; or what is wrong with one. */
export const ownConstraints = (
  { spec, labels }: PodView,
  whenUnsatisfiable: TopologySpreadConstraint["whenUnsatisfiable"],
): readonly Constraint[] | { readonly error: string } => {
  const constraints: Constraint[] = [];
  for (const given of spec.topologySpreadConstraints ?? []) {
    if (given.whenUnsatisfiable !== whenUnsatisfiable) continue;
    const selection = selectionOf(given, labels);
    if ("error" in selection) return selection;
    constraints.push({
      topologyKey: given.topologyKey,
      maxSkew: given.maxSkew,
      minDomains: given.minDomains ?? 1,
      selection,
      self: selection.test(labels) ? 1 : 0,
      honorsAffinity: given.nodeAffinityPolicy !== "Ignore",
      honorsTaints: given.nodeTaintsPolicy === "Honor",
    });
  }
  return constraints;
};

const isBlank = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;

const serviceTests = new WeakMap<Labels, LabelTest>();

/** A Service's selector is tried on every kind of pods there is, and compiled once. */
const serviceTest = (selector: Labels): LabelTest => {
  let test = serviceTests.get(selector);
  if (test === undefined) serviceTests.set(selector, (test = compileLabelMap(selector)));
  return test;
};

/** What selects the pods a pod belongs with: the Services in front of it and the ReplicaSet behind it; null = nothing. */
const belongings = ({ state, namespace, labels }: PodView, objects: ObjectsView): Selection | null => {
  const merged: Record<string, string> = {};
  for (const selector of objects.serviceSelectorsIn(namespace)) {
    if (serviceTest(selector)(labels)) Object.assign(merged, selector);
  }
  const owner = objects.ownerSelector(state);
  const ownerTest = owner === undefined || isBlank(owner) ? null : compileLabelSelector(owner);
  const hasServices = Object.keys(merged).length > 0;
  const ofServices = Object.entries(merged);
  if (ownerTest === null || isLeft(ownerTest)) {
    if (!hasServices) return null;
    const id = JSON.stringify(ofServices.toSorted(byKey));
    return { id, test: compileLabelMap(merged), required: ofServices, isEmpty: false };
  }
  const required = [...ofServices, ...requiredLabels(owner)];
  const id = JSON.stringify([ofServices.toSorted(byKey), owner]);
  if (!hasServices) return { id, test: ownerTest.right, required, isEmpty: false };
  const servicesTest = compileLabelMap(merged);
  return { id, test: (pod) => servicesTest(pod) && ownerTest.right(pod), required, isEmpty: false };
};

/** The constraints a pod without any of its own gets. */
export const defaultConstraints = (
  pod: PodView,
  defaults: readonly DefaultConstraint[],
  whenUnsatisfiable: TopologySpreadConstraint["whenUnsatisfiable"],
  objects: ObjectsView,
): readonly Constraint[] => {
  const wanted = defaults.filter((each) => each.whenUnsatisfiable === whenUnsatisfiable);
  const selection = wanted.length === 0 ? null : belongings(pod, objects);
  if (selection === null) return [];
  const self = selection.test(pod.labels) ? 1 : 0;
  return wanted.map(({ topologyKey, maxSkew }) => ({
    topologyKey,
    maxSkew,
    minDomains: 1,
    selection,
    self,
    honorsAffinity: true,
    honorsTaints: false,
  }));
};

const keepsAway = ({ effect }: Taint): boolean => effect === "NoSchedule" || effect === "NoExecute";

/** Whether a node takes part in a constraint of the pod, as far as its policies go. */
const policyTest = ({ honorsAffinity, honorsTaints }: Constraint, spec: PodSpec): ((node: NodeState) => boolean) => {
  const { nodeSelector, affinity, tolerations } = spec;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const isWanted = honorsAffinity ? compileRequiredNodes(nodeSelector, terms) : () => true;
  return (node) =>
    isWanted(node.labels, node.name) &&
    (!honorsTaints || findUntoleratedTaint(node.taints, tolerations, keepsAway) === null);
};

const policyId = ({ honorsAffinity, honorsTaints }: Constraint, spec: PodSpec): string => {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return JSON.stringify([
    honorsAffinity ? [spec.nodeSelector, required] : null,
    honorsTaints ? spec.tolerations : null,
  ]);
};

/** Counts 1 for every pod that a constraint counts; answers are kept per class of pods. */
const counting = ({ selection }: Constraint, namespace: string): ((placed: PlacedPod) => number) => {
  const byClass: (0 | 1 | undefined)[] = [];
  const ofClass = (podClass: PodClass): 0 | 1 =>
    (byClass[podClass.id] ??=
      podClass.namespace === namespace && !selection.isEmpty && selection.test(podClass.labels) ? 1 : 0);
  return ({ pod, podClass }) => (pod.deletion === null ? ofClass(podClass) : 0);
};

export const hasKeys = (labels: Labels, keys: readonly string[]): boolean =>
  keys.every((key) => Object.hasOwn(labels, key));

/** Pods counted by the constraint's domains, over nodes that have all the `keys` and that its policies let in. */
export const domainQuery = (constraint: Constraint, pod: PodView, keys: readonly string[] | null): DomainQuery => {
  const { topologyKey, selection } = constraint;
  const isIn = policyTest(constraint, pod.spec);
  const includesId = JSON.stringify([topologyKey, keys, policyId(constraint, pod.spec)]);
  return {
    id: JSON.stringify(["spread", pod.namespace, selection.id, includesId]),
    topologyKey,
    weigh: counting(constraint, pod.namespace),
    requires: { namespace: pod.namespace, labels: selection.required },
    includes: (node) => (keys === null || hasKeys(node.labels, keys)) && isIn(node),
    missingIsEmpty: keys === null,
    includesId,
  };
};

/** Pods counted on each node by itself, whatever the policies. */
export const hostQuery = (constraint: Constraint, pod: PodView): DomainQuery => ({
  id: JSON.stringify(["spread-host", pod.namespace, constraint.selection.id]),
  topologyKey: HOSTNAME,
  weigh: counting(constraint, pod.namespace),
  requires: { namespace: pod.namespace, labels: constraint.selection.required },
  includes: () => true,
  missingIsEmpty: false,
  includesId: "every host",
});

/** Whether a constraint selects the pod, were it not for namespaces and deletion. */
export const selects = ({ selection }: Constraint, pod: PodState): boolean =>
  selection.test(pod.identity.template.metadata.labels);
