// The values nodes have under one label, as small numbers in a typed column.
import type { Labels, NodeIx } from "@podsim/core";
import type { TopologyView } from "../cluster-view.js";
import { withRoom } from "../typed-column.js";

/** The number of the value ""; 0 is no value at all. */
const EMPTY = 1;

export class TopologyColumn implements TopologyView {
  readonly #key: string;
  readonly #values = new Map<string, number>([["", EMPTY]]);
  #column = new Int32Array(0);
  /** By value: how many nodes have it. */
  #members = new Int32Array(0);
  /** Values that more than one node has. */
  #sharedCount = 0;

  constructor(key: string) {
    this.#key = key;
  }

  get valueCount(): number {
    return this.#values.size + 1;
  }

  get emptyValue(): number {
    return EMPTY;
  }

  get isOneToOne(): boolean {
    return this.#sharedCount === 0 && (this.#members[EMPTY] ?? 0) === 0;
  }

  valueOf(node: NodeIx): number {
    return this.#column[node] ?? 0;
  }

  /** Takes over the node's labels. */
  put(node: NodeIx, labels: Labels): void {
    this.#column = withRoom(this.#column, node);
    this.#set(node, this.#numberOf(labels));
  }

  remove(node: NodeIx): void {
    if (node < this.#column.length) this.#set(node, 0);
  }

  #set(node: NodeIx, value: number): void {
    this.#count(this.valueOf(node), -1);
    this.#count(value, 1);
    this.#column[node] = value;
  }

  #count(value: number, by: 1 | -1): void {
    if (value === 0) return;
    this.#members = withRoom(this.#members, value);
    const before = this.#members[value] ?? 0;
    this.#members[value] = before + by;
    this.#sharedCount += Number(before + by > 1) - Number(before > 1);
  }

  #numberOf(labels: Labels): number {
    if (!Object.hasOwn(labels, this.#key)) return 0;
    const value = labels[this.#key] ?? "";
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    const number = this.#values.size + 1;
    this.#values.set(value, number);
    return number;
  }
}
