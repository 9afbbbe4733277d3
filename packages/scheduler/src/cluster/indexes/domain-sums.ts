// Pods counted by topology domain: every placement is added as it happens, and nodes that changed themselves are counted
// anew at the next look.
import type { NodeIx } from "@podsim/core";
import { ChangeJournal, SHORT_JOURNAL } from "../change-journal.js";
import type { DomainCounts, DomainQuery, NodeChanges, PlacedPod, TopologyView } from "../cluster-view.js";
import type { NodeTableView } from "../node-table.js";
import { withRoom } from "../typed-column.js";
import type { DomainColumn } from "./domain-column.js";

/** The smallest sum over the domains, known without a look at all of them while sums move one by one. */
class Minimum {
  value = 0;
  /** Domains at that sum; 0 = it has to be looked for. */
  holders = 0;

  enter(sum: number): void {
    if (this.holders === 0 || sum > this.value) return;
    this.holders = sum === this.value ? this.holders + 1 : 1;
    this.value = sum;
  }

  leave(sum: number): void {
    if (this.holders > 0 && sum === this.value) this.holders--;
  }

  forget(): void {
    this.holders = 0;
  }
}

/** What a count begins with. */
export interface DomainSource {
  /** Which domain each node is in; to be brought up to date. */
  readonly column: () => DomainColumn;
  /** Tells of every node with pods that count what they count together; a node may be told of more than once. */
  readonly visitCounted: (visit: (node: NodeIx, weight: number) => void) => void;
}

export class DomainSums implements DomainCounts {
  readonly #nodes: NodeTableView;
  readonly #topology: TopologyView;
  readonly #query: DomainQuery;
  #position = -1;
  /** Per node: the domain it is counted in (0 = none), and what it adds there. */
  #domainOf = new Int32Array(0);
  #added = new Float64Array(0);
  /** Per domain: what its nodes add up to, and how many they are. */
  #sums = new Float64Array(0);
  #members = new Int32Array(0);
  readonly #minimum = new Minimum();
  readonly #source: DomainSource;
  #changes = new ChangeJournal(SHORT_JOURNAL);
  domainCount = 0;
  contributorCount = 0;

  constructor(nodes: NodeTableView, query: DomainQuery, source: DomainSource) {
    this.#nodes = nodes;
    this.#source = source;
    this.#topology = nodes.topology(query.topologyKey);
    this.#query = query;
  }

  countAt(node: NodeIx): number {
    return this.#sums[this.#topology.valueOf(node)] ?? 0;
  }

  countOn(node: NodeIx): number {
    return this.#added[node] ?? 0;
  }

  get changes(): NodeChanges {
    return this.#changes;
  }

  get minimum(): number {
    const minimum = this.#minimum;
    if (this.domainCount === 0) return 0;
    if (minimum.holders > 0) return minimum.value;
    minimum.value = Infinity;
    for (let domain = 1; domain < this.#sums.length; domain++) {
      if (this.#members[domain] === 0) continue;
      const sum = this.#sums[domain] ?? 0;
      if (sum < minimum.value) {
        minimum.value = sum;
        minimum.holders = 0;
      }
      if (sum === minimum.value) minimum.holders++;
    }
    return minimum.value;
  }

  /** Brings the sums up to date with the nodes. */
  refresh(): void {
    const nodes = this.#nodes;
    if (this.#position === nodes.nodeChangePosition) return;
    const isNearby = this.#position >= 0 && nodes.visitNodeChangesSince(this.#position, this.#update);
    if (!isNearby) this.#startAnew();
    this.#position = nodes.nodeChangePosition;
  }

  /** From the column that others share and the pods that count, without a look at the nodes. */
  #startAnew(): void {
    const column = this.#source.column();
    column.refresh();
    this.#domainOf = column.domainOf.slice();
    this.#members = column.members.slice();
    this.#added = new Float64Array(this.#domainOf.length);
    this.#sums = new Float64Array(this.#members.length);
    this.domainCount = column.domainCount;
    this.contributorCount = 0;
    this.#changes = new ChangeJournal(SHORT_JOURNAL);
    this.#minimum.forget();
    this.#source.visitCounted((node, weight) => {
      this.add(node, weight);
    });
  }

  /** What the pod counts for, now that it is on a node or off it; 0 = this query does not count it. */
  weigh(placed: PlacedPod): number {
    return this.#query.weigh(placed);
  }

  /** Something was put on the node, or taken off (below 0). A node that is to be counted anew anyway may be left out. */
  add(node: NodeIx, weight: number): void {
    const domain = this.#domainOf[node] ?? 0;
    if (domain > 0) this.#move(node, domain, (this.#added[node] ?? 0) + weight);
  }

  readonly #update = (node: NodeIx): void => {
    const domain = this.#source.column().domainNow(node);
    let added = 0;
    if (domain > 0) for (const placed of this.#nodes.podsOn(node)) added += this.#query.weigh(placed);
    this.#move(node, domain, added);
    // The label itself may have changed, whatever the node counts for.
    this.#changes.note(node);
  };

  #move(node: NodeIx, domain: number, added: number): void {
    const domainBefore = this.#domainOf[node] ?? 0;
    const addedBefore = this.#added[node] ?? 0;
    if (domain === domainBefore && added === addedBefore) return;
    this.#domainOf = withRoom(this.#domainOf, node);
    this.#added = withRoom(this.#added, node);
    this.#domainOf[node] = domain;
    this.#added[node] = added;
    this.#changes.note(node);
    this.contributorCount += Number(added !== 0) - Number(addedBefore !== 0);
    if (domain === domainBefore) return this.#shift(domain, added - addedBefore, 0);
    if (domainBefore > 0) this.#shift(domainBefore, -addedBefore, -1);
    if (domain > 0) this.#shift(domain, added, 1);
  }

  #shift(domain: number, by: number, members: -1 | 0 | 1): void {
    this.#sums = withRoom(this.#sums, domain);
    this.#members = withRoom(this.#members, domain);
    const sum = this.#sums[domain] ?? 0;
    const count = this.#members[domain] ?? 0;
    if (count > 0) this.#minimum.leave(sum);
    this.#sums[domain] = sum + by;
    this.#members[domain] = count + members;
    if (count + members > 0) this.#minimum.enter(sum + by);
    this.domainCount += Number(count + members > 0) - Number(count > 0);
  }
}
