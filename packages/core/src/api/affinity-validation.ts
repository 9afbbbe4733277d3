// The rules for affinity and topology spread.
import type { NodeSelector } from "./affinity-codec.js";
import type { Path } from "./errors.js";
import type { LabelSelector, NodeSelectorRequirement, NodeSelectorTerm } from "./meta.js";
import { checkLabelSelector, checkNodeRequirement } from "./meta-validation.js";
import { dns1123Label, dns1123Subdomain, qualifiedName } from "./names.js";
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, TopologySpreadConstraint } from "./pod.js";
import type { Validity } from "./validity.js";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

const checkNodeField = (check: Validity, at: Path, { key, operator, values = [] }: NodeSelectorRequirement): void => {
  if (operator !== "In" && operator !== "NotIn") {
    check.invalid([...at, "operator"], operator, "not a valid selector operator");
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    check.required([...at, "values"], detail);
  }
  if (key !== "metadata.name") {
    check.invalid([...at, "key"], key, "not a valid field selector key", {
      fix: "the one field there is: metadata.name",
    });
    return;
  }
  for (const [i, value] of values.entries()) check.names([...at, "values", i], value, dns1123Subdomain(value));
};

const checkNodeTerm = (check: Validity, at: Path, term: NodeSelectorTerm, areValuesChecked: boolean): void => {
  for (const [i, each] of (term.matchExpressions ?? []).entries()) {
    checkNodeRequirement(check, [...at, "matchExpressions", i], each, areValuesChecked);
  }
  for (const [i, each] of (term.matchFields ?? []).entries()) checkNodeField(check, [...at, "matchFields", i], each);
};

const checkWeight = (check: Validity, path: Path, weight: number): void => {
  if (weight < 1 || weight > 100) check.invalid(path, weight, "must be in the range 1-100");
};

/** A node selector at `at`: at least one term, each of them right. */
export const checkNodeSelector = (check: Validity, at: Path, { nodeSelectorTerms }: NodeSelector): void => {
  const path = [...at, "nodeSelectorTerms"];
  if (nodeSelectorTerms.length === 0) check.required(path, "must have at least one node selector term");
  for (const [i, term] of nodeSelectorTerms.entries()) checkNodeTerm(check, [...path, i], term, true);
};

export const checkNodeAffinity = (check: Validity, at: Path, affinity: NodeAffinity): void => {
  const required = affinity[REQUIRED];
  if (required !== undefined) checkNodeSelector(check, [...at, REQUIRED], required);
  for (const [i, { weight, preference }] of (affinity[PREFERRED] ?? []).entries()) {
    checkWeight(check, [...at, PREFERRED, i, "weight"], weight);
    checkNodeTerm(check, [...at, PREFERRED, i, "preference"], preference, false);
  }
};

interface LabelKeys {
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
  readonly labelSelector?: LabelSelector;
}

/** Keys whose values the pod's own labels supply: they need a selector to be added to, and may not be in it already. */
const checkLabelKeys = (check: Validity, at: Path, term: LabelKeys): void => {
  for (const name of ["matchLabelKeys", "mismatchLabelKeys"] as const) {
    const keys = term[name] ?? [];
    if (keys.length > 0 && term.labelSelector === undefined) {
      check.forbidden([...at, name], "must not be specified when labelSelector is not set");
      continue;
    }
    for (const [i, key] of keys.entries()) check.names([...at, name, i], key, qualifiedName(key));
  }
  // An expression is what the server itself adds for a key: one is fine, one more, or a label, is not.
  const selected = new Set(Object.keys(term.labelSelector?.matchLabels ?? {}));
  const matched = term.matchLabelKeys ?? [];
  for (const { key } of term.labelSelector?.matchExpressions ?? []) {
    if (selected.has(key) && matched.includes(key)) {
      const path = [...at, "matchLabelKeys", matched.indexOf(key)];
      check.invalid(path, key, "exists in both matchLabelKeys and labelSelector");
    }
    selected.add(key);
  }
  for (const [i, key] of matched.entries()) {
    if (!(term.mismatchLabelKeys ?? []).includes(key)) continue;
    check.invalid([...at, "matchLabelKeys", i], key, "exists in both matchLabelKeys and mismatchLabelKeys");
  }
};

const checkPodTerm = (check: Validity, at: Path, term: PodAffinityTerm): void => {
  checkLabelSelector(check, [...at, "labelSelector"], term.labelSelector);
  checkLabelSelector(check, [...at, "namespaceSelector"], term.namespaceSelector);
  for (const [i, name] of (term.namespaces ?? []).entries()) {
    check.names([...at, "namespaces", i], name, dns1123Label(name));
  }
  checkLabelKeys(check, at, term);
  const path = [...at, "topologyKey"];
  if (term.topologyKey === "") {
    check.required(path, "can not be empty", { fix: "write e.g. topologyKey: kubernetes.io/hostname" });
  } else check.names(path, term.topologyKey, qualifiedName(term.topologyKey));
};

const checkPodAffinity = (check: Validity, at: Path, affinity: PodAffinity): void => {
  for (const [i, term] of (affinity[REQUIRED] ?? []).entries()) checkPodTerm(check, [...at, REQUIRED, i], term);
  for (const [i, { weight, podAffinityTerm }] of (affinity[PREFERRED] ?? []).entries()) {
    checkWeight(check, [...at, PREFERRED, i, "weight"], weight);
    checkPodTerm(check, [...at, PREFERRED, i, "podAffinityTerm"], podAffinityTerm);
  }
};

export const checkAffinity = (check: Validity, at: Path, affinity: Affinity): void => {
  if (affinity.nodeAffinity !== undefined) checkNodeAffinity(check, [...at, "nodeAffinity"], affinity.nodeAffinity);
  if (affinity.podAffinity !== undefined) checkPodAffinity(check, [...at, "podAffinity"], affinity.podAffinity);
  if (affinity.podAntiAffinity !== undefined) {
    checkPodAffinity(check, [...at, "podAntiAffinity"], affinity.podAntiAffinity);
  }
};

const checkSpread = (check: Validity, at: Path, constraint: TopologySpreadConstraint): void => {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  if (maxSkew <= 0) check.invalid([...at, "maxSkew"], maxSkew, "must be greater than zero");
  if (topologyKey === "") check.required([...at, "topologyKey"], "can not be empty");
  if (minDomains !== undefined) {
    if (minDomains <= 0) check.invalid([...at, "minDomains"], minDomains, "must be greater than zero");
    if (whenUnsatisfiable !== "DoNotSchedule") {
      const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
      check.invalid([...at, "minDomains"], minDomains, detail);
    }
  }
  checkLabelKeys(check, at, constraint);
  checkLabelSelector(check, [...at, "labelSelector"], constraint.labelSelector);
};

export const checkTopologySpread = (check: Validity, at: Path, list: readonly TopologySpreadConstraint[]): void => {
  const first = new Map<string, number>();
  for (const [i, constraint] of list.entries()) {
    checkSpread(check, [...at, i], constraint);
    const pair = `{${constraint.topologyKey}, ${constraint.whenUnsatisfiable}}`;
    const earlier = first.get(pair);
    if (earlier === undefined) first.set(pair, i);
    else {
      const secondary = { path: [...at, earlier], label: "the same pair is here" };
      check.duplicate([...at, i], pair, "one constraint per topologyKey and whenUnsatisfiable", { secondary });
    }
  }
};
