// What the pods bound to nodes ask for, node by node, kept up to date fact by fact.
import { nodeResources, podRequests, specOf } from "@podsim/core";
import type { Envelope, NodeIx, PodState } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";

/** Thousandths of cpu, bytes of memory, single ones of extended resources, by name. */
export type Amounts = ReadonlyMap<string, number>;

export interface NodeAllocation {
  readonly allocatable: Amounts;
  readonly used: Map<string, number>;
  /** Pods that are not a DaemonSet's. */
  podCount: number;
}

type Counted = Pick<ReturnType<typeof podRequests>, "milliCpu" | "memoryBytes" | "scalars">;

export const amountsOf = ({ milliCpu, memoryBytes, scalars }: Counted): Amounts =>
  new Map([["cpu", milliCpu], ["memory", memoryBytes], ...Object.entries(scalars)]);

const NO_NAMES: readonly string[] = [];

interface Occupant {
  readonly node: number;
  readonly requests: Amounts;
  readonly counts: boolean;
}

/** Whether the pod has given its node's resources back. */
const isDone = ({ status }: PodState): boolean => status.phase === "Succeeded" || status.phase === "Failed";

interface Total {
  readonly used: number;
  readonly allocatable: number;
}

const NOTHING: Total = { used: 0, allocatable: 0 };

export class Allocation {
  readonly nodes = new Map<number, NodeAllocation>();
  readonly #pods = new Map<number, Occupant>();
  readonly #totals = new Map<string, Total>();

  /** Takes the fact in; the resources whose totals changed. */
  see(fact: Envelope, world: WorldView): readonly string[] {
    if (fact.definition.entity === "node") return this.#node(fact, world);
    const pod = world.pods.at(fact.subject);
    const known = this.#pods.get(fact.subject);
    const node = pod === undefined || pod.binding === null || isDone(pod) ? null : pod.binding.nodeIx;
    if ((known?.node ?? null) === node) return NO_NAMES;
    if (known !== undefined) this.#put(known, -1);
    this.#pods.delete(fact.subject);
    if (pod === undefined || node === null) return known === undefined ? NO_NAMES : [...known.requests.keys()];
    const counts = pod.identity.owner?.kind !== "DaemonSet";
    const occupant: Occupant = { node, requests: amountsOf(podRequests(specOf(pod))), counts };
    this.#pods.set(fact.subject, occupant);
    this.#put(occupant, 1);
    return [...occupant.requests.keys()];
  }

  /** Over all nodes. */
  total(resource: string): Total {
    return this.#totals.get(resource) ?? NOTHING;
  }

  #put({ node, requests, counts }: Occupant, sign: 1 | -1): void {
    const allocation = this.nodes.get(node);
    if (allocation === undefined) return;
    if (counts) allocation.podCount += sign;
    for (const [name, amount] of requests) {
      if (amount === 0) continue;
      allocation.used.set(name, (allocation.used.get(name) ?? 0) + sign * amount);
      this.#add(name, sign * amount, 0);
    }
  }

  #add(name: string, used: number, allocatable: number): void {
    const total = this.total(name);
    this.#totals.set(name, { used: total.used + used, allocatable: total.allocatable + allocatable });
  }

  #node(fact: Envelope, world: WorldView): readonly string[] {
    const node = world.nodes.at(fact.subject as NodeIx);
    const known = this.nodes.get(fact.subject);
    if ((node === undefined) === (known === undefined)) return NO_NAMES;
    if (known !== undefined) {
      this.nodes.delete(fact.subject);
      for (const [name, amount] of known.allocatable) this.#add(name, -(known.used.get(name) ?? 0), -amount);
      return [...known.allocatable.keys()];
    }
    if (node === undefined) return NO_NAMES;
    const allocatable = amountsOf(nodeResources(node.object.status.allocatable));
    this.nodes.set(fact.subject, { allocatable, used: new Map(), podCount: 0 });
    for (const [name, amount] of allocatable) this.#add(name, 0, amount);
    return [...allocatable.keys()];
  }
}
