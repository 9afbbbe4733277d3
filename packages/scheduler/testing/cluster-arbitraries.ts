// Random clusters and random pods, small enough to collide in every way: few zones, few labels, little room.
import * as fc from "fast-check";
import type {
  Affinity,
  LabelSelector,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  PodTemplateSpec,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from "@podsim/core";
import { aContainer } from "@podsim/core/testing";
import type { NodeOptions } from "./cluster-builder.js";
import { aTemplate } from "./cluster-builder.js";

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

export const NAMESPACES = ["default", "team-a", "team-b"] as const;

/** Present once in `oneIn` times. */
const now = <Value>(value: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Absent once in `oneIn` times. */
const mostly = <Value>(value: fc.Arbitrary<Value>, oneIn: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) });

const defined = <Source extends object>(source: Source): Source =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as Source;

const app = fc.constantFrom("web", "db", "job");

export const arbitraryTaint: fc.Arbitrary<Taint> = fc.record({
  key: fc.constantFrom("dedicated", "flaky"),
  value: fc.constantFrom("", "a"),
  effect: fc.constantFrom("NoSchedule", "PreferNoSchedule", "PreferNoSchedule", "NoExecute"),
});

export const arbitraryNodeLabels = fc
  .record({
    [ZONE]: mostly(fc.constantFrom("z1", "z2", "z1", "z2", ""), 6),
    disk: mostly(fc.constantFrom("ssd", "hdd"), 3),
    gen: mostly(fc.constantFrom("1", "12", "x"), 3),
  })
  .map(defined) as fc.Arbitrary<Record<string, string>>;

/** Every image has the same size wherever it lies. */
const image = fc.constantFrom("app:1", "big:latest", "db:2");
const SIZES: Readonly<Record<string, number>> = { "app:1": 250e6, "big:latest": 2e9, "db:2": 40e6 };

export const arbitraryImage = image.map((name) => ({ names: [name], sizeBytes: SIZES[name] ?? 0 }));

export const arbitraryNode: fc.Arbitrary<NodeOptions> = fc.record({
  labels: arbitraryNodeLabels,
  allocatable: fc.constantFrom(
    { cpu: "4", memory: "32Gi", pods: "110" },
    { cpu: "8", memory: "16Gi", pods: "110", "ephemeral-storage": "10Gi", "nvidia.com/gpu": "4" },
    { cpu: "1", memory: "2Gi", pods: "4", "nvidia.com/gpu": "1" },
    { cpu: "3920m", memory: "16Gi", pods: "110", "ephemeral-storage": "1Gi" },
    { memory: "1Gi", pods: "2" },
  ),
  taints: fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Taint[]>([]) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(arbitraryTaint, { maxLength: 2, selector: ({ key, effect }) => key + effect }),
    },
  ),
  unschedulable: fc.nat({ max: 11 }).map((n) => n === 0),
  images: fc.uniqueArray(arbitraryImage, { maxLength: 2, selector: ({ names }) => names[0] }),
});

const arbitraryToleration: fc.Arbitrary<Toleration> = fc.record({
  key: fc.constantFrom("dedicated", "flaky", "node.kubernetes.io/unschedulable", ""),
  operator: fc.constantFrom("Exists", "Equal"),
  value: fc.constantFrom("", "a"),
  effect: fc.constantFrom("", "NoSchedule", "PreferNoSchedule"),
});

const arbitrarySelector: fc.Arbitrary<LabelSelector> = fc.oneof(
  app.map((value): LabelSelector => ({ matchLabels: { app: value } })),
  fc.constantFrom<LabelSelector>(
    {},
    { matchExpressions: [{ key: "app", operator: "In", values: ["web", "db"] }] },
    { matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] },
    { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] },
  ),
);

const topologyKey = fc.constantFrom(ZONE, HOSTNAME, "disk");

const arbitraryTerm: fc.Arbitrary<PodAffinityTerm> = fc
  .record({
    topologyKey,
    labelSelector: mostly(arbitrarySelector, 12),
    namespaces: now(fc.subarray(["default", "team-a"]), 4),
    namespaceSelector: now(
      fc.constantFrom<LabelSelector>(
        {},
        { matchLabels: { team: "a" } },
        { matchExpressions: [{ key: "team", operator: "NotIn", values: ["a"] }] },
      ),
      4,
    ),
  })
  .map((term) => defined(term) as PodAffinityTerm);

