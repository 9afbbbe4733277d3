// Spreads pods over the values of node labels: strictly where a constraint says so, as far as scores go otherwise.
import { checkTopologySpread, defaulted, enumeration, listOf, topologySpreadConstraint } from "@podsim/core";
import type { NodeIx, NodeState, Path, PodState, Validity } from "@podsim/core";
import type { ClusterView, DomainCounts, TopologyView } from "../cluster/cluster-view.js";
import {
  ACTION,
  FITS,
  NOTHING_TO_FILTER,
  perCluster,
  pluginArgs,
  unresolvable,
  unschedulable,
} from "../framework/plugin.js";
import type {
  Filtering,
  NodeEvent,
  PodEvent,
  PodView,
  SchedulerPlugin,
  Scoring,
  Verdict,
} from "../framework/plugin.js";
import { hasKeys, selects } from "./spread/constraint.js";
import { RuleBook } from "./spread/rule-book.js";
import { SpreadTraits } from "./spread/spread-traits.js";
import type { PodTopologySpreadArgs, Rule, Rules } from "./spread/rule-book.js";
import { SpreadScorer } from "./spread/spread-scorer.js";

const DEFAULTS: PodTopologySpreadArgs = { defaultingType: "System", defaultConstraints: [] };

const NO_LABEL = 1;
const SKEWED = 2;
const NO_LABEL_VERDICT = unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");
const SKEWED_VERDICT = unschedulable("node(s) didn't match pod topology spread constraints");

const verdictOf = (rejection: number): Verdict => (rejection === NO_LABEL ? NO_LABEL_VERDICT : SKEWED_VERDICT);

/** A hard constraint as this try sees it. */
interface Limit {
  readonly topology: TopologyView;
  readonly counts: DomainCounts;
  /** The highest count a domain may have for the pod to come in. */
  readonly countMax: number;
}

const limitOf = ({ constraint, query }: Rule, { nodes, pods }: ClusterView): Limit => {
  const { maxSkew, minDomains, self } = constraint;
  const counts = pods.domains(query);
  const minimum = counts.domainCount < minDomains ? 0 : counts.minimum;
  return { topology: nodes.topology(query.topologyKey), counts, countMax: maxSkew + minimum - self };
};

const filterBy = ({ rules, error }: Rules, cluster: ClusterView): Filtering => {
  if (error !== "") return { kind: "refusal", verdict: unresolvable(error) };
  if (rules.length === 0) return NOTHING_TO_FILTER;
  const limits = rules.map((rule) => limitOf(rule, cluster));
  const test = (node: NodeIx): number => {
    for (const { topology, counts, countMax } of limits) {
      if (topology.valueOf(node) === 0) return NO_LABEL;
      if (counts.countAt(node) > countMax) return SKEWED;
    }
    return FITS;
  };
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(test);
    },
    verdictOf,
  };
};

const labelsOf = (pod: PodState): PodView["labels"] => pod.identity.template.metadata.labels;

/** Whether the change of a pod may make room in some domain. */
const podMatters = (pod: PodView, { rules }: Rules, { before, after }: PodEvent): boolean => {
  const concerns = ({ identity, binding }: PodState): boolean =>
    identity.ix === pod.ix || (binding !== null && identity.namespace === pod.namespace);
  if ((before !== null && !concerns(before)) || (after !== null && !concerns(after))) return false;
  const isSelected = (state: PodState): boolean => rules.some(({ constraint }) => selects(constraint, state));
  if (before === null) return after !== null && isSelected(after);
  if (after === null) return isSelected(before);
  const [then, now] = [before.identity.template.spec.tolerations, after.identity.template.spec.tolerations];
  if (after.identity.ix === pod.ix && then !== now && rules.some(({ constraint }) => constraint.honorsTaints))
    return true;
  if (labelsOf(before) === labelsOf(after)) return false;
  return rules.some(({ constraint }) => selects(constraint, before) !== selects(constraint, after));
};

/** Whether the change of a node may add, remove or rename a domain. */
const nodeMatters = ({ keys }: Rules, { before, after }: NodeEvent): boolean => {
  const takesPart = (node: NodeState | null): boolean => node !== null && hasKeys(node.labels, keys);
  if (before === null || after === null) return takesPart(before ?? after);
  if (takesPart(before) !== takesPart(after)) return true;
  if (!takesPart(after)) return false;
  return keys.some((key) => before.labels[key] !== after.labels[key]) || before.taints !== after.taints;
};

const checkArgs = ({ defaultingType, defaultConstraints }: PodTopologySpreadArgs, check: Validity, at: Path): void => {
  if (defaultingType === "System" && defaultConstraints.length > 0) {
    check.invalid([...at, "defaultingType"], defaultingType, "when .defaultConstraints are not empty", {
      fix: "write defaultingType: List",
    });
  }
  checkTopologySpread(check, [...at, "defaultConstraints"], defaultConstraints);
  for (const [i, constraint] of defaultConstraints.entries()) {
    if (!("labelSelector" in constraint)) continue;
    const detail = "constraint must not define a selector, as they deduced for each pod";
    check.forbidden([...at, "defaultConstraints", i, "labelSelector"], detail, { fix: "leave it out" });
  }
};

export const podTopologySpread: SchedulerPlugin<PodTopologySpreadArgs> = {
  name: "PodTopologySpread",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<PodTopologySpreadArgs>("PodTopologySpreadArgs", {
    defaultingType: defaulted(enumeration(["System", "List"]), "System"),
    defaultConstraints: defaulted(listOf(topologySpreadConstraint), []),
  }),
  defaults: DEFAULTS,
  check: checkArgs,
  build: (args) => {
    const hard = perCluster(() => new RuleBook(args, "DoNotSchedule"));
    const soft = perCluster(() => new RuleBook(args, "ScheduleAnyway"));
    const scorer = perCluster(() => new SpreadScorer());
    const hardTraits = perCluster(() => new SpreadTraits(false));
    const softTraits = perCluster(() => new SpreadTraits(true));
    return {
      filtersBy: "traits",
      scoresBy: "traits",
      traits: (pod, cluster) => {
        const filtering = hardTraits(cluster).of(hard(cluster).of(pod, cluster), cluster);
        const scoring = softTraits(cluster).of(soft(cluster).of(pod, cluster), cluster);
        if (filtering.length === 0) return scoring;
        return scoring.length === 0 ? filtering : [...filtering, ...scoring];
      },
      filter: (pod, cluster) => filterBy(hard(cluster).of(pod, cluster), cluster),
      score: (pod, cluster, candidates, scores): Scoring => {
        const rules = soft(cluster).of(pod, cluster);
        if (rules.error !== "") return { error: rules.error };
        if (rules.rules.length === 0) return "skipped";
        scorer(cluster).score(rules, cluster, candidates, scores);
        return "scored";
      },
      wakesOn: [
        {
          resource: "Pod",
          actions: ACTION.add | ACTION.updatePodLabel | ACTION.updatePodToleration | ACTION.delete,
          hint: (pod, event, cluster) => podMatters(pod, hard(cluster).of(pod, cluster), event),
        },
        {
          resource: "Node",
          actions: ACTION.add | ACTION.delete | ACTION.updateNodeLabel | ACTION.updateNodeTaint,
          hint: (pod, event, cluster) => nodeMatters(hard(cluster).of(pod, cluster), event),
        },
      ],
    };
  },
};
