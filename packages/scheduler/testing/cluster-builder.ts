// A cluster for tests, built fact by fact: nodes, pods that wait, pods that are placed, and the scheduler's view of it.
//
//   const cluster = new TestCluster();
//   cluster.addNode(aNode("a", { allocatable: { cpu: "4", memory: "32Gi", pods: "110" } }));
//   const pod = cluster.addPod("web-0", aTemplate({ requests: { cpu: "100m" } }));
import {
  invariant,
  namespaceCreated,
  nodeAdded,
  nodeRemoved,
  podBound,
  podCreated,
  podDeletionRequested,
  podRemoved,
  replicaSetCreated,
  serviceApplied,
} from "@podsim/core";
import type {
  ContainerImage,
  EventDefinition,
  Labels,
  LabelSelector,
  Node,
  NodeIx,
  PodIx,
  PodOwner,
  PodSpec,
  PodState,
  PodTemplateSpec,
  ResourceList,
  Service,
  SimTime,
  Taint,
} from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { applyFact } from "../src/cluster/apply-fact.js";
import { LiveView } from "../src/cluster/live-view.js";
import type { World } from "../src/cluster/world.js";
import { createWorld } from "../src/cluster/world.js";
import { podViewOf } from "../src/framework/pod-view.js";
import type { PodView } from "../src/framework/pod-view.js";

export interface NodeOptions {
  /** Besides kubernetes.io/hostname. */
  readonly labels?: Labels;
  readonly allocatable?: ResourceList;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly images?: readonly ContainerImage[];
}

/** 4 CPUs, 32Gi, 110 pods, a hostname, and nothing else unless told. */
export const aNode = (name: string, options: NodeOptions = {}): Node => {
  const allocatable = options.allocatable ?? { cpu: "4", memory: "32Gi", pods: "110" };
  const labels = { "kubernetes.io/hostname": name, ...options.labels };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, namespace: "", labels, annotations: {} },
    spec: { unschedulable: options.unschedulable ?? false, taints: options.taints ?? [] },
    status: { capacity: allocatable, allocatable, images: options.images ?? [] },
  };
};

export interface TemplateOptions {
  readonly labels?: Labels;
  /** Of its one container. */
  readonly requests?: ResourceList;
  readonly image?: string;
  readonly spec?: Partial<PodSpec>;
}

/** One container that requests nothing, unless told otherwise. */
export const aTemplate = ({ labels = {}, requests = {}, image, spec = {} }: TemplateOptions = {}): PodTemplateSpec => ({
  metadata: { labels, annotations: {} },
  spec: aSpec({ containers: [aContainer({ requests, ...(image === undefined ? {} : { image }) })], ...spec }),
});

/** 100m and 500Mi: the pod of kube-scheduler's own benchmarks. */
export const STANDARD_REQUESTS: ResourceList = { cpu: "100m", memory: "500Mi" };

export interface PodPlace {
  readonly namespace?: string;
  readonly owner?: PodOwner;
  /** Bound by hand to the node of that name. */
  readonly on?: string;
}

export class TestCluster {
  readonly world: World = createWorld();
  readonly view = new LiveView(this.world);
  nowUs: SimTime = 0;
  #seq = 0;
  #replicaSets = 0;
  #services = 0;

  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void {
    const fact = { seq: this.#seq++, at: this.nowUs, subject, causedBy: -1, definition, data };
    applyFact(this.world, fact);
    this.view.observe(fact);
  }

  addNode(node: Node): NodeIx {
    const nodeIx = this.world.nodes.nextIx as NodeIx;
    this.record(nodeAdded, nodeIx, { nodeIx, object: node });
    return nodeIx;
  }

  removeNode(name: string): void {
    this.record(nodeRemoved, this.nodeIx(name), {});
  }

  nodeIx(name: string): NodeIx {
    const ix = this.world.nodes.ixOf(name);
    invariant(ix !== undefined, () => `there is no node ${name}`);
    return ix;
  }

  addPod(name: string, template: PodTemplateSpec, { namespace = "default", owner, on }: PodPlace = {}): PodIx {
    const podIx = this.world.pods.nextIx as PodIx;
    const owned = { ownerKind: owner?.kind ?? null, ownerName: owner?.name ?? null, ownerIx: owner?.ix ?? null };
    this.record(podCreated, podIx, { podIx, namespace, name, uid: `uid-${podIx}`, template, ...owned });
    if (on !== undefined) this.bind(podIx, on, "manifest");
    return podIx;
  }

  bind(pod: PodIx, node: string, by: "scheduler" | "manifest" = "scheduler"): void {
    this.record(podBound, pod, { node, nodeIx: this.world.nodes.ixOf(node) ?? -1, by });
  }

  /** It has a deletionTimestamp from now on. */
  startDeleting(pod: PodIx): void {
    this.record(podDeletionRequested, pod, { graceSeconds: 30, deletionTimestampUs: this.nowUs + 30e6, by: "user" });
  }

  removePod(pod: PodIx): void {
    this.record(podRemoved, pod, {});
  }

  addNamespace(name: string, labels: Labels): void {
    this.record(namespaceCreated, 0, { name, labels });
  }

  addService(name: string, selector: Labels, namespace = "default"): void {
    const object: Service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace, labels: {}, annotations: {} },
      spec: { type: "ClusterIP", selector, ports: [], publishNotReadyAddresses: false },
    };
    const serviceIx = this.#services++;
    this.record(serviceApplied, serviceIx, { serviceIx, object });
  }

  /** Its owner entry for pods. */
  addReplicaSet(name: string, selector: LabelSelector, namespace = "default"): PodOwner {
    const replicaSetIx = this.#replicaSets++;
    this.record(replicaSetCreated, replicaSetIx, {
      ...replicaSetCreated.example,
      replicaSetIx,
      namespace,
      name,
      selector,
    });
    return { kind: "ReplicaSet", name, ix: replicaSetIx };
  }

  state(pod: PodIx): PodState {
    const state = this.world.pods.at(pod);
    invariant(state !== undefined, () => `there is no pod ${pod}`);
    return state;
  }

  podView(pod: PodIx): PodView {
    return podViewOf(this.state(pod), this.view);
  }
}
