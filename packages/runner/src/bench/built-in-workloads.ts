// The workloads known by name: shapes of kube-scheduler's own benchmarks, in the sizes that are asked for.
import type {
  Affinity,
  Labels,
  Node,
  PodAffinityTerm,
  PodSpec,
  PodTemplateSpec,
  Service,
  Taint,
  TopologySpreadConstraint,
} from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { WorkloadName } from "./workload-names.js";
import type { Workload, WorkloadStep } from "./workload.js";

export interface WorkloadSize {
  readonly nodes: number;
  /** Placed before the measurement. */
  readonly init: number;
  readonly pods: number;
  /** Measured pods come from so many templates in turn, each a kind of its own. */
  readonly deployments: number;
}

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";
const INIT = "sched-0";
const MEASURED = "sched-1";

interface PodShape {
  readonly labels: Labels;
  readonly spec: Partial<PodSpec>;
  readonly cpu: string;
}

const PLAIN: PodShape = { labels: {}, spec: {}, cpu: "100m" };

const templateOf = ({ labels, spec, cpu }: PodShape, memory = "500Mi"): PodTemplateSpec => {
  const requests = { cpu, memory };
  return {
    metadata: { labels, annotations: {} },
    spec: {
      initContainers: [],
      containers: [
        {
          name: "pause",
          image: "registry.k8s.io/pause:3.10",
          imagePullPolicy: "IfNotPresent",
          ports: [{ containerPort: 80, protocol: "TCP" }],
          resources: { requests, limits: requests },
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
      ...spec,
    },
  };
};

const nodeOf = (name: string, zone: string, taints: readonly Taint[] = []): Node => {
  const allocatable = { cpu: "4", memory: "32Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, namespace: "", labels: { [HOSTNAME]: name, [ZONE]: zone }, annotations: {} },
    spec: { unschedulable: false, taints },
    status: { capacity: allocatable, allocatable, images: [] },
  };
};

const nodeName = (ix: number): string => `node-${String(ix).padStart(5, "0")}`;
const inThreeZones = (ix: number): Node => nodeOf(nodeName(ix), `moon-${1 + (ix % 3)}`);
const inOneZone = (ix: number): Node => nodeOf(nodeName(ix), "zone1");

const TAINTS: readonly (readonly Taint[])[] = [
  [{ key: "dedicated", value: "batch", effect: "NoSchedule" }],
  [{ key: "dedicated", value: "other", effect: "NoSchedule" }],
  [{ key: "flaky", value: "true", effect: "PreferNoSchedule" }],
  [],
];
const tainted = (ix: number): Node => nodeOf(nodeName(ix), `moon-${1 + (ix % 3)}`, TAINTS[ix % TAINTS.length]);

const spread = (maxSkew: number, topologyKey: string, isHard: boolean): TopologySpreadConstraint => ({
  maxSkew,
  topologyKey,
  whenUnsatisfiable: isHard ? "DoNotSchedule" : "ScheduleAnyway",
  labelSelector: { matchLabels: { color: "blue" } },
});

const blue = (...constraints: readonly TopologySpreadConstraint[]): PodShape => ({
  ...PLAIN,
  labels: { color: "blue" },
  spec: { topologySpreadConstraints: constraints },
});

const near = (labels: Labels, topologyKey: string): PodAffinityTerm => ({
  labelSelector: { matchLabels: labels },
  topologyKey,
  namespaces: [MEASURED, INIT],
});

const drawn = (labels: Labels, affinity: Affinity): PodShape => ({ ...PLAIN, labels, spec: { affinity } });

const APART = drawn(
  { color: "green", name: "test" },
  { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near({ color: "green" }, HOSTNAME)] } },
);
const TOGETHER = drawn(
  { foo: "" },
  { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near({ foo: "" }, ZONE)] } },
);
const RATHER_TOGETHER = drawn(
  { foo: "" },
  {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: near({ foo: "" }, HOSTNAME) }],
    },
  },
);
const RATHER_APART = drawn(
  { color: "yellow" },
  {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: near({ color: "yellow" }, HOSTNAME) },
      ],
    },
  },
);
const IN_ZONES = drawn(
  {},
  {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values: ["zone1", "zone2"] }] }],
      },
    },
  },
);
const TOLERANT: PodShape = {
  ...PLAIN,
  spec: { tolerations: [{ key: "dedicated", operator: "Equal", value: "batch", effect: "NoSchedule" }] },
};
const LOW: PodShape = { ...PLAIN, cpu: "900m", spec: { terminationGracePeriodSeconds: 0 } };
const HIGH: PodShape = { ...PLAIN, cpu: "3", spec: { priority: 10 } };
/** Fits on no node. */
const TOO_LARGE: PodShape = { ...PLAIN, cpu: "9", spec: { priority: 10 } };

