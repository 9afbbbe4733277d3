// How fast pods are placed, and whether they still go where they went: one scheduling cycle after another, without
// kubelets or controllers. The shapes are those of kube-scheduler's own benchmarks.
import { createHash } from "node:crypto";
import { invariant, nodeAdded, podBound, podCreated } from "@podsim/core";
import type {
  Affinity,
  EventDefinition,
  Labels,
  Node,
  NodeIx,
  PodAffinityTerm,
  PodIx,
  PodSpec,
  PodTemplateSpec,
  TopologySpreadConstraint,
} from "@podsim/core";
import {
  applyFact,
  buildProfile,
  createWorld,
  CycleState,
  DEFAULT_PROFILE,
  firstName,
  LiveView,
  PLUGINS,
  podViewOf,
  scheduleOne,
} from "@podsim/scheduler";
import type { Profile } from "@podsim/scheduler";
import { cpuMicros } from "./cpu-time.js";

export type PodShape = "basic" | "spread" | "preferred-spread" | "antiaffinity" | "affinity" | "preferred-affinity";

export interface SchedulingBench {
  readonly nodes: number;
  readonly pods: number;
  /** Absent = basic. */
  readonly shape?: PodShape;
}

export interface SchedulingResult {
  /** Per second of processor time, the recording of placements included. */
  readonly podsPerSecond: number;
  /** Processor time per pod. */
  readonly microsecondsPerPod: number;
  readonly placedCount: number;
  /** Of every pod's place, in order. */
  readonly hash: string;
}

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";
const STANDARD_REQUESTS = { cpu: "100m", memory: "500Mi" };

/** A world and the scheduler's view of it, written to fact by fact. */
class BenchCluster {
  readonly world = createWorld();
  readonly view = new LiveView(this.world);
  #seq = 0;

  addNode(object: Node): void {
    const nodeIx = this.world.nodes.nextIx;
    this.#record(nodeAdded, nodeIx, { nodeIx, object });
  }

  addPod(name: string, template: PodTemplateSpec): PodIx {
    const podIx = this.world.pods.nextIx as PodIx;
    const owner = { ownerKind: null, ownerName: null, ownerIx: null };
    this.#record(podCreated, podIx, { podIx, namespace: "default", name, uid: name, template, ...owner });
    return podIx;
  }

  bind(pod: PodIx, node: NodeIx): void {
    const name = this.world.nodes.at(node)?.name ?? "";
    this.#record(podBound, pod, { node: name, nodeIx: node, by: "scheduler" });
  }

  #record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void {
    const fact = { seq: this.#seq++, at: 0, subject, causedBy: -1, definition, data };
    applyFact(this.world, fact);
    this.view.observe(fact);
  }
}

const aNode = (name: string, zone: string): Node => {
  const allocatable = { cpu: "4", memory: "32Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, namespace: "", labels: { [HOSTNAME]: name, [ZONE]: zone }, annotations: {} },
    spec: { unschedulable: false, taints: [] },
    status: { capacity: allocatable, allocatable, images: [] },
  };
};

const aTemplate = (labels: Labels, rest: Partial<PodSpec>): PodTemplateSpec => ({
  metadata: { labels, annotations: {} },
  spec: {
    initContainers: [],
    containers: [
      {
        name: "pause",
        image: "registry.k8s.io/pause",
        imagePullPolicy: "Always",
        ports: [{ containerPort: 80, protocol: "TCP" }],
        resources: { requests: STANDARD_REQUESTS, limits: STANDARD_REQUESTS },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    tolerations: [],
    schedulerName: "default-scheduler",
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
    ...rest,
  },
});

const spread = (whenUnsatisfiable: TopologySpreadConstraint["whenUnsatisfiable"]): TopologySpreadConstraint => ({
  maxSkew: 5,
  topologyKey: ZONE,
  whenUnsatisfiable,
  labelSelector: { matchLabels: { color: "blue" } },
});

const term = (labels: Labels, topologyKey: string): PodAffinityTerm => ({
  labelSelector: { matchLabels: labels },
  topologyKey,
});

const templateOf = (shape: PodShape): PodTemplateSpec => {
  switch (shape) {
    case "basic":
      return aTemplate({}, {});
    case "spread":
    case "preferred-spread": {
      const constraint = spread(shape === "spread" ? "DoNotSchedule" : "ScheduleAnyway");
      return aTemplate({ color: "blue" }, { topologySpreadConstraints: [constraint] });
    }
    case "antiaffinity": {
      const required = [term({ color: "green" }, HOSTNAME)];
      const affinity: Affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
      return aTemplate({ color: "green", name: "test" }, { affinity });
    }
    case "affinity": {
      const required = [term({ foo: "" }, ZONE)];
      return aTemplate(
        { foo: "" },
        { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } },
      );
    }
    case "preferred-affinity": {
      const preferred = [{ weight: 1, podAffinityTerm: term({ foo: "" }, HOSTNAME) }];
      return aTemplate(
        { foo: "" },
        { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } },
      );
    }
  }
};

const buildDefault = (): Profile => {
  const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
  invariant(profile._tag === "Right", "the default profile can be built");
  return profile.right;
};

const clusterOf = (nodes: number, shape: PodShape): BenchCluster => {
  const cluster = new BenchCluster();
  for (let i = 0; i < nodes; i++) {
    cluster.addNode(
      aNode(`node-${String(i).padStart(5, "0")}`, shape === "affinity" ? "moon-1" : `moon-${1 + (i % 3)}`),
    );
  }
  return cluster;
};

/** Places `pods` pods of one shape on `nodes` nodes. */
export const benchScheduling = ({ nodes, pods, shape = "basic" }: SchedulingBench): SchedulingResult => {
  const cluster = clusterOf(nodes, shape);
  const template = templateOf(shape);
  const pending: PodIx[] = [];
  for (let i = 0; i < pods; i++) pending.push(cluster.addPod(`pod-${i}`, template));
  const profile = buildDefault();
  const state = new CycleState();
  const hash = createHash("sha256");
  let placedCount = 0;
  const startMicros = cpuMicros();
  for (const pod of pending) {
    const podState = cluster.world.pods.at(pod);
    invariant(podState !== undefined, "a pod that was created is there");
    const view = podViewOf(podState, cluster.view);
    const decision = scheduleOne(view, cluster.view, profile, state, { tieBreak: firstName });
    hash.update(decision.kind === "placed" ? `${decision.node};` : ";");
    if (decision.kind !== "placed") continue;
    placedCount++;
    cluster.bind(pod, decision.node);
  }
  const elapsedMicros = cpuMicros() - startMicros;
  return {
    podsPerSecond: Math.round((1e6 * pods) / elapsedMicros),
    microsecondsPerPod: Math.round((100 * elapsedMicros) / pods) / 100,
    placedCount,
    hash: hash.digest("hex").slice(0, 16),
  };
};
