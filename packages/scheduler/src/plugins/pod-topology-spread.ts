// Spreads pods over the values of node labels: strictly where a constraint says so, as far as scores go otherwise.
import { defaulted, enumeration, listOf, topologySpreadConstraint } from "@podsim/core";
import type { NodeIx, NodeState, PodState } from "@podsim/core";
import type { ClusterView, DomainCounts, DomainQuery, TopologyView } from "../cluster/cluster-view.js";
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
import {
  defaultConstraints,
  domainQuery,
  hasKeys,
  HOSTNAME,
  hostQuery,
  ownConstraints,
  selects,
} from "./spread/constraint.js";
import type { Constraint, DefaultConstraint } from "./spread/constraint.js";

export interface PodTopologySpreadArgs {
  /** "System": pods without constraints are spread over hosts and zones in scores; "List": by defaultConstraints. */
  readonly defaultingType: "System" | "List";
  readonly defaultConstraints: readonly DefaultConstraint[];
}

const SYSTEM_DEFAULTS: readonly DefaultConstraint[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: "ScheduleAnyway" },
  { topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, whenUnsatisfiable: "ScheduleAnyway" },
];

const DEFAULTS: PodTopologySpreadArgs = { defaultingType: "System", defaultConstraints: [] };

const NO_LABEL = 1;
const SKEWED = 2;
const NO_LABEL_VERDICT = unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");
const SKEWED_VERDICT = unschedulable("node(s) didn't match pod topology spread constraints");

const verdictOf = (rejection: number): Verdict => (rejection === NO_LABEL ? NO_LABEL_VERDICT : SKEWED_VERDICT);

interface Rule {
  readonly constraint: Constraint;
  readonly query: DomainQuery;
}

/** The constraints of one kind (hard or soft) that a pod is subject to, and the labels a node needs to take part. */
interface Rules {
  readonly rules: readonly Rule[];
  readonly keys: readonly string[];
  /** Whether nodes that lack one of the keys are left out of scores. */
  readonly requiresAllKeys: boolean;
  readonly error: string;
}

type Kind = "DoNotSchedule" | "ScheduleAnyway";

/** Rules worked out for pods, which share them by template as long as namespace, owner and Services are the same. */
class RuleBook {
  readonly #defaults: readonly DefaultConstraint[];
  readonly #isSystem: boolean;
  readonly #kind: Kind;
  readonly #known = new WeakMap<PodView["template"], { readonly basis: string; readonly rules: Rules }>();

  constructor({ defaultingType, defaultConstraints: listed }: PodTopologySpreadArgs, kind: Kind) {
    this.#isSystem = defaultingType === "System";
    this.#defaults = this.#isSystem ? SYSTEM_DEFAULTS : listed;
    this.#kind = kind;
  }

  of(pod: PodView, cluster: ClusterView): Rules {
    const { owner } = pod.state.identity;
    const basis = `${cluster.objects.selectorsRevision} ${pod.namespace} ${owner?.kind ?? ""} ${owner?.name ?? ""}`;
    const known = this.#known.get(pod.template);
    if (known?.basis === basis) return known.rules;
    const rules = this.#workOut(pod, cluster);
    this.#known.set(pod.template, { basis, rules });
    return rules;
  }

  #workOut(pod: PodView, { objects }: ClusterView): Rules {
    const hasOwn = (pod.spec.topologySpreadConstraints ?? []).length > 0;
    const constraints = hasOwn
      ? ownConstraints(pod, this.#kind)
      : defaultConstraints(pod, this.#defaults, this.#kind, objects);
    if ("error" in constraints) return { rules: [], keys: [], requiresAllKeys: true, error: constraints.error };
    const keys = [...new Set(constraints.map(({ topologyKey }) => topologyKey))];
    const requiresAllKeys = this.#kind === "DoNotSchedule" || hasOwn || !this.#isSystem;
    const rules = constraints.map((constraint) => ({
      constraint,
      query:
        this.#kind === "ScheduleAnyway" && constraint.topologyKey === HOSTNAME
          ? hostQuery(constraint, pod)
          : domainQuery(constraint, pod, requiresAllKeys ? keys : null),
    }));
    return { rules, keys, requiresAllKeys, error: "" };
  }
}

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

/** Marks a node that takes no part in scores. */
const IGNORED = -1;

class Scorer {
  /** Per value of a label: the try in which it was last seen. */
  readonly #seen = new Map<string, number[]>();
  #try = 0;

