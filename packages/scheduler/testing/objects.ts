// Kubernetes objects for tests, with Kubernetes' defaults, and their way into a world without an API server.
import {
  autoscalerApplied,
  budgetApplied,
  claimApplied,
  configMapApplied,
  csiNodeApplied,
  cronJobApplied,
  daemonSetApplied,
  deploymentApplied,
  jobApplied,
  leaseApplied,
  namespaceCreated,
  nodeAdded,
  podCreated,
  replicaSetCreated,
  secretApplied,
  serviceApplied,
  statefulSetApplied,
  withGeneratedSelector,
  storageClassApplied,
  volumeApplied,
} from "@podsim/core";
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  KubernetesObject,
  Labels,
  Node,
  PodDisruptionBudget,
  ReplicaSet,
  Service,
  StatefulSet,
} from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import type { Outbox } from "../src/actor.js";
import { applyRule } from "../src/api-server/apply-rule.js";
import type { World } from "../src/cluster/world.js";

type Workload = Extract<
  KubernetesObject,
  { readonly kind: "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet" | "CronJob" | "Job" }
>;

const applyWorkload = (object: Workload, world: World, out: Outbox): void => {
  const { namespace, name, labels } = object.metadata;
  const uid = `uid-${name}`;
  switch (object.kind) {
    case "Deployment": {
      const deploymentIx = world.deployments.ixOf(namespace, name) ?? world.deployments.nextIx;
      return out.record(deploymentApplied, deploymentIx, { deploymentIx, uid, object });
    }
    case "ReplicaSet": {
      const replicaSetIx = world.replicaSets.nextIx;
      const { spec } = object;
      return out.record(replicaSetCreated, replicaSetIx, {
        ...{ replicaSetIx, namespace, name, uid, labels, deploymentIx: null, deploymentName: null },
        ...{ template: spec.template, selector: spec.selector, minReadySeconds: spec.minReadySeconds },
        ...{ templateHash: "", revision: 0, replicas: spec.replicas },
      });
    }
    case "DaemonSet": {
      const daemonSetIx = world.daemonSets.ixOf(namespace, name) ?? world.daemonSets.nextIx;
      return out.record(daemonSetApplied, daemonSetIx, { daemonSetIx, uid, object });
    }
    case "StatefulSet": {
      const statefulSetIx = world.statefulSets.ixOf(namespace, name) ?? world.statefulSets.nextIx;
      return out.record(statefulSetApplied, statefulSetIx, { statefulSetIx, uid, object });
    }
    case "CronJob": {
      const cronJobIx = world.cronJobs.ixOf(namespace, name) ?? world.cronJobs.nextIx;
      return out.record(cronJobApplied, cronJobIx, { cronJobIx, uid, object });
    }
    case "Job": {
      const jobIx = world.jobs.ixOf(namespace, name) ?? world.jobs.nextIx;
      const owner = { ownerKind: null, ownerName: null, ownerIx: null };
      return out.record(jobApplied, jobIx, { jobIx, uid, object: withGeneratedSelector(object, uid), ...owner });
    }
  }
};

/** Records what applying the manifest means; admission is left out. */
export const applyObject = (object: KubernetesObject, world: World, out: Outbox): void => {
  const { namespace, name, labels, annotations } = object.metadata;
  switch (object.kind) {
    case "Deployment":
    case "ReplicaSet":
    case "DaemonSet":
    case "StatefulSet":
    case "CronJob":
    case "Job":
      return applyWorkload(object, world, out);
    case "Service": {
      const serviceIx = world.services.ixOf(namespace, name) ?? world.services.nextIx;
      return out.record(serviceApplied, serviceIx, { serviceIx, object });
    }
    case "PodDisruptionBudget": {
      const budgetIx = world.budgets.ixOf(namespace, name) ?? world.budgets.nextIx;
      return out.record(budgetApplied, budgetIx, { budgetIx, object });
    }
    case "Pod": {
      const podIx = world.pods.nextIx;
      const template = { metadata: { labels, annotations }, spec: object.spec };
      const owner = { ownerKind: null, ownerName: null, ownerIx: null };
      return out.record(podCreated, podIx, { podIx, namespace, name, uid: `uid-${name}`, template, ...owner });
    }
    case "Namespace":
      return out.record(namespaceCreated, 0, { name, labels });
    case "Node": {
      const nodeIx = world.nodes.nextIx;
      return out.record(nodeAdded, nodeIx, { nodeIx, object });
    }
    case "LimitRange":
    case "ResourceQuota":
    case "PriorityClass":
    case "RuntimeClass":
      return applyRule(object, out);
    case "ConfigMap": {
      const configMapIx = world.configMaps.nextIx;
      return out.record(configMapApplied, configMapIx, { configMapIx, object });
    }
    case "Secret": {
      const secretIx = world.secrets.nextIx;
      return out.record(secretApplied, secretIx, { secretIx, object });
    }
    case "Lease": {
      const leaseIx = world.leases.nextIx;
      return out.record(leaseApplied, leaseIx, { leaseIx, holder: object.spec.holderIdentity ?? "", object });
    }
    case "PersistentVolumeClaim": {
      const claimIx = world.claims.nextIx;
      return out.record(claimApplied, claimIx, { claimIx, uid: `uid-${name}-${claimIx}`, object });
    }
    case "PersistentVolume": {
      const volumeIx = world.volumes.nextIx;
      return out.record(volumeApplied, volumeIx, { volumeIx, uid: `uid-${name}`, object });
    }
    case "StorageClass": {
      const storageClassIx = world.storageClasses.nextIx;
      return out.record(storageClassApplied, storageClassIx, { storageClassIx, object });
    }
    case "HorizontalPodAutoscaler": {
      const autoscalerIx = world.autoscalers.nextIx;
      return out.record(autoscalerApplied, autoscalerIx, { autoscalerIx, uid: `uid-${name}`, object });
    }
    case "CSINode": {
      const csiNodeIx = world.csiNodes.nextIx;
      return out.record(csiNodeApplied, csiNodeIx, { csiNodeIx, object });
    }
  }
};

