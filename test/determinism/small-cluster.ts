// A small cluster made of plain manifests, for asking whether two runs are the same.
import { decodeObject } from "@podsim/core";
import type { Behavior, KubernetesObject } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { createCluster, DEFAULT_LATENCIES } from "@podsim/scheduler";
import type { ApplyRequest, Cluster, ScaleRequest, SetTemplateRequest, TimelineEntry } from "@podsim/scheduler";
import { aBehavior } from "@podsim/scheduler/testing";

type Manifest = Readonly<Record<string, unknown>>;

export const nodeManifest = (name: string, zone: string, changes: Manifest = {}): Manifest => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": zone, pool: "main" } },
  status: { allocatable: { cpu: "4", memory: "16Gi", pods: "110" } },
  ...changes,
});

export const deploymentManifest = (name: string, replicas: number): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        nodeSelector: { pool: "main" },
        containers: [
          {
            name: "app",
            image: `registry.example/${name}:1`,
            resources: { requests: { cpu: "250m", memory: "256Mi" } },
            readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 5 },
            ports: [{ containerPort: 80 }],
          },
        ],
      },
    },
  },
});

const decoded = (manifest: Manifest): KubernetesObject => {
  const { object, problems } = decodeObject(manifest);
  if (object === null) throw new Error(JSON.stringify(problems));
  return object;
};

export const applying = (name: string, at: number, ...manifests: readonly Manifest[]): TimelineEntry => ({
  atUs: at * SECOND,
  name,
  text: "",
  requests: manifests.map((manifest): ApplyRequest => ({ verb: "apply", object: decoded(manifest) })),
});

const NAMESPACE: Manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } };

const scale: ScaleRequest = {
  verb: "scale",
  target: { kind: "Deployment", namespace: "default", name: "web" },
  replicas: 9,
};
const rollout: SetTemplateRequest = {
  verb: "set-template",
  target: { kind: "Deployment", namespace: "default", name: "api" },
  images: { "*": "registry.example/api:2" },
  restartedAt: null,
};

/** Six nodes in three zones, two Deployments, one scaled at 60 s, one rolled out at 120 s. */
const BASE: readonly TimelineEntry[] = [
  applying(
    "objects",
    0,
    NAMESPACE,
    ...["a", "b", "c", "a", "b", "c"].map((zone, k) => nodeManifest(`node-${k}`, zone)),
  ),
  applying("workloads", 1, deploymentManifest("web", 6), deploymentManifest("api", 4)),
  { atUs: 60 * SECOND, name: "more-web", text: "scale deployment/web to 9", requests: [scale] },
  { atUs: 120 * SECOND, name: "new-api", text: "set image of deployment/api", requests: [rollout] },
];

/** Start-up, run time and stop vary by pod, so that luck shows. */
const behavior: Behavior = aBehavior({
  startup: { kind: "lognormal", p50: 4 * SECOND, p99: 20 * SECOND },
  crash: {
    chance: 0.3,
    after: { kind: "exponential", mean: 60 * SECOND },
    exitCodes: [
      [1, 0.5],
      [139, 0.5],
    ],
  },
  onSigterm: { exitAfter: { kind: "uniform", min: 0, max: 5 * SECOND }, exitCode: 0 },
});

export const smallCluster = (seed: number, extra: readonly TimelineEntry[] = []): Cluster =>
  createCluster({
    settings: { seed, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => behavior,
    timeline: [...BASE, ...extra].sort((a, b) => a.atUs - b.atUs),
  });

export const runSmallCluster = (seed: number, extra: readonly TimelineEntry[] = []): Cluster => {
  const cluster = smallCluster(seed, extra);
  cluster.simulation.run({ untilUs: 400 * SECOND });
  return cluster;
};

/** Everything that happened to each pod, by namespace/name, without anything that counts all pods or all facts. */
export const historiesOf = ({ log }: Cluster): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<number, string>();
  const histories = new Map<string, string[]>();
  log.forEach(0, log.length, (fact) => {
    if (fact.definition.entity !== "pod") return;
    const data = fact.data as Readonly<Record<string, unknown>>;
    if (fact.definition.type === "PodCreated") names.set(fact.subject, `${data["namespace"]}/${data["name"]}`);
    const name = names.get(fact.subject) ?? "?";
    const own = Object.entries(data).filter(([key]) => !key.endsWith("Ix") && key !== "template");
    let history = histories.get(name);
    if (history === undefined) histories.set(name, (history = []));
    history.push(`${fact.at} ${fact.definition.type} ${JSON.stringify(Object.fromEntries(own))}`);
  });
  return histories;
};
