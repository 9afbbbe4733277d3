// One resource over all nodes: what each has to give and what its pods ask for, as plain numbers in typed columns.
import type { NodeIx } from "@podsim/core";
import type { ResourceView } from "./cluster-view.js";
import { withRoom } from "./typed-column.js";

/** cpu in thousandths, everything else in whole units (bytes, devices). */
export class ResourceColumn implements ResourceView {
  #allocatable = new Float64Array(0);
  #requested = new Float64Array(0);
  #assumed = new Float64Array(0);

  allocatable(node: NodeIx): number {
    return this.#allocatable[node] ?? 0;
  }

  requested(node: NodeIx): number {
    return this.#requested[node] ?? 0;
  }

  assumed(node: NodeIx): number {
    return this.#assumed[node] ?? 0;
  }

  setAllocatable(node: NodeIx, amount: number): void {
    this.#allocatable = withRoom(this.#allocatable, node);
    this.#allocatable[node] = amount;
  }

  /** Counts a pod in, or out with negative amounts. */
  addPod(node: NodeIx, requested: number, assumed: number): void {
    this.#requested = withRoom(this.#requested, node);
    this.#assumed = withRoom(this.#assumed, node);
    this.#requested[node] = this.requested(node) + requested;
    this.#assumed[node] = this.assumed(node) + assumed;
  }
}
