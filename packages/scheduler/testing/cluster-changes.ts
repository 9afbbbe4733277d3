// Changes of a cluster under a scheduler, as a test's steps: nodes come, go and change; pods are placed by others, go or
// are being deleted; Services and namespaces appear.
import * as fc from "fast-check";
import {
  budgetApplied,
  budgetStatusUpdated,
  imageStored,
  nodeCordoned,
  nodeRelabelled,
  nodeTainted,
  nodeUncordoned,
  nodeUntainted,
} from "@podsim/core";
import type { NodeIx, PodIx, PodTemplateSpec } from "@podsim/core";
import {
  arbitraryImage,
  arbitraryNode,
  arbitraryNodeLabels,
  arbitraryTaint,
  arbitraryTemplate,
  NAMESPACES,
} from "./cluster-arbitraries.js";
import { aNode, aTemplate, TestCluster } from "./cluster-builder.js";
import { aBudget } from "./objects.js";

/** A cluster that changes, and the pods placed in it. */
export class ChangingCluster {
  readonly cluster = new TestCluster();
  readonly #placed: PodIx[] = [];
  #names = 0;

  /** One of the nodes there are; undefined = there is none. */
  nodeAt(k: number): NodeIx | undefined {
    const nodes = [...this.cluster.world.nodes.values()];
    return nodes[k % Math.max(1, nodes.length)]?.ix;
  }

  podAt(k: number): PodIx | undefined {
    return this.#placed[k % Math.max(1, this.#placed.length)];
  }

  /** A name nobody has. */
  name(): string {
    return `x${this.#names++}`;
  }

  nodeName(node: NodeIx): string {
    return this.cluster.world.nodes.at(node)?.name ?? "";
  }

  place(template: PodTemplateSpec, namespace: string, on: NodeIx): void {
    this.#start(this.cluster.addPod(this.name(), template, { namespace, on: this.nodeName(on) }));
  }

  bind(pod: PodIx, node: NodeIx): void {
    this.cluster.bind(pod, this.nodeName(node));
    this.#start(pod);
  }

  /** Every pod has a start of its own, in an order unlike that of the list. */
  #start(pod: PodIx): void {
    this.#placed.push(pod);
    const { pods } = this.cluster.world;
    const state = this.cluster.state(pod);
    pods.put({ ...state, status: { ...state.status, startTimeUs: (((pod + 1) * 7_919) % 10_007) * 1_000_000 } });
  }

  /** Pods that were asked to go are gone. */
  finishDeletions(): void {
    for (const pod of this.#placed.filter((each) => this.cluster.state(each).deletion !== null)) this.remove(pod);
  }

  remove(pod: PodIx): void {
    this.#placed.splice(this.#placed.indexOf(pod), 1);
    this.cluster.removePod(pod);
  }
}

export type Change = (changing: ChangingCluster) => void;

const onNode =
  (k: number, act: (node: NodeIx, cluster: TestCluster) => void): Change =>
  (changing) => {
    const node = changing.nodeAt(k);
    if (node !== undefined) act(node, changing.cluster);
  };

const onPod =
  (k: number, act: (pod: PodIx, changing: ChangingCluster) => void): Change =>
  (changing) => {
    const pod = changing.podAt(k);
    if (pod !== undefined) act(pod, changing);
  };

interface BudgetChange {
  readonly app: string;
  readonly allowed: number;
  /** There are two budgets. */
  readonly k: number;
  readonly namespace: string;
}

/** One of two budgets covers these pods from now on, and lets so many of them go. */
const setBudget = (cluster: TestCluster, { app, allowed, k, namespace }: BudgetChange): void => {
  const budget = aBudget({ selector: { matchLabels: { app } }, minAvailable: 1 }, `b${k}`);
  const object = { ...budget, metadata: { ...budget.metadata, namespace } };
  cluster.record(budgetApplied, k, { budgetIx: k, object });
  const status = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: allowed };
  cluster.record(budgetStatusUpdated, k, status);
};

