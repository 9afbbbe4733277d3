// The constraints pods are spread by: their own, or else the ones configured for pods that say nothing.
import type { ClusterView, DomainQuery } from "../../cluster/cluster-view.js";
import type { PodView } from "../../framework/plugin.js";
import { defaultConstraints, domainQuery, HOSTNAME, hostQuery, ownConstraints } from "./constraint.js";
import type { Constraint, DefaultConstraint } from "./constraint.js";

export interface PodTopologySpreadArgs {
  /** "System": pods without constraints are spread over hosts and zones in scores; "List": by defaultConstraints. */
  readonly defaultingType: "System" | "List";
  readonly defaultConstraints: readonly DefaultConstraint[];
}

const SYSTEM_DEFAULTS: readonly DefaultConstraint[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: "ScheduleAnyway" },
  { topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, whenUnsatisfiable: "ScheduleAnyway" },
];

export interface Rule {
  readonly constraint: Constraint;
  readonly query: DomainQuery;
}

/** The constraints of one kind (hard or soft) that a pod is subject to, and the labels a node needs to take part. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly keys: readonly string[];
  /** Whether nodes that lack one of the keys are left out of scores. */
  readonly requiresAllKeys: boolean;
  readonly error: string;
}

/** Rules, and what they were worked out from besides the template. */
interface Known {
  readonly selectorsRevision: number;
  readonly namespace: string;
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly rules: Rules;
}

type Kind = "DoNotSchedule" | "ScheduleAnyway";

/** Rules worked out for pods, which share them by template as long as namespace, owner and Services are the same. */
export class RuleBook {
  readonly #defaults: readonly DefaultConstraint[];
  readonly #isSystem: boolean;
  readonly #kind: Kind;
  readonly #known = new WeakMap<PodView["template"], Known>();

  constructor({ defaultingType, defaultConstraints: listed }: PodTopologySpreadArgs, kind: Kind) {
    this.#isSystem = defaultingType === "System";
    this.#defaults = this.#isSystem ? SYSTEM_DEFAULTS : listed;
    this.#kind = kind;
  }

  of(pod: PodView, cluster: ClusterView): Rules {
    const { owner } = pod.state.identity;
    const { namespace } = pod;
    const { selectorsRevision } = cluster.objects;
    const ownerKind = owner?.kind ?? "";
    const ownerName = owner?.name ?? "";
    const known = this.#known.get(pod.template);
    if (
      known !== undefined &&
      known.selectorsRevision === selectorsRevision &&
      known.ownerName === ownerName &&
      known.ownerKind === ownerKind &&
      known.namespace === namespace
    ) {
      return known.rules;
    }
    const rules = this.#workOut(pod, cluster);
    this.#known.set(pod.template, { selectorsRevision, namespace, ownerKind, ownerName, rules });
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
