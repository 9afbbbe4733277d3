// What probes cost: pods with all three probes every second, for days. Half of them pass for ever; the others' liveness
// probe fails once a day, so that they are killed and started again.
import type { Behavior, ProbeBehavior } from "@podsim/core";
import { HOUR, SECOND } from "@podsim/core/time";
import { createCluster, DEFAULT_LATENCIES } from "@podsim/scheduler";
import type { ClusterParts } from "@podsim/scheduler";
import { applying, MEBIBYTE, startingCluster } from "./bench-cluster.js";
import { cpuMicros } from "./cpu-time.js";

export interface ProbeBenchSize {
  /** A multiple of 200: Deployments of 100 replicas, every second one of pods that fail once a day. */
  readonly pods: number;
  readonly days: number;
}

export interface ProbeBenchResult extends ProbeBenchSize {
  readonly factCount: number;
  /** Facts of the first hour: what it takes to come up. */
  readonly startFactCount: number;
  /** Restarts over all pods: the only thing that flips later. */
  readonly restartCount: number;
  readonly readyCount: number;
  readonly microsPerPodDay: number;
  /** Probes that passed or failed in that time, had each been tried. */
  readonly probeCount: number;
  /** Of the log: the same for the same size, whatever the machine. */
  readonly digest: string;
}

const REPLICAS = 100;
const PODS_PER_NODE = 20;
const DAY = 24 * HOUR;
const PASSES: ProbeBehavior = { passAfter: "startup", failFrom: null, failure: "" };
const FAILS_DAILY: ProbeBehavior = {
  passAfter: "startup",
  failFrom: DAY,
  failure: "HTTP probe failed with statuscode: 500",
};

const behaving = (liveness: ProbeBehavior): Behavior => ({
  name: "probed",
  image: { sizeBytes: 80 * MEBIBYTE, pullBytesPerSecond: 60 * MEBIBYTE, missing: false, cached: false },
  startup: { kind: "lognormal", p50: 3 * SECOND, p99: 12 * SECOND },
  run: null,
  exitCode: 0,
  crash: null,
  probes: { startup: PASSES, liveness, readiness: PASSES },
  onSigterm: { exitAfter: { kind: "constant", value: SECOND }, exitCode: 0 },
  hooks: {
    postStart: { takes: { kind: "constant", value: 0 }, fails: false },
    preStop: { takes: { kind: "constant", value: 0 }, fails: false },
  },
});

const deploymentManifest = (ix: number): unknown => {
  const labels = { app: `app-${String(ix)}` };
  const probe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 };
  const container = {
    name: ix % 2 === 0 ? "steady" : "daily",
    image: "registry.example/app:1.0",
    ports: [{ containerPort: 8080 }],
    startupProbe: { ...probe, failureThreshold: 60 },
    livenessProbe: probe,
    readinessProbe: probe,
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `app-${String(ix)}` },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
};

const probeBenchParts = ({ pods }: ProbeBenchSize): ClusterParts => {
  const deployments = Array.from({ length: pods / REPLICAS }, (_, ix) => applying(deploymentManifest(ix)));
  const [steady, daily] = [behaving(PASSES), behaving(FAILS_DAILY)];
  return {
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: ({ spec }) => (spec.containers[0]?.name === "daily" ? daily : steady),
    timeline: [
      startingCluster(Math.ceil(pods / PODS_PER_NODE)),
      { atUs: 0, name: "deployments", text: "", requests: deployments },
    ],
  };
};

export const benchProbes = (size: ProbeBenchSize): ProbeBenchResult => {
  const { simulation, world, log } = createCluster(probeBenchParts(size));
  const startedMicros = cpuMicros();
  simulation.run({ untilUs: HOUR });
  const startFactCount = log.length;
  simulation.run({ untilUs: size.days * DAY });
  const tookMicros = cpuMicros() - startedMicros;
  let restartCount = 0;
  for (let ix = 0; ix < size.pods; ix += 1) {
    restartCount += world.pods.at(ix)?.status.containerStatuses[0]?.restartCount ?? 0;
  }
  let readyCount = 0;
  for (const deployment of world.deployments.values()) readyCount += deployment.status.readyReplicas;
  return {
    ...size,
    factCount: log.length,
    startFactCount,
    restartCount,
    readyCount,
    microsPerPodDay: tookMicros / (size.pods * size.days),
    probeCount: size.pods * 2 * ((size.days * DAY) / SECOND),
    digest: log.digest(),
  };
};
