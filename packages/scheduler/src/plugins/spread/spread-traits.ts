// What spreading tells nodes apart by: the domains their labels put them in, or what those count where each is one node.
import type { ClusterView } from "../../cluster/cluster-view.js";
import { countTrait, domainTrait, isCounted, NO_TRAITS } from "../../framework/plugin.js";
import type { Trait } from "../../framework/plugin.js";
import { HOSTNAME } from "./constraint.js";
import type { Rule, Rules } from "./rule-book.js";

interface Known {
  /** Which of the rules went by counts then. */
  readonly counted: number;
  readonly traits: readonly Trait[];
}

/** Rules beyond it are never taken for unchanged; nobody has so many. */
const RULES_MAX = 30;

export class SpreadTraits {
  readonly #scoresHosts: boolean;
  readonly #known = new WeakMap<Rules, Known>();

  /** Whether hosts are told apart by the pods on them, as they are in scores. */
  constructor(scoresHosts: boolean) {
    this.#scoresHosts = scoresHosts;
  }

  of(rules: Rules, cluster: ClusterView): readonly Trait[] {
    const { length } = rules.rules;
    if (length === 0) return NO_TRAITS;
    let counted = 0;
    for (const { query } of rules.rules) counted = 2 * counted + Number(isCounted(query, cluster));
    const known = this.#known.get(rules);
    if (known?.counted === counted && length <= RULES_MAX) return known.traits;
    const traits = rules.rules.map((rule) => this.#traitOf(rule, cluster));
    this.#known.set(rules, { counted, traits });
    return traits;
  }

  #traitOf({ constraint, query }: Rule, cluster: ClusterView): Trait {
    return this.#scoresHosts && constraint.topologyKey === HOSTNAME
      ? countTrait({ query, id: "pods on", read: (counts, node) => counts.countOn(node) }, cluster)
      : domainTrait({ query, id: "pods at", read: (counts, node) => counts.countAt(node) }, cluster);
  }
}