interface Shape {
  readonly nodeAt: (ix: number) => Node;
  /** In turn. */
  readonly init: readonly PodShape[];
  readonly measured: PodShape;
  /** Beside the measured pods. */
  readonly churn?: WorkloadStep;
}

const alike = (nodeAt: Shape["nodeAt"], shape: PodShape): Shape => ({ nodeAt, init: [shape], measured: shape });

const service = (name: string): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: MEASURED, labels: {}, annotations: {} },
  spec: { type: "ClusterIP", selector: { app: "foo" }, ports: [], publishNotReadyAddresses: false },
});

const CHURN: WorkloadStep = {
  step: "churn",
  interval: SECOND,
  recreated: 1,
  things: [
    { kind: "node", node: (name) => nodeOf(name, "moon-1") },
    { kind: "pod", template: templateOf(TOO_LARGE) },
    { kind: "service", service },
  ],
};

const TOO_LARGE_BESIDE: WorkloadStep = {
  step: "churn",
  interval: 200 * MILLISECOND,
  recreated: null,
  things: [{ kind: "pod", template: templateOf(TOO_LARGE) }],
};

const SHAPES: Readonly<Record<WorkloadName, Shape>> = {
  basic: alike(inThreeZones, PLAIN),
  spread: { nodeAt: inThreeZones, init: [PLAIN], measured: blue(spread(5, ZONE, true)) },
  "spread-host": {
    nodeAt: inThreeZones,
    init: [PLAIN],
    measured: blue(spread(1, ZONE, true), spread(5, HOSTNAME, true)),
  },
  "preferred-spread": { nodeAt: inThreeZones, init: [PLAIN], measured: blue(spread(5, ZONE, false)) },
  antiaffinity: alike(inThreeZones, APART),
  affinity: alike(inOneZone, TOGETHER),
  "preferred-affinity": alike(inThreeZones, RATHER_TOGETHER),
  "preferred-antiaffinity": alike(inThreeZones, RATHER_APART),
  "node-affinity": alike(inOneZone, IN_ZONES),
  taints: alike(tainted, TOLERANT),
  mixed: {
    nodeAt: inThreeZones,
    init: [PLAIN, TOGETHER, APART, RATHER_TOGETHER, RATHER_APART],
    measured: PLAIN,
  },
  preemption: { nodeAt: inThreeZones, init: [LOW], measured: HIGH },
  unschedulable: { ...alike(inThreeZones, PLAIN), churn: TOO_LARGE_BESIDE },
  churn: { ...alike(inThreeZones, PLAIN), churn: CHURN },
};

/** One template of several: told apart by a label and by what it requests, which no selector here goes by. */
const variant = (shape: PodShape, k: number, count: number): PodTemplateSpec =>
  count === 1
    ? templateOf(shape)
    : templateOf({ ...shape, labels: { ...shape.labels, deployment: `d-${k}` } }, `${500 + (k % 100)}Mi`);

export const builtInWorkload = (name: WorkloadName, { nodes, init, pods, deployments }: WorkloadSize): Workload => {
  const shape = SHAPES[name];
  const before = shape.init.map((each) => templateOf(each));
  const measured = Array.from({ length: deployments }, (_, k) => variant(shape.measured, k, deployments));
  const fallback = templateOf(PLAIN);
  return {
    name,
    threshold: null,
    steps: [
      { step: "create-nodes", count: nodes, nodeAt: shape.nodeAt },
      { step: "create-namespaces", names: [INIT, MEASURED], labels: {} },
      {
        step: "create-pods",
        count: init,
        namespace: INIT,
        prefix: "init-",
        templateAt: (ix) => before[ix % before.length] ?? fallback,
        isMeasured: false,
        isAwaited: true,
      },
      ...(shape.churn === undefined ? [] : [shape.churn]),
      {
        step: "create-pods",
        count: pods,
        namespace: MEASURED,
        prefix: "pod-",
        templateAt: (ix) => measured[ix % measured.length] ?? fallback,
        isMeasured: true,
        isAwaited: true,
      },
    ],
  };
};
