// The real scheduler on a cluster in which nothing else makes pods, told what happens and asked what became of it.
import { nodeAdded, podBound, podCreated, podSchedulingFailed, podUpdated } from "@podsim/core";
import type { PodTemplateSpec, ResourceList } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { DEFAULT_SCHEDULER } from "../src/configuration/build-profiles.js";
import type { PacedControllerDefinition } from "../src/controller-actor.js";
import type { SchedulerCost } from "../src/settings.js";
import { schedulerActor } from "../src/scheduler-actor.js";
import { aNode, aTemplate } from "./cluster-builder.js";
import type { NodeOptions } from "./cluster-builder.js";
import { SmallCluster } from "./small-cluster.js";

const NODE: ResourceList = { cpu: "1", memory: "1Gi", pods: "10" };

export interface TrialOptions {
  readonly seed?: number;
  /** Pods are seen after so long; 0 unless told. */
  readonly watchMs?: number;
  /** Seconds until a pod is gone that was asked to go, but for its grace; 1 unless told. */
  readonly stopsAfter?: number;
  /** None unless told. */
  readonly controllers?: readonly PacedControllerDefinition[];
  readonly cost?: SchedulerCost;
}

/** A cluster with the real scheduler and nothing that makes pods; times in seconds. */
export class SchedulingTrial {
  readonly cluster: SmallCluster;
  #nodes = 0;
  #pods = 0;

  constructor({ seed = 1, watchMs = 0, stopsAfter = 1, controllers = [], cost }: TrialOptions = {}) {
    this.cluster = new SmallCluster({
      nodes: 0,
      seed,
      stopsAfter,
      controllers,
      ...(cost === undefined ? {} : { scheduler: { ...DEFAULT_SCHEDULER, cost } }),
      schedules: false,
      actors: (plane) => [schedulerActor(plane)],
      latencies: { schedulerWatch: { kind: "constant", value: watchMs * 1_000 } },
    });
  }

  /** One CPU, 1Gi and ten pods, unless told otherwise. */
  node(at: number, name: string, options: NodeOptions = {}): this {
    const nodeIx = this.#nodes++;
    const object = aNode(name, { allocatable: NODE, ...options });
    this.cluster.at(at, (out) => out.record(nodeAdded, nodeIx, { nodeIx, object }));
    return this;
  }

  pod(at: number, template: PodTemplateSpec, name = `p${this.#pods}`): this {
    const podIx = this.#pods++;
    const data = { podIx, namespace: "default", name, uid: name, template };
    const owner = { ownerKind: null, ownerName: null, ownerIx: null };
    this.cluster.at(at, (out) => out.record(podCreated, podIx, { ...data, ...owner }));
    return this;
  }

  /** At the second the pod has another template, as after an update through the API. */
  change(at: number, podIx: number, template: PodTemplateSpec): this {
    this.cluster.at(at, (out) => out.record(podUpdated, podIx, { template }));
    return this;
  }

  /** "5 p0 → a" for every binding, "5 p1 ✗" for every failure. */
  run(seconds: number): readonly string[] {
    const told: { readonly at: number; readonly text: string }[] = [];
    const nameOf = (ix: number): string => this.cluster.world.pods.at(ix)?.identity.name ?? String(ix);
    this.cluster.run(seconds, ({ definition, at, subject, data }) => {
      const time = at / SECOND;
      if (definition.type === podBound.type) {
        told.push({ at: time, text: `${time} ${nameOf(subject)} → ${(data as { node: string }).node}` });
      }
      if (definition.type === podSchedulingFailed.type) told.push({ at: time, text: `${time} ${nameOf(subject)} ✗` });
    });
    return told.map(({ text }) => text);
  }

  /** What happens to pods, "1.02 p0 deletion", tries that came to nothing included. */
  story(seconds: number): readonly string[] {
    const told: string[] = [];
    const { cluster } = this;
    cluster.run(seconds, ({ definition, at, subject, data }) => {
      const name = cluster.world.pods.at(subject)?.identity.name ?? `#${subject}`;
      const word: Readonly<Record<string, string>> = {
        PodReserved: `reserved ${(data as { node?: string }).node ?? ""}`,
        PodBound: `→ ${(data as { node?: string }).node ?? ""}`,
        PodSchedulingFailed: "✗",
        PodNominated: `nominated ${(data as { node?: string }).node ?? ""}`,
        PodDisruptionTargeted: "disruption target",
        PodPreempted: "preempted",
        PodDeletionRequested: "deletion",
        PodRemoved: "gone",
      };
      const text = word[definition.type];
      if (text !== undefined) told.push(`${at / SECOND} ${name} ${text}`.trimEnd());
    });
    return told;
  }
}

export const asking = (cpu: string, priority = 0): PodTemplateSpec =>
  aTemplate({ requests: { cpu }, spec: { priority } });
