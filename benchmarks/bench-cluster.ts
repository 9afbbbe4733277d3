// What every benchmark of whole runs begins with, a namespace and nodes in three zones, and how its run is measured.
import { decodeObject } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import type { SimTime } from "@podsim/core/time";
import { createCluster } from "@podsim/scheduler";
import type { ApplyRequest, ClusterParts, TimelineEntry } from "@podsim/scheduler";
import { cpuMicros } from "./cpu-time.js";

export const MEBIBYTE = 1024 * 1024;

const decoded = (manifest: unknown): KubernetesObject => {
  const { object, problems } = decodeObject(manifest);
  if (object === null) throw new TypeError(`the benchmark's own manifest is wrong: ${problems[0]?.message ?? ""}`);
  return object;
};

const nodeManifest = (ix: number): unknown => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: `node-${String(ix)}`,
    labels: { "kubernetes.io/hostname": `node-${String(ix)}`, "topology.kubernetes.io/zone": `zone-${String(ix % 3)}` },
  },
  status: { allocatable: { cpu: "8", memory: "32Gi", pods: "110" } },
});

export const applying = (manifest: unknown): ApplyRequest => ({ verb: "apply", object: decoded(manifest) });

/** The namespace and the nodes, at the start of the run. */
export const startingCluster = (nodes: number): TimelineEntry => {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } };
  const requests = [namespace, ...Array.from({ length: nodes }, (_, ix) => nodeManifest(ix))].map(applying);
  return { atUs: 0, name: "cluster", text: "", requests };
};

export interface MeasuredRun {
  readonly factCount: number;
  /** Of the Deployments in the end. */
  readonly readyCount: number;
  readonly wallMillis: number;
  readonly cpuSeconds: number;
  readonly factsPerSecond: number;
  /** Largest resident memory of the process so far. */
  readonly peakRssBytes: number;
  /** Of the log: the same for the same parts, whatever the machine. */
  readonly digest: string;
}

/** Runs the cluster until then; what made the parts, such as reading manifests, is not measured. */
export const measureRun = (parts: ClusterParts, untilUs: SimTime): MeasuredRun => {
  const startedAt = performance.now();
  const startedMicros = cpuMicros();
  const { simulation, world, log } = createCluster(parts);
  simulation.run({ untilUs });
  const wallMillis = performance.now() - startedAt;
  const cpuSeconds = (cpuMicros() - startedMicros) / 1e6;
  let readyCount = 0;
  for (const deployment of world.deployments.values()) readyCount += deployment.status.readyReplicas;
  return {
    factCount: log.length,
    readyCount,
    wallMillis,
    cpuSeconds,
    factsPerSecond: log.length / cpuSeconds,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    digest: log.digest(),
  };
};
