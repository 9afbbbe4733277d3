// A whole run: Deployments rolled out on a cluster from nothing to ready, scheduler, controllers and kubelets included.
import { decodeObject } from "@podsim/core";
import type { Behavior, KubernetesObject } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { applyFact, createCluster, createWorld, DEFAULT_LATENCIES } from "@podsim/scheduler";
import type { AddNodesRequest, ApplyRequest, TimelineEntry } from "@podsim/scheduler";

export interface RunBenchResult {
  readonly pods: number;
  readonly nodes: number;
  readonly factCount: number;
  /** Wall time of the run alone, without making the objects. */
  readonly runSeconds: number;
  readonly factsPerSecond: number;
  readonly microsecondsPerPod: number;
  /** Facts folded into a fresh world, per second. */
  readonly foldedPerSecond: number;
  /** Pods that were Ready at the end. */
  readonly readyCount: number;
  /** Of everything recorded. */
  readonly digest: string;
}

const REPLICAS_PER_DEPLOYMENT = 100;
const MEBIBYTE = 1024 * 1024;
const HORIZON = 20 * MINUTE;

const decoded = (manifest: object): KubernetesObject => {
  const { object, problems } = decodeObject(manifest);
  if (object === null) throw new Error(JSON.stringify(problems));
  return object;
};

const nodeNamed = (k: number): AddNodesRequest["nodes"][number] => {
  const name = `node-${String(k).padStart(5, "0")}`;
  const labels = { "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": `zone-${k % 3}` };
  const allocatable = { cpu: "16", memory: "64Gi", pods: "110" };
  const node = decoded({ apiVersion: "v1", kind: "Node", metadata: { name, labels }, status: { allocatable } });
  if (node.kind !== "Node") throw new Error("not a node");
  return node;
};

const probe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 5 };

const deploymentNamed = (k: number, replicas: number): KubernetesObject =>
  decoded({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `app-${k}` },
    spec: {
      replicas,
      selector: { matchLabels: { app: `app-${k}` } },
      template: {
        metadata: { labels: { app: `app-${k}` } },
        spec: {
          containers: [
            {
              name: "app",
              image: `registry.example/app-${k}:1`,
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: "250m", memory: "256Mi" } },
              readinessProbe: probe,
              livenessProbe: probe,
            },
          ],
        },
      },
    },
  });

const timelineFor = (pods: number, nodes: number): readonly TimelineEntry[] => {
  const joining: AddNodesRequest = { verb: "add-nodes", nodes: Array.from({ length: nodes }, (_, k) => nodeNamed(k)) };
  const objects = [decoded({ apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } })];
  for (let left = pods, k = 0; left > 0; left -= REPLICAS_PER_DEPLOYMENT, k++) {
    objects.push(deploymentNamed(k, Math.min(left, REPLICAS_PER_DEPLOYMENT)));
  }
  const applying = objects.map((object): ApplyRequest => ({ verb: "apply", object }));
  return [{ atUs: 0, name: "objects", text: "", requests: [joining, ...applying] }];
};

const constant = (us: number) => ({ kind: "constant" as const, value: us });

const BEHAVIOR: Behavior = {
  name: "bench",
  image: { sizeBytes: 80 * MEBIBYTE, pullBytesPerSecond: 60 * MEBIBYTE, missing: false, cached: false },
  startup: { kind: "lognormal", p50: 2 * SECOND, p99: 8 * SECOND },
  run: null,
  exitCode: 0,
  crash: null,
  probes: { startup: null, liveness: null, readiness: null },
  onSigterm: { exitAfter: constant(100_000), exitCode: 0 },
  hooks: { postStart: { takes: constant(0), fails: false }, preStop: { takes: constant(0), fails: false } },
};

/** Rolls out `pods` pods, 100 to a Deployment, on `nodes` equal nodes; 20 simulated minutes. */
export const benchWholeRun = ({ pods, nodes }: { readonly pods: number; readonly nodes: number }): RunBenchResult => {
  const { simulation, world, log } = createCluster({
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => BEHAVIOR,
    timeline: timelineFor(pods, nodes),
  });
  const begun = performance.now();
  simulation.run({ untilUs: HORIZON });
  const runSeconds = (performance.now() - begun) / 1_000;
  const folded = createWorld();
  const foldBegun = performance.now();
  log.forEach(0, log.length, (fact) => {
    applyFact(folded, fact);
  });
  const foldSeconds = (performance.now() - foldBegun) / 1_000;
  let readyCount = 0;
  for (const pod of world.pods.values()) {
    if (pod.status.conditions.some((c) => c.type === "Ready" && c.status === "True")) readyCount++;
  }
  return {
    pods,
    nodes,
    factCount: log.length,
    runSeconds,
    factsPerSecond: log.length / runSeconds,
    microsecondsPerPod: (runSeconds * 1_000_000) / pods,
    foldedPerSecond: log.length / foldSeconds,
    readyCount,
    digest: log.digest(),
  };
};
