// How fast a whole run is: Deployments of 100 replicas with probes come up on a cluster and stay, everything recorded.
import type { Behavior } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { DEFAULT_LATENCIES } from "@podsim/scheduler";
import type { ClusterParts, TimelineEntry } from "@podsim/scheduler";
import { applying, measureRun, MEBIBYTE, startingCluster } from "./bench-cluster.js";
import type { MeasuredRun } from "./bench-cluster.js";

export interface RunBenchResult extends MeasuredRun {
  readonly podCount: number;
  readonly nodeCount: number;
  readonly microsPerPod: number;
}

export interface RunBenchSize {
  /** A multiple of 100 is shared out evenly. */
  readonly pods: number;
  readonly nodes: number;
  /**
   * Seconds between one Deployment and the next. At 0 all pods start in the same seconds, and their states, which are
   * then all in use at once, do not fit into the processor's caches: the worst case.
   */
  readonly gapSeconds: number;
}

const REPLICAS = 100;
const SETTLE_US = 10 * MINUTE;

/** Until ten virtual minutes after the last Deployment. */
export const runBenchHorizonUs = ({ pods, gapSeconds }: RunBenchSize): number =>
  Math.ceil(pods / REPLICAS) * gapSeconds * SECOND + SETTLE_US;

const probe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 10 };

export const deploymentManifest = (ix: number, replicas: number): unknown => {
  const labels = { app: `app-${String(ix)}` };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `app-${String(ix)}` },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "app",
              image: `registry.example/app-${String(ix)}:1.0`,
              ports: [{ containerPort: 8080 }],
              readinessProbe: probe,
              livenessProbe: probe,
              resources: { requests: { cpu: "200m", memory: "256Mi" } },
            },
          ],
        },
      },
    },
  };
};

export const BENCH_BEHAVIOR: Behavior = {
  name: "app",
  image: { sizeBytes: 80 * MEBIBYTE, pullBytesPerSecond: 60 * MEBIBYTE, missing: false, cached: false },
  startup: { kind: "lognormal", p50: 3 * SECOND, p99: 12 * SECOND },
  run: null,
  exitCode: 0,
  crash: null,
  probes: { startup: null, liveness: null, readiness: null },
  onSigterm: { exitAfter: { kind: "constant", value: SECOND }, exitCode: 0 },
  hooks: {
    postStart: { takes: { kind: "constant", value: 0 }, fails: false },
    preStop: { takes: { kind: "constant", value: 0 }, fails: false },
  },
};

export const runBenchParts = ({ pods, nodes, gapSeconds }: RunBenchSize): ClusterParts => {
  const sizes = Array.from({ length: Math.ceil(pods / REPLICAS) }, (_, ix) => Math.min(REPLICAS, pods - ix * REPLICAS));
  const deployments = sizes.map((replicas, ix): TimelineEntry => ({
    atUs: ix * gapSeconds * SECOND,
    name: `deployment-${String(ix)}`,
    text: "",
    requests: [applying(deploymentManifest(ix, replicas))],
  }));
  return {
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => BENCH_BEHAVIOR,
    timeline: [startingCluster(nodes), ...deployments],
  };
};

/** Runs until all has settled: all pods are ready then, or the run is no measure. */
export const benchWholeRun = (size: RunBenchSize): RunBenchResult => {
  const run = measureRun(runBenchParts(size), runBenchHorizonUs(size));
  return {
    podCount: size.pods,
    nodeCount: size.nodes,
    microsPerPod: (run.cpuSeconds * 1e6) / size.pods,
    ...run,
  };
};