  score(
    { rules, keys, requiresAllKeys }: Rules,
    cluster: ClusterView,
    candidates: Candidates,
    scores: Float64Array,
  ): void {
    const topologies = keys.map((key) => cluster.nodes.topology(key));
    const { size } = candidates;
    let ignoredCount = 0;
    for (let k = 0; k < size; k++) {
      const node = candidates.at(k);
      const isIgnored = requiresAllKeys && topologies.some((topology) => topology.valueOf(node) === 0);
      scores[k] = isIgnored ? IGNORED : 0;
      if (isIgnored) ignoredCount++;
    }
    for (const { constraint, query } of rules) {
      const { topologyKey, maxSkew } = constraint;
      const isHost = topologyKey === HOSTNAME;
      const topology = cluster.nodes.topology(topologyKey);
      const domains = isHost ? size - ignoredCount : this.#countValues(topologyKey, topology, candidates, scores);
      const weight = Math.log(domains + 2);
      const counts = cluster.pods.domains(query);
      for (let k = 0; k < size; k++) {
        const node = candidates.at(k);
        const score = scores[k] ?? 0;
        if (score === IGNORED || topology.valueOf(node) === 0) continue;
        const count = isHost ? counts.countOn(node) : counts.countAt(node);
        scores[k] = score + (count * weight + (maxSkew - 1));
      }
    }
    normalize(scores, size);
  }

  /** How many values of the label there are among the candidates that take part; none at all is like "". */
  #countValues(key: string, topology: TopologyView, candidates: Candidates, scores: Float64Array): number {
    let seen = this.#seen.get(key);
    if (seen === undefined) this.#seen.set(key, (seen = []));
    const stamp = ++this.#try;
    let count = 0;
    for (let k = 0; k < candidates.size; k++) {
      if (scores[k] === IGNORED) continue;
      const value = topology.valueOf(candidates.at(k)) || topology.emptyValue;
      if (seen[value] === stamp) continue;
      while (seen.length < value) seen.push(0);
      seen[value] = stamp;
      count++;
    }
    return count;
  }
}

/** The fewer pods the better: from raw scores to 0..100, in place. */
const normalize = (scores: Float64Array, size: number): void => {
  let lowest = Infinity;
  let highest = 0;
  for (let k = 0; k < size; k++) {
    const raw = scores[k] ?? 0;
    if (raw === IGNORED) continue;
    const score = Math.round(raw);
    scores[k] = score;
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
  }
  for (let k = 0; k < size; k++) {
    const score = scores[k] ?? 0;
    if (score === IGNORED) scores[k] = 0;
    else scores[k] = highest === 0 ? MAX_SCORE : Math.floor((MAX_SCORE * (highest + lowest - score)) / highest);
  }
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

export const podTopologySpread: SchedulerPlugin<PodTopologySpreadArgs> = {
  name: "PodTopologySpread",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<PodTopologySpreadArgs>("PodTopologySpreadArgs", {
    defaultingType: defaulted(enumeration(["System", "List"]), "System"),
    defaultConstraints: defaulted(listOf(topologySpreadConstraint), []),
  }),
  defaults: DEFAULTS,
  build: (args) => {
    const hard = perCluster(() => new RuleBook(args, "DoNotSchedule"));
    const soft = perCluster(() => new RuleBook(args, "ScheduleAnyway"));
    const scorer = perCluster(() => new Scorer());
    return {
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
