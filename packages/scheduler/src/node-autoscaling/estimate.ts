// How many nodes of a group would hold which of the pods that wait: first fit, the largest pods first.
import { invariant, nodeResources, podRequests, specOf } from "@podsim/core";
import type { Node, NodeIx, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";
import type { Profile } from "../framework/profile.js";
import type { StillCluster } from "../still/still-cluster.js";
import { Fitting } from "./fitting.js";
import { addImaginedNode, imaginedCluster, looksAtOthers } from "./imagined-cluster.js";
import { nodeOf } from "./node-group.js";

export interface Estimate {
  /** Nodes that hold at least one of the pods. */
  readonly nodeCount: number;
  readonly pods: readonly PodState[];
}

/** Pods that no plugin could tell apart. */
export interface PodKind {
  readonly pods: readonly PodState[];
}

/** Pods by template and owner, each kind in the order of its first pod. */
export const kindsOf = (pods: readonly PodState[]): readonly PodKind[] => {
  const kinds = new Map<unknown, Map<string, PodState[]>>();
  const all: { readonly pods: PodState[] }[] = [];
  for (const pod of pods) {
    const { namespace, owner, template } = pod.identity;
    let byOwner = kinds.get(template);
    if (byOwner === undefined) kinds.set(template, (byOwner = new Map()));
    const key = `${namespace}/${owner?.kind ?? ""}/${owner?.name ?? pod.identity.name}`;
    const known = byOwner.get(key);
    if (known !== undefined) known.push(pod);
    else {
      const kind = { pods: [pod] };
      byOwner.set(key, kind.pods);
      all.push(kind);
    }
  }
  return all;
};

/** How much of a node of the template the pod takes. */
const sizeOn = (pod: PodState, template: Node): number => {
  const { milliCpu, memoryBytes } = podRequests(specOf(pod));
  const room = nodeResources(template.status.allocatable);
  return (
    (room.milliCpu > 0 ? milliCpu / room.milliCpu : 0) + (room.memoryBytes > 0 ? memoryBytes / room.memoryBytes : 0)
  );
};

/** Puts the pod of a world into an imagined one, on a node of it. */
const settle = (cluster: StillCluster, pod: PodState, node: NodeIx): void => {
  const { namespace, name, template, owner } = pod.identity;
  cluster.bind(cluster.addPod({ namespace, name, template, owner }), cluster.world.nodes.at(node)?.name ?? "");
};

/** New nodes as they fill up. */
export class NewNodes {
  readonly #cluster: StillCluster;
  readonly #world: WorldView;
  readonly #profile: Profile;
  readonly #nodes: NodeIx[] = [];
  readonly #used = new Set<NodeIx>();

  /** `others`: pods that may depend on where others are; with any, the whole cluster is imagined. */
  constructor(world: WorldView, profile: Profile, pods: readonly PodState[]) {
    this.#world = world;
    this.#profile = profile;
    this.#cluster = imaginedCluster(world, pods.some(looksAtOthers));
  }

  get usedCount(): number {
    return this.#used.size;
  }

  open(template: Node): NodeIx {
    const name = `${template.metadata.name}-imagined-${String(this.#nodes.length + 1)}`;
    const node = addImaginedNode(this.#cluster, this.#world, nodeOf(template, name));
    this.#nodes.push(node);
    return node;
  }

  /** Why the pod does not fit on the node; null = it does. */
  objection(pod: PodState, node: NodeIx): readonly string[] | null {
    return new Fitting(this.#cluster.view, this.#profile).objection(pod, node);
  }

  /** The first node from the `from`th on that the pod fits on, as its place in the order of opening; -1 = none. */
  place(pod: PodState, from: number): number {
    const node = new Fitting(this.#cluster.view, this.#profile).place(pod, this.#nodes.slice(from));
    if (node === null) return -1;
    settle(this.#cluster, pod, node);
    this.#used.add(node);
    return this.#nodes.indexOf(node);
  }

  get count(): number {
    return this.#nodes.length;
  }

  isUsed(place: number): boolean {
    const node = this.#nodes[place];
    return node !== undefined && this.#used.has(node);
  }
}

/** First fit into nodes of the template, at most `most` of them. Kinds that fit on no such node are left out. */
export const estimate = (
  world: WorldView,
  profile: Profile,
  kinds: readonly PodKind[],
  template: Node,
  most: number,
): Estimate => {
  const inOrder = kinds
    .map((kind) => ({ kind, size: sizeOf(kind, template) }))
    .sort((a, b) => b.size - a.size)
    .map(({ kind }) => kind);
  const nodes = new NewNodes(
    world,
    profile,
    kinds.flatMap(({ pods }) => pods),
  );
  const placed: PodState[] = [];
  for (const { pods } of inOrder) {
    const depends = pods.some(looksAtOthers);
    let from = 0;
    for (const pod of pods) {
      let place = nodes.place(pod, from);
      // The last node opened may be empty still: then the pod fits on none.
      const lastIsEmpty = nodes.count > 0 && !nodes.isUsed(nodes.count - 1);
      if (place < 0 && nodes.count < most && !lastIsEmpty) {
        nodes.open(template);
        place = nodes.place(pod, nodes.count - 1);
      }
      if (place < 0) break;
      placed.push(pod);
      // Of pods that are all alike none fits where the last one did not.
      if (!depends) from = place;
    }
  }
  return { nodeCount: nodes.usedCount, pods: placed };
};

const sizeOf = ({ pods: [first] }: PodKind, template: Node): number => {
  invariant(first !== undefined, "a kind has a pod");
  return sizeOn(first, template);
};
