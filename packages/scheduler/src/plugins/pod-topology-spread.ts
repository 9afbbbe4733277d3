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

/** What tells candidates apart: for each rule the node's label value, or on hosts its own count plus one; 0 = no label. */
const HOST_COUNTS_MAX = 62;
/** More kinds of candidates than this are not told apart by table. */
const KINDS_MAX = 65_536;

/** One rule, ready for a try. */
interface Term {
  readonly isHost: boolean;
  readonly topology: TopologyView;
  readonly counts: DomainCounts;
  readonly maxSkew: number;
  /** How many values a candidate's part can have. */
  readonly radix: number;
}

/**
 * Scores candidates by kind: nodes that have the same label values and the same counts score the same, and there are few
 * kinds among hundreds of candidates. Rounding and division are done once for each kind.
 */
class Scorer {
  /** Of each candidate: its kind. */
  #kindOf = new Int32Array(0);
  /** Of each kind in this try: how many candidates, and one of them. Zero, or stale, in between. */
  readonly #sizes = new Int32Array(KINDS_MAX);
  readonly #members = new Int32Array(KINDS_MAX);
  readonly #scores = new Float64Array(KINDS_MAX);
  #kinds: number[] = [];

  score(
    { rules, requiresAllKeys }: Rules,
    { nodes, pods }: ClusterView,
    candidates: Candidates,
    scores: Float64Array,
  ): void {
    const terms = rules.map(({ constraint, query }): Term => {
      const isHost = constraint.topologyKey === HOSTNAME;
      const topology = nodes.topology(constraint.topologyKey);
      const radix = isHost ? HOST_COUNTS_MAX + 2 : topology.valueCount;
      return { isHost, topology, counts: pods.domains(query), maxSkew: constraint.maxSkew, radix };
    });
    const isSorted = this.#sort(terms, candidates);
    if (!isSorted) this.#keepApart(candidates);
    this.#rate(terms, requiresAllKeys, candidates.size);
    const { size } = candidates;
    for (let k = 0; k < size; k++) scores[k] = this.#scores[this.#kindOf[k] ?? 0] ?? 0;
    for (const kind of this.#kinds) this.#sizes[kind] = 0;
  }

  /** Puts every candidate into its kind; false if there are too many kinds, or a count too high, for that. */
  #sort(terms: readonly Term[], candidates: Candidates): boolean {
    const { size } = candidates;
    this.#kinds = [];
    if (this.#kindOf.length < size) this.#kindOf = new Int32Array(2 * size);
    const kindOf = this.#kindOf.fill(0, 0, size);
    let kindCount = 1;
    for (const { isHost, topology, counts, radix } of terms) {
      kindCount *= radix;
      if (kindCount > KINDS_MAX) return false;
      for (let k = 0; k < size; k++) {
        const node = candidates.at(k);
        let part = topology.valueOf(node);
        if (isHost && part > 0) {
          part = counts.countOn(node) + 1;
          if (part > HOST_COUNTS_MAX + 1) return false;
        }
        kindOf[k] = (kindOf[k] ?? 0) * radix + part;
      }
    }
    this.#gather(candidates);
    return true;
  }

  #gather(candidates: Candidates): void {
    const { size } = candidates;
    const kindOf = this.#kindOf;
    for (let k = 0; k < size; k++) {
      const kind = kindOf[k] ?? 0;
      const before = this.#sizes[kind] ?? 0;
      if (before === 0) {
        this.#kinds.push(kind);
        this.#members[kind] = candidates.at(k);
      }
      this.#sizes[kind] = before + 1;
    }
  }

  /** Every candidate is a kind of its own; there are fewer than KINDS_MAX of them in any cluster. */
  #keepApart(candidates: Candidates): void {
    for (let k = 0; k < candidates.size; k++) this.#kindOf[k] = k;
    this.#gather(candidates);
  }

  #isIgnored(terms: readonly Term[], requiresAllKeys: boolean, node: NodeIx): boolean {
    return requiresAllKeys && terms.some(({ topology }) => topology.valueOf(node) === 0);
  }

  /** Raw scores of the kinds, and from them 0..100: the fewer pods the better; 0 for nodes that take no part. */
  #rate(terms: readonly Term[], requiresAllKeys: boolean, candidateCount: number): void {
    const takingPart: number[] = [];
    let ignoredCount = 0;
    for (const kind of this.#kinds) {
      this.#scores[kind] = 0;
      const node = (this.#members[kind] ?? 0) as NodeIx;
      if (this.#isIgnored(terms, requiresAllKeys, node)) ignoredCount += this.#sizes[kind] ?? 0;
      else takingPart.push(kind);
    }
    for (const term of terms) {
      const { isHost, topology, counts, maxSkew } = term;
      const domains = isHost ? candidateCount - ignoredCount : this.#countValues(topology, takingPart);
      const weight = Math.log(domains + 2);
      for (const kind of takingPart) {
        const node = (this.#members[kind] ?? 0) as NodeIx;
        if (topology.valueOf(node) === 0) continue;
        const count = isHost ? counts.countOn(node) : counts.countAt(node);
        this.#scores[kind] = (this.#scores[kind] ?? 0) + (count * weight + (maxSkew - 1));
      }
    }
    this.#normalize(takingPart);
  }

  /** How many values of the label there are among the kinds that take part; none at all is like "". */
  #countValues(topology: TopologyView, takingPart: readonly number[]): number {
    const values = new Set<number>();
    for (const kind of takingPart) {
      values.add(topology.valueOf((this.#members[kind] ?? 0) as NodeIx) || topology.emptyValue);
    }
    return values.size;
  }

  #normalize(takingPart: readonly number[]): void {
    let lowest = Infinity;
    let highest = 0;
    for (const kind of takingPart) {
      const score = Math.round(this.#scores[kind] ?? 0);
      this.#scores[kind] = score;
      lowest = Math.min(lowest, score);
      highest = Math.max(highest, score);
    }
    for (const kind of takingPart) {
      const score = this.#scores[kind] ?? 0;
      this.#scores[kind] = highest === 0 ? MAX_SCORE : Math.floor((MAX_SCORE * (highest + lowest - score)) / highest);
    }
  }
}

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
