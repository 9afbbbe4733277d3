// Which domain each node is counted in: the same for all counts over one label that let in the same nodes.
import type { NodeIx } from "@podsim/core";
import type { DomainQuery, TopologyView } from "../cluster-view.js";
import type { NodeTableView } from "../node-table.js";
import { withRoom } from "../typed-column.js";

export class DomainColumn {
  readonly #nodes: NodeTableView;
  readonly #topology: TopologyView;
  readonly #query: DomainQuery;
  #position = -1;
  /** By node: its domain; 0 = none. */
  domainOf = new Int32Array(0);
  /** By domain: how many nodes are in it. */
  members = new Int32Array(0);
  domainCount = 0;

  /** @param query one of those that the column is for */
  constructor(nodes: NodeTableView, query: DomainQuery) {
    this.#nodes = nodes;
    this.#topology = nodes.topology(query.topologyKey);
    this.#query = query;
  }

  /** Brings the column up to date with the nodes. */
  refresh(): void {
    const nodes = this.#nodes;
    if (this.#position === nodes.nodeChangePosition) return;
    const isNearby = this.#position >= 0 && nodes.visitNodeChangesSince(this.#position, this.#update);
    if (!isNearby) for (let node = 0; node < nodes.nextIx; node++) this.#update(node as NodeIx);
    this.#position = nodes.nodeChangePosition;
  }

  /** The domain the node belongs to as it is now; 0 = it takes no part. */
  domainNow(node: NodeIx): number {
    const { missingIsEmpty } = this.#query;
    const state = this.#nodes.at(node);
    const value = this.#topology.valueOf(node) || (missingIsEmpty ? this.#topology.emptyValue : 0);
    return state !== undefined && value > 0 && this.#query.includes(state) ? value : 0;
  }

  readonly #update = (node: NodeIx): void => {
    this.domainOf = withRoom(this.domainOf, node);
    const before = this.domainOf[node] ?? 0;
    const domain = this.domainNow(node);
    if (domain === before) return;
    this.domainOf[node] = domain;
    this.#shift(before, -1);
    this.#shift(domain, 1);
  };

  #shift(domain: number, by: -1 | 1): void {
    if (domain === 0) return;
    this.members = withRoom(this.members, domain);
    const count = this.members[domain] ?? 0;
    this.members[domain] = count + by;
    this.domainCount += Number(count + by > 0) - Number(count > 0);
  }
}
