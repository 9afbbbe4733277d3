// A small cluster with a bit of everything, on which a plugin is tried before a run depends on it.
import { admitPod, completePodSpec, decodeObject, invariant } from "@podsim/core";
import type { Node, Pod, PodTemplateSpec } from "@podsim/core";
import type { Trial } from "../framework/user-plugin.js";
import { podViewOf } from "../framework/pod-view.js";
import { StillCluster } from "./still-cluster.js";

const objectOf = <Kind extends Node | Pod>(manifest: unknown): Kind => {
  const { object } = decodeObject(manifest);
  invariant(object !== null, "the objects of the trial are valid");
  return object as Kind;
};

const nodeNamed = (name: string, zone: string, cpu: string, rest: object = {}): Node =>
  objectOf<Node>({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": zone } },
    spec: rest,
    status: { allocatable: { cpu, memory: "8Gi", pods: "110" } },
  });

const podNamed = (name: string, requests: object, rest: object = {}): Pod =>
  objectOf<Pod>({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: { containers: [{ name: "app", image: "app:1", resources: { requests } }], ...rest },
  });

const templateOf = ({ metadata: { labels, annotations }, spec }: Pod): PodTemplateSpec => {
  const admitted = admitPod(completePodSpec(spec), [], labels);
  invariant(admitted._tag === "Right", "the pods of the trial are admitted");
  return { metadata: { labels, annotations }, spec: admitted.right };
};

const NODES: readonly Node[] = [
  nodeNamed("a-1", "a", "4"),
  nodeNamed("a-2", "a", "1"),
  nodeNamed("b-1", "b", "4", { taints: [{ key: "dedicated", value: "batch", effect: "NoSchedule" }] }),
  nodeNamed("b-2", "b", "8", { unschedulable: true }),
];

const PODS: readonly Pod[] = [
  podNamed("small", { cpu: "100m", memory: "128Mi" }),
  podNamed("large", { cpu: "3", memory: "4Gi" }, { tolerations: [{ operator: "Exists" }] }),
  podNamed("bare", {}),
];

const PLACED: readonly (readonly [pod: Pod, node: string])[] = [
  [podNamed("web", { cpu: "500m", memory: "1Gi" }), "a-1"],
  [podNamed("db", { cpu: "2", memory: "4Gi" }), "b-1"],
];

/** One per pod that waits. */
export const pluginTrials = (): readonly Trial[] => {
  const cluster = new StillCluster();
  for (const node of NODES) cluster.addNode(node);
  const add = (pod: Pod): ReturnType<StillCluster["addPod"]> =>
    cluster.addPod({ namespace: "default", name: pod.metadata.name, template: templateOf(pod), owner: null });
  for (const [pod, node] of PLACED) cluster.bind(add(pod), node);
  return PODS.map((pod) => {
    const state = cluster.world.pods.at(add(pod));
    invariant(state !== undefined, "a pod that was added is there");
    return { pod: podViewOf(state, cluster.view), cluster: cluster.view };
  });
};