/** A node with room for everything. */
export const aNode = (name: string, labels: Labels): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, namespace: "", labels: { "kubernetes.io/hostname": name, ...labels }, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: {
    capacity: { cpu: "64", memory: "256Gi", pods: "1000" },
    allocatable: { cpu: "64", memory: "256Gi", pods: "1000" },
    images: [],
  },
});

export interface DeploymentOptions extends Partial<Deployment["spec"]> {
  readonly name?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly annotations?: Labels;
}

/** A Deployment "default/web" of 3 with Kubernetes' defaults; any field of its spec may be given. */
export const aDeployment = (options: DeploymentOptions = {}): Deployment => {
  const { name = "web", namespace = "default", image = "web:1", annotations = {}, ...spec } = options;
  const { containers, ...rest } = aSpec();
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: { app: name }, annotations: {} },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: { ...rest, containers: containers.map((container) => ({ ...container, image })) },
      },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      minReadySeconds: 0,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      paused: false,
      ...spec,
    },
  };
};

/** A ReplicaSet "default/web" of 3 without a Deployment. */
export const aReplicaSet = (options: { readonly name?: string; readonly replicas?: number } = {}): ReplicaSet => {
  const { name = "web", replicas = 3 } = options;
  const { selector, template } = aDeployment({ name }).spec;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name, namespace: "default", labels: { app: name }, annotations: {} },
    spec: { replicas, minReadySeconds: 0, selector, template },
  };
};

/** A Service "default/web" over pods with app=web. */
export const aService = (over: Partial<Service["spec"]> = {}, name = "web"): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: { type: "ClusterIP", selector: { app: "web" }, ports: [], publishNotReadyAddresses: false, ...over },
});

/** A budget "default/web" over pods with app=web. */
export const aBudget = (over: Partial<PodDisruptionBudget["spec"]>, name = "web"): PodDisruptionBudget => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: { selector: { matchLabels: { app: "web" } }, unhealthyPodEvictionPolicy: "IfHealthyBudget", ...over },
});

export interface JobOptions extends Partial<Job["spec"]> {
  readonly name?: string;
}

/** A Job "default/pi" of one pod with Kubernetes' defaults; any field of its spec may be given. */
export const aJob = (options: JobOptions = {}): Job => {
  const { name = "pi", ...spec } = options;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default", labels: {}, annotations: {} },
    spec: {
      parallelism: 1,
      completions: 1,
      completionMode: "NonIndexed",
      backoffLimit: 6,
      podReplacementPolicy: "TerminatingOrFailed",
      suspend: false,
      template: { metadata: { labels: {}, annotations: {} }, spec: { ...aSpec(), restartPolicy: "Never" } },
      ...spec,
    },
  };
};

export interface DaemonSetOptions extends Partial<DaemonSet["spec"]> {
  readonly name?: string;
  readonly image?: string;
}

/** A DaemonSet "default/agent" with Kubernetes' defaults; any field of its spec may be given. */
export const aDaemonSet = (options: DaemonSetOptions = {}): DaemonSet => {
  const { name = "agent", image = "agent:1", ...spec } = options;
  const { selector, template } = aDeployment({ name, image }).spec;
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "default", labels: {}, annotations: {} },
    spec: {
      selector,
      template,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      minReadySeconds: 0,
      revisionHistoryLimit: 10,
      ...spec,
    },
  };
};

export interface StatefulSetOptions extends Partial<StatefulSet["spec"]> {
  readonly name?: string;
  readonly image?: string;
}

/** A StatefulSet "default/db" of 3 with Kubernetes' defaults; any field of its spec may be given. */
export const aStatefulSet = (options: StatefulSetOptions = {}): StatefulSet => {
  const { name = "db", image = "db:1", ...spec } = options;
  const { selector, template } = aDeployment({ name, image }).spec;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace: "default", labels: {}, annotations: {} },
    spec: {
      replicas: 3,
      selector,
      template,
      serviceName: name,
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      minReadySeconds: 0,
      volumeClaimTemplates: [],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      ...spec,
    },
  };
};

export interface CronJobOptions extends Partial<CronJob["spec"]> {
  readonly name?: string;
}

/** A CronJob "default/hello" of every minute with Kubernetes' defaults; any field of its spec may be given. */
export const aCronJob = (options: CronJobOptions = {}): CronJob => {
  const { name = "hello", ...spec } = options;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, namespace: "default", labels: {}, annotations: {} },
    spec: {
      schedule: "* * * * *",
      concurrencyPolicy: "Allow",
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels: {}, annotations: {} }, spec: aJob().spec },
      ...spec,
    },
  };
};