const terms = fc.array(arbitraryTerm, { minLength: 1, maxLength: 2 });
const wishes = fc.array(fc.record({ weight: fc.constantFrom(1, 7, 100), podAffinityTerm: arbitraryTerm }), {
  minLength: 1,
  maxLength: 2,
});
const podTerms = fc
  .record({
    requiredDuringSchedulingIgnoredDuringExecution: now(terms, 2),
    preferredDuringSchedulingIgnoredDuringExecution: now(wishes, 2),
  })
  .map(defined);

const nodeTerm: fc.Arbitrary<NodeSelectorTerm> = fc.constantFrom<NodeSelectorTerm>(
  { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] },
  { matchExpressions: [{ key: "gen", operator: "Gt", values: ["3"] }] },
  { matchExpressions: [{ key: ZONE, operator: "NotIn", values: ["z2"] }] },
  {},
);
const nodeTerms = fc
  .record({
    requiredDuringSchedulingIgnoredDuringExecution: now(
      fc.array(nodeTerm, { maxLength: 2 }).map((nodeSelectorTerms) => ({ nodeSelectorTerms })),
      3,
    ),
    preferredDuringSchedulingIgnoredDuringExecution: now(
      fc.array(fc.record({ weight: fc.constantFrom(1, 20, 50), preference: nodeTerm }), { minLength: 1, maxLength: 3 }),
      2,
    ),
  })
  .map(defined);

const arbitraryAffinity = fc
  .record({
    nodeAffinity: now(nodeTerms, 3),
    podAffinity: now(podTerms, 2),
    podAntiAffinity: now(podTerms, 2),
  })
  .map((affinity) => defined(affinity) as Affinity);

const arbitraryConstraint: fc.Arbitrary<TopologySpreadConstraint> = fc
  .record({
    maxSkew: fc.integer({ min: 1, max: 3 }),
    topologyKey,
    whenUnsatisfiable: fc.constantFrom("DoNotSchedule", "ScheduleAnyway"),
    labelSelector: mostly(arbitrarySelector, 12),
    minDomains: now(fc.constantFrom(1, 3), 4),
    nodeAffinityPolicy: now(fc.constantFrom("Honor", "Ignore"), 3),
    nodeTaintsPolicy: now(fc.constantFrom("Honor", "Ignore"), 3),
    matchLabelKeys: now(fc.constantFrom(["tier"], ["tier", "absent"]), 5),
  })
  .map((constraint) => defined(constraint) as TopologySpreadConstraint);

const requests = fc
  .record({
    cpu: mostly(fc.constantFrom("0", "100m", "100m", "900m", "2"), 4),
    memory: mostly(fc.constantFrom("0", "500Mi", "500Mi", "3Gi"), 4),
    "nvidia.com/gpu": now(fc.constant("1"), 12),
    "ephemeral-storage": now(fc.constant("300Mi"), 12),
  })
  .map((list) => defined(list) as Record<string, string>);

const hostPort = fc.record({
  containerPort: fc.constant(80),
  hostPort: fc.constantFrom(80, 8080),
  hostIP: fc.constantFrom("", "10.0.0.1", "10.0.0.2"),
  protocol: fc.constantFrom("TCP" as const, "UDP" as const),
});

const arbitrarySpec = (withPorts: boolean): fc.Arbitrary<Partial<PodSpec>> =>
  fc
    .record({
      containers: fc
        .record({ list: requests, image, ports: withPorts ? fc.array(hostPort, { maxLength: 2 }) : fc.constant([]) })
        .map(({ list, ...rest }) => [aContainer({ requests: list, ...rest })]),
      initContainers: now(
        requests.map((list) => [aContainer({ name: "init", requests: list })]),
        5,
      ),
      tolerations: fc.array(arbitraryToleration, { maxLength: 2 }),
      nodeSelector: now(fc.constantFrom({ disk: "ssd" }, { [ZONE]: "z1" }), 10),
      affinity: now(arbitraryAffinity, 2),
      topologySpreadConstraints: now(fc.array(arbitraryConstraint, { minLength: 1, maxLength: 3 }), 3),
    })
    .map((spec) => defined(spec) as Partial<PodSpec>);

const labels = fc
  .record({ app: mostly(app, 8), tier: now(fc.constantFrom("front", "back"), 2) })
  .map((each) => defined(each) as Record<string, string>);

/** Pods for which every plugin of the default profile has something to say. */
export const arbitraryTemplate = (withPorts: boolean): fc.Arbitrary<PodTemplateSpec> =>
  fc.record({ labels, spec: arbitrarySpec(withPorts) }).map((options) => aTemplate(options));
