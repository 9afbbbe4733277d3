// Whether a pod would fit on a node with others that are thought to be there as well: the profile's filters are asked,
// and nothing is scored, as node autoscalers do it.
import { podRequests, specOf } from "@podsim/core";
import type { NodeIx, PodState } from "@podsim/core";
import type { ClusterView, PlacedPod } from "../cluster/cluster-view.js";
import { FilterTrial } from "../framework/filter-trial.js";
import { NOBODY_NOMINATED } from "../framework/nominations.js";
import { podViewOf } from "../framework/pod-view.js";
import type { Profile } from "../framework/profile.js";

const NOBODY: readonly PlacedPod[] = [];

export class Fitting {
  readonly #cluster: ClusterView;
  readonly #profile: Profile;
  /** Pods that are thought to be on nodes besides those that are. */
  readonly #guests = new Map<NodeIx, PlacedPod[]>();

  constructor(cluster: ClusterView, profile: Profile) {
    this.#cluster = cluster;
    this.#profile = profile;
  }

  /** The first of the nodes that the pod fits on; it is thought to be there from then on. */
  place(pod: PodState, nodes: Iterable<NodeIx>): NodeIx | null {
    const trial = new FilterTrial(podViewOf(pod, this.#cluster), this.#cluster, this.#profile, NOBODY_NOMINATED);
    for (const node of nodes) {
      if (!this.#hasRoom(pod, node)) continue;
      trial.begin(node);
      if (trial.withGuests(this.#guests.get(node) ?? NOBODY) !== null) continue;
      this.add(pod, node);
      return node;
    }
    return null;
  }

  /** Why the pod does not fit on the node; null = it does. */
  objection(pod: PodState, node: NodeIx): readonly string[] | null {
    const trial = new FilterTrial(podViewOf(pod, this.#cluster), this.#cluster, this.#profile, NOBODY_NOMINATED);
    trial.begin(node);
    return trial.withGuests(this.#guests.get(node) ?? NOBODY)?.verdict.reasons ?? null;
  }

  add(pod: PodState, node: NodeIx): void {
    const placed: PlacedPod = { pod, podClass: this.#cluster.pods.classOf(pod) };
    const guests = this.#guests.get(node);
    if (guests === undefined) this.#guests.set(node, [placed]);
    else guests.push(placed);
  }

  /** Takes back the last `count` pods that were thought to be on the node. */
  takeBack(node: NodeIx, count: number): void {
    this.#guests.get(node)?.splice(-count, count);
  }

  /** Looked at first, because most nodes are full. */
  #hasRoom(pod: PodState, node: NodeIx): boolean {
    const { milliCpu, memoryBytes } = podRequests(specOf(pod));
    const { nodes } = this.#cluster;
    const [cpu, memory] = [nodes.resource("cpu"), nodes.resource("memory")];
    let freeCpu = cpu.allocatable(node) - cpu.requested(node);
    let freeMemory = memory.allocatable(node) - memory.requested(node);
    for (const guest of this.#guests.get(node) ?? NOBODY) {
      const requests = podRequests(specOf(guest.pod));
      freeCpu -= requests.milliCpu;
      freeMemory -= requests.memoryBytes;
    }
    return (milliCpu === 0 || milliCpu <= freeCpu) && (memoryBytes === 0 || memoryBytes <= freeMemory);
  }
}
