// A cluster with everything in it, scheduler and kubelets included, told what to do at which second.
//
//   const cluster = new WholeCluster({ nodes: [aNodeOf("node-1", "4")] }).apply(0, aDeployment({ replicas: 3 })).run(60);
import { decodeObject } from "@podsim/core";
import type { EventDefinition, KubernetesObject, Node, PodDisruptionBudget } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { ApiRequest, TimelineEntry } from "../src/api-server/request.js";
import type { World } from "../src/cluster/world.js";
import type { Cluster } from "../src/model.js";
import { createCluster } from "../src/model.js";
import { DEFAULT_LATENCIES } from "../src/settings.js";
import type { Settings } from "../src/settings.js";
import { aBehavior } from "./behaviors.js";

/** A valid object of a manifest. */
export const objectOf = (manifest: object): KubernetesObject => {
  const { object, problems } = decodeObject(manifest);
  if (object === null) throw new TypeError(JSON.stringify(problems));
  return object;
};

export const aNodeOf = (
  name: string,
  cpu: string,
  rest: { readonly labels?: object; readonly taints?: object } = {},
): Node =>
  objectOf({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, ...rest.labels } },
    spec: { taints: rest.taints ?? [] },
    status: { allocatable: { cpu, memory: "64Gi", pods: "110" }, capacity: { cpu, memory: "64Gi", pods: "110" } },
  }) as Node;

export interface WorkloadParts {
  readonly name?: string;
  readonly kind?: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly replicas?: number;
  readonly cpu?: string;
  readonly annotations?: object;
  /** More of the pods' spec. */
  readonly pod?: object;
}

/** Pods of one container that asks for a core, unless told otherwise. */
export const aWorkload = ({
  name = "web",
  kind = "Deployment",
  replicas = 1,
  cpu = "1",
  annotations = {},
  pod = {},
}: WorkloadParts): KubernetesObject =>
  objectOf({
    apiVersion: "apps/v1",
    kind,
    metadata: { name },
    spec: {
      ...(kind === "DaemonSet" ? {} : { replicas }),
      ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: { containers: [{ name: "app", image: "web:1", resources: { requests: { cpu } } }], ...pod },
      },
    },
  });

export const aBudgetOf = (spec: object, name = "web"): PodDisruptionBudget =>
  objectOf({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, ...spec },
  }) as PodDisruptionBudget;

export interface WholeClusterOptions extends Partial<Settings> {
  readonly nodes?: readonly Node[];
}

export class WholeCluster {
  readonly #options: WholeClusterOptions;
  readonly #entries: TimelineEntry[] = [];
  #cluster: Cluster | null = null;

  constructor(options: WholeClusterOptions = {}) {
    this.#options = options;
    this.apply(0, objectOf({ apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } }));
    this.apply(0, objectOf({ apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } }));
    for (const node of options.nodes ?? []) this.apply(0, node);
  }

  ask(seconds: number, request: ApiRequest): this {
    const atUs = Math.round(seconds * SECOND);
    this.#entries.push({ atUs, name: `entry-${String(this.#entries.length)}`, text: "", requests: [request] });
    return this;
  }

  apply(seconds: number, object: KubernetesObject): this {
    return this.ask(seconds, { verb: "apply", object } as ApiRequest);
  }

  scale(seconds: number, replicas: number, name = "web"): this {
    return this.ask(seconds, {
      verb: "scale",
      target: { kind: "Deployment", namespace: "default", name },
      replicas,
    } as ApiRequest);
  }

  run(seconds: number): this {
    const { nodes: _, ...settings } = this.#options;
    this.#cluster ??= createCluster({
      settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES, ...settings },
      behaviorOf: () => aBehavior(),
      timeline: [...this.#entries].sort((a, b) => a.atUs - b.atUs),
    });
    this.#cluster.simulation.run({ untilUs: Math.round(seconds * SECOND), maxEntries: 5_000_000 });
    return this;
  }

  get world(): World {
    if (this.#cluster === null) throw new Error("the cluster does not run yet");
    return this.#cluster.world;
  }

  /** How many facts there are. */
  get length(): number {
    return this.#cluster?.log.length ?? 0;
  }

  /** Names of the nodes that are there. */
  nodeNames(): readonly string[] {
    return [...this.world.nodes.values()].map(({ name }) => name);
  }

  /** Facts of one type in order, their times in seconds. */
  facts<Data extends object>(
    definition: EventDefinition<string, Data>,
  ): readonly { readonly at: number; readonly subject: number; readonly data: Data }[] {
    const found: { at: number; subject: number; data: Data }[] = [];
    const log = this.#cluster?.log;
    log?.forEach(0, log.length, (fact) => {
      if (fact.definition !== (definition as EventDefinition)) return;
      found.push({ at: fact.at / SECOND, subject: fact.subject, data: fact.data as Data });
    });
    return found;
  }
}
