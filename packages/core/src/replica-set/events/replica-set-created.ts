// A ReplicaSet was created: by its Deployment's controller, or applied by hand.
import type { LabelSelector, Labels } from "../../api/meta.js";
import type { PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import type { DeploymentIx, ReplicaSetIx } from "../../ids.js";
import { EXAMPLE_TEMPLATE } from "../../pod/example-template.js";
import { scalingAnnouncement } from "../announce.js";
import type { ReplicaSetState } from "../replica-set-state.js";
import { NOT_YET } from "../../time.js";

export interface ReplicaSetCreated {
  readonly replicaSetIx: number;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Labels;
  readonly deploymentIx: number | null;
  readonly deploymentName: string | null;
  readonly template: PodTemplateSpec;
  readonly selector: LabelSelector;
  readonly minReadySeconds: number;
  readonly templateHash: string;
  readonly revision: number;
  readonly replicas: number;
}

export const replicaSetCreated: EventDefinition<"ReplicaSetCreated", ReplicaSetCreated, ReplicaSetState | undefined> = {
  type: "ReplicaSetCreated",
  entity: "replica-set",
  revision: 1,
  fields: {
    replicaSetIx: "int",
    namespace: "string",
    name: "string",
    uid: "string",
    labels: "json",
    deploymentIx: "int?",
    deploymentName: "string?",
    template: "json",
    selector: "json",
    minReadySeconds: "int",
    templateHash: "string",
    revision: "int",
    replicas: "int",
  },
  evolve: (_, d, at) => ({
    ix: d.replicaSetIx as ReplicaSetIx,
    namespace: d.namespace,
    name: d.name,
    uid: d.uid,
    labels: d.labels,
    deployment: d.deploymentIx as DeploymentIx | null,
    deploymentName: d.deploymentName,
    createdAtUs: at,
    template: d.template,
    selector: d.selector,
    minReadySeconds: d.minReadySeconds,
    templateHash: d.templateHash,
    revision: d.revision,
    replicas: d.replicas,
    sizedFor: null,
    status: { replicas: 0, readyReplicas: 0, availableReplicas: 0 },
    generation: 1,
    failure: "",
    failingSinceUs: NOT_YET,
  }),
  announce: (s, d) => (s === undefined ? [] : scalingAnnouncement(s, 0, d.replicas)),
  example: {
    replicaSetIx: 0,
    namespace: "default",
    name: "web-7c4f9d5b6",
    uid: "00000000-0000-4000-8000-000000000002",
    labels: { app: "web" },
    deploymentIx: 0,
    deploymentName: "web",
    template: EXAMPLE_TEMPLATE,
    selector: { matchLabels: { app: "web" } },
    minReadySeconds: 0,
    templateHash: "7c4f9d5b6",
    revision: 1,
    replicas: 3,
  },
};
