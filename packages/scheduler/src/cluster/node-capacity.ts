// What every node can take and what its pods have taken, resource by resource.
import { nodeResources, nonZeroRequests, podRequests } from "@podsim/core";
import type { NodeIx, NodeResources, PodSpec, ResourceList } from "@podsim/core";
import { ResourceColumn } from "./resource-column.js";
import { withRoom } from "./typed-column.js";

export class NodeCapacity {
  readonly milliCpu = new ResourceColumn();
  readonly memoryBytes = new ResourceColumn();
  readonly ephemeralBytes = new ResourceColumn();
  /** Extended resources, hugepages and attachable volumes, by name. */
  readonly #scalars = new Map<string, ResourceColumn>();
  #podsAllocatable = new Float64Array(0);
  #podCount = new Int32Array(0);
  /** Amounts by the text of their list: thousands of nodes are of a few kinds. */
  readonly #amounts = new Map<string, NodeResources>();

  /** By Kubernetes' name; all zeros where no node has it and no pod asked for it. */
  resource(name: string): ResourceColumn {
    switch (name) {
      case "cpu":
        return this.milliCpu;
      case "memory":
        return this.memoryBytes;
      case "ephemeral-storage":
        return this.ephemeralBytes;
      default:
        return this.#scalar(name);
    }
  }

  podsAllocatable(node: NodeIx): number {
    return this.#podsAllocatable[node] ?? 0;
  }

  podCount(node: NodeIx): number {
    return this.#podCount[node] ?? 0;
  }

  setAllocatable(node: NodeIx, list: ResourceList): void {
    const { milliCpu, memoryBytes, ephemeralBytes, scalars, pods } = this.#amountsOf(list);
    this.milliCpu.setAllocatable(node, milliCpu);
    this.memoryBytes.setAllocatable(node, memoryBytes);
    this.ephemeralBytes.setAllocatable(node, ephemeralBytes);
    for (const column of this.#scalars.values()) column.setAllocatable(node, 0);
    for (const [name, amount] of Object.entries(scalars)) this.#scalar(name).setAllocatable(node, amount);
    this.#podsAllocatable = withRoom(this.#podsAllocatable, node);
    this.#podsAllocatable[node] = pods;
  }

  /** Counts a pod in (sign 1) or out (-1). */
  addPod(node: NodeIx, spec: PodSpec, sign: 1 | -1): void {
    const { milliCpu, memoryBytes, ephemeralBytes, scalars } = podRequests(spec);
    const assumed = nonZeroRequests(spec);
    this.milliCpu.addPod(node, sign * milliCpu, sign * assumed.milliCpu);
    this.memoryBytes.addPod(node, sign * memoryBytes, sign * assumed.memoryBytes);
    if (ephemeralBytes !== 0) this.ephemeralBytes.addPod(node, sign * ephemeralBytes, sign * ephemeralBytes);
    for (const name in scalars) {
      const amount = sign * (scalars[name] ?? 0);
      this.#scalar(name).addPod(node, amount, amount);
    }
    this.#podCount = withRoom(this.#podCount, node);
    this.#podCount[node] = this.podCount(node) + sign;
  }

  #amountsOf(list: ResourceList): NodeResources {
    const key = JSON.stringify(list);
    let amounts = this.#amounts.get(key);
    if (amounts === undefined) this.#amounts.set(key, (amounts = nodeResources(list)));
    return amounts;
  }

  #scalar(name: string): ResourceColumn {
    let column = this.#scalars.get(name);
    if (column === undefined) this.#scalars.set(name, (column = new ResourceColumn()));
    return column;
  }
}