const nat = fc.nat({ max: 20 });

export const arbitraryNamespace = fc.constantFrom(...NAMESPACES);

export const nodeAdded: fc.Arbitrary<Change> = arbitraryNode.map((options): Change => ({ cluster }) => {
  cluster.addNode(aNode(`n${cluster.world.nodes.nextIx}`, options));
});

export const podPlaced: fc.Arbitrary<Change> = fc
  .tuple(arbitraryTemplate(false), arbitraryNamespace, nat)
  .map(([template, ns, k]): Change => (changing) => {
    const node = changing.nodeAt(k);
    if (node !== undefined) changing.place(template, ns, node);
  });

/** Somebody who may have to go takes all there is on a node, and more. */
export const nodeFilled: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom("web", "db", "job"), fc.nat({ max: 2 }), arbitraryNamespace, nat)
  .map(([app, priority, namespace, k]): Change => (changing) => {
    const node = changing.nodeAt(k);
    const template = aTemplate({ labels: { app }, requests: { cpu: "8", memory: "32Gi" }, spec: { priority } });
    if (node !== undefined) changing.place(template, namespace, node);
  });

const nodeChanges: readonly fc.Arbitrary<Change>[] = [
  nat.map((k) => onNode(k, (node, cluster) => cluster.record(nodeCordoned, node, {}))),
  nat.map((k) => onNode(k, (node, cluster) => cluster.record(nodeUncordoned, node, {}))),
  fc
    .tuple(nat, arbitraryTaint)
    .map(([k, taint]) => onNode(k, (node, cluster) => cluster.record(nodeTainted, node, taint))),
  fc
    .tuple(nat, arbitraryTaint)
    .map(([k, { key, effect }]) => onNode(k, (node, cluster) => cluster.record(nodeUntainted, node, { key, effect }))),
  fc
    .tuple(nat, arbitraryNodeLabels)
    .map(([k, labels]) => onNode(k, (node, cluster) => cluster.record(nodeRelabelled, node, { labels }))),
  fc
    .tuple(nat, arbitraryImage)
    .map(([k, { names, sizeBytes }]) =>
      onNode(k, (node, cluster) => cluster.record(imageStored, node, { image: names[0] ?? "", sizeBytes })),
    ),
  fc.tuple(nat, arbitraryNode).map(([k, { allocatable }]) =>
    onNode(k, (node, { world }) => {
      const state = world.nodes.at(node);
      if (state === undefined || allocatable === undefined) return;
      const { object } = state;
      world.nodes.put({ ...state, object: { ...object, status: { ...object.status, allocatable } } });
    }),
  ),
  nat.map((k) =>
    onNode(k, (node, cluster) => {
      if (cluster.world.nodes.size > 1) cluster.removeNode(cluster.world.nodes.at(node)?.name ?? "");
    }),
  ),
];

export const arbitraryChange: fc.Arbitrary<Change> = fc.oneof(
  ...nodeChanges,
  nat.map((k) => onPod(k, (pod, changing) => changing.remove(pod))),
  nat.map((k) => onPod(k, (pod, { cluster }) => cluster.startDeleting(pod))),
  fc.constant<Change>((changing) => changing.finishDeletions()),
  fc.tuple(fc.constantFrom("web", "db", "job"), fc.nat({ max: 2 }), fc.nat({ max: 1 }), arbitraryNamespace).map(
    ([app, allowed, k, namespace]): Change =>
      ({ cluster }) =>
        setBudget(cluster, { app, allowed, k, namespace }),
  ),
  fc.tuple(fc.constantFrom("web", "db"), arbitraryNamespace).map(
    ([app, ns]): Change =>
      (changing) =>
        changing.cluster.addService(changing.name(), { app }, ns),
  ),
  arbitraryNamespace.map(
    (name): Change =>
      ({ cluster }) =>
        cluster.addNamespace(name, name === "team-a" ? { team: "a" } : {}),
  ),
);
