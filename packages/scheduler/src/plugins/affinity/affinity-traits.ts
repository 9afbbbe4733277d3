// What inter-pod affinity tells nodes apart by, for the pods of one class.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, DomainCounts } from "../../cluster/cluster-view.js";
import { domainTrait, isCounted, NO_TRAITS } from "../../framework/plugin.js";
import type { Trait } from "../../framework/plugin.js";
import type { Incoming, OwnTerms } from "./term-queries.js";

/** In filters it matters whether there are any pods in a domain, not how many. */
const isAny = (counts: DomainCounts, node: NodeIx): number => Number(counts.countAt(node) > 0);
/** Below 0 where more pods would rather be away. */
const sum = (counts: DomainCounts, node: NodeIx): number => counts.countAt(node);

interface Known {
  readonly incoming: Incoming;
  /** By query: whether it went by counts then. */
  readonly counted: string;
  readonly traits: readonly Trait[];
}

export class AffinityTraits {
  readonly #known = new WeakMap<OwnTerms, Known>();

  of(own: OwnTerms, incoming: Incoming, cluster: ClusterView): readonly Trait[] {
    const filtering = [...own.required, ...own.repelled, ...incoming.repelling];
    const scoring = [...own.wishes.map(({ query }) => query), ...incoming.scoring];
    if (filtering.length + scoring.length === 0) return NO_TRAITS;
    const counted = [...filtering, ...scoring].map((query) => (isCounted(query, cluster) ? "1" : "0")).join("");
    const known = this.#known.get(own);
    if (known?.incoming === incoming && known.counted === counted) return known.traits;
    const traits = [
      ...filtering.map((query) => domainTrait({ query, id: "any at", read: isAny }, cluster)),
      ...scoring.map((query) => domainTrait({ query, id: "sum at", read: sum }, cluster)),
    ];
    this.#known.set(own, { incoming, counted, traits });
    return traits;
  }
}
