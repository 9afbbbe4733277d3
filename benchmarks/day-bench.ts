// A day in the life of a large cluster: workloads with Services and budgets, traffic by the hour on those that scale with
// it, a rollout of every workload at its time of the day, machines that die and machines that are drained.
import { DAY, HOUR, MINUTE, SECOND } from "@podsim/core/time";
import { DEFAULT_HORIZONTAL_AUTOSCALER, DEFAULT_LATENCIES } from "@podsim/scheduler";
import type {
  ClusterParts,
  DrainNodesRequest,
  FailNodesRequest,
  SetLoadRequest,
  SetTemplateRequest,
  TimelineEntry,
} from "@podsim/scheduler";
import { applying, measureRun, startingCluster } from "./bench-cluster.js";
import type { MeasuredRun } from "./bench-cluster.js";
import { BENCH_BEHAVIOR, deploymentManifest } from "./run-bench.js";

export interface DayBenchSize {
  readonly nodes: number;
  /** A multiple of REPLICAS. */
  readonly pods: number;
  /** Days after the one in which things happen. */
  readonly idleDays: number;
}

export interface DayBenchResult extends MeasuredRun {
  readonly nodes: number;
  readonly pods: number;
}

const REPLICAS = 100;
/** One in so many Deployments is scaled by its traffic. */
const SCALED_SHARE = 10;
/** Something is rolled out, drained or fails from the first hour to the last but one. */
const HOURS = 24;
/** One in so many nodes dies, and one in so many is drained, in the course of the day. */
const FAILED_SHARE = 50;
const DRAINED_SHARE = 50;

const nameOf = (ix: number): string => `app-${String(ix)}`;

const serviceManifest = (ix: number): unknown => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: nameOf(ix) },
  spec: { selector: { app: nameOf(ix) }, ports: [{ port: 80, targetPort: 8080 }] },
});

const budgetManifest = (ix: number): unknown => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: nameOf(ix) },
  spec: { maxUnavailable: "10%", selector: { matchLabels: { app: nameOf(ix) } } },
});

const autoscalerManifest = (ix: number): unknown => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: nameOf(ix) },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: nameOf(ix) },
    minReplicas: REPLICAS / 2,
    maxReplicas: 2 * REPLICAS,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
  },
});

/** Milli-cores of all replicas together over a day: a valley, a plateau, a peak, each with its slope. */
const traffic = (ix: number): SetLoadRequest => {
  const usual = REPLICAS * 140;
  const points = [
    { atUs: 0, amount: usual, until: "ramp" as const },
    { atUs: 6 * HOUR, amount: 0.6 * usual, until: "ramp" as const },
    { atUs: 12 * HOUR, amount: 1.4 * usual, until: "ramp" as const },
    { atUs: 18 * HOUR, amount: usual, until: "step" as const },
  ];
  const target = { kind: "Deployment", namespace: "default", name: nameOf(ix) };
  return {
    verb: "set-load",
    load: { ...target, metric: "cpu", container: null, spread: "shared", points, periodUs: null },
  };
};

const rollout = (ix: number): SetTemplateRequest => ({
  verb: "set-template",
  target: { kind: "Deployment", namespace: "default", name: nameOf(ix) },
  images: { app: `registry.example/${nameOf(ix)}:2.0` },
  restartedAt: null,
});

const named = (ix: number) => ({ names: [`node-${String(ix)}`] });

const failure = (ix: number): FailNodesRequest => ({
  verb: "fail-nodes",
  nodes: named(ix),
  mode: "power-off",
  forUs: 20 * MINUTE,
});

const drain = (ix: number): DrainNodesRequest => ({
  verb: "drain",
  nodes: named(ix),
  gracePeriodSeconds: null,
  force: false,
  respectBudgets: true,
});

const entry = (atUs: number, name: string, requests: TimelineEntry["requests"]): TimelineEntry => ({
  atUs: Math.floor(atUs),
  name,
  text: "",
  requests,
});

export const dayBenchParts = ({ nodes, pods }: DayBenchSize): ClusterParts => {
  const count = Math.ceil(pods / REPLICAS);
  const apps = Array.from({ length: count }, (_, ix) => ix);
  const every = (share: number, offset: number): readonly number[] =>
    Array.from({ length: Math.floor(nodes / share) }, (_, k) => k * share + offset);
  const spread = (k: number, of: number): number => HOUR + (k * (HOURS - 3) * HOUR) / Math.max(1, of);
  const scaled = apps.filter((ix) => ix % SCALED_SHARE === 0);
  const failed = every(FAILED_SHARE, 7);
  const drained = every(DRAINED_SHARE, 23);
  const timeline = [
    startingCluster(nodes),
    ...apps.map((ix) =>
      entry((ix * 20 * MINUTE) / count, `app-${String(ix)}`, [
        applying(deploymentManifest(ix, REPLICAS)),
        applying(serviceManifest(ix)),
        applying(budgetManifest(ix)),
        ...(ix % SCALED_SHARE === 0 ? [applying(autoscalerManifest(ix)), traffic(ix)] : []),
      ]),
    ),
    ...apps.map((ix) => entry(spread(ix, count), `rollout-${String(ix)}`, [rollout(ix)])),
    ...failed.map((ix, k) => entry(spread(k, failed.length) + 11 * SECOND, `fail-${String(ix)}`, [failure(ix)])),
    ...drained.map((ix, k) => entry(spread(k, drained.length) + 29 * SECOND, `drain-${String(ix)}`, [drain(ix)])),
  ].sort((a, b) => a.atUs - b.atUs);
  return {
    settings: {
      seed: 1,
      kubernetes: "1.34",
      latencies: DEFAULT_LATENCIES,
      ...(scaled.length === 0 ? {} : { horizontalAutoscaler: DEFAULT_HORIZONTAL_AUTOSCALER }),
    },
    behaviorOf: () => BENCH_BEHAVIOR,
    timeline,
  };
};

export const benchDay = (size: DayBenchSize): DayBenchResult => ({
  nodes: size.nodes,
  pods: size.pods,
  ...measureRun(dayBenchParts(size), (1 + size.idleDays) * DAY),
});
