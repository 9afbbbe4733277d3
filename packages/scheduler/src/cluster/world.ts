// The cluster at an instant: a projection of the log and of nothing else. Only `applyFact` writes it, and only the engine
// (or a replay) calls that, so folding the same log always rebuilds the same world.
import { EMPTY_CLUSTER } from "@podsim/core";
import type {
  AutoscalerState,
  BudgetState,
  ClaimState,
  ClusterState,
  ConfigMapState,
  CronJobState,
  CsiNodeState,
  DaemonSetState,
  DeploymentState,
  LeaseState,
  ReplicaSetState,
  SecretState,
  JobState,
  ServiceState,
  StatefulSetState,
  SimTime,
  StorageClassState,
  VolumeAttachmentState,
  VolumeState,
} from "@podsim/core";
import { EndpointTable } from "./endpoint-table.js";
import { NodeTable } from "./node-table.js";
import { ObjectTable } from "./object-table.js";
import { PodTable } from "./pod-table.js";
import { TrackedPods } from "./tracked-pods.js";

export interface World {
  /** Time of the last fact. */
  nowUs: SimTime;
  readonly pods: PodTable;
  readonly nodes: NodeTable;
  readonly deployments: ObjectTable<DeploymentState>;
  readonly replicaSets: ObjectTable<ReplicaSetState>;
  readonly statefulSets: ObjectTable<StatefulSetState>;
  readonly cronJobs: ObjectTable<CronJobState>;
  readonly autoscalers: ObjectTable<AutoscalerState>;
  readonly daemonSets: ObjectTable<DaemonSetState>;
  readonly jobs: ObjectTable<JobState>;
  /** Pods that a Job has not counted yet. */
  readonly trackedPods: TrackedPods;
  readonly services: ObjectTable<ServiceState>;
  readonly budgets: ObjectTable<BudgetState>;
  readonly configMaps: ObjectTable<ConfigMapState>;
  readonly secrets: ObjectTable<SecretState>;
  readonly leases: ObjectTable<LeaseState>;
  readonly claims: ObjectTable<ClaimState>;
  readonly volumes: ObjectTable<VolumeState>;
  /** Found by the names of volume and node. */
  readonly volumeAttachments: ObjectTable<VolumeAttachmentState>;
  readonly storageClasses: ObjectTable<StorageClassState>;
  readonly csiNodes: ObjectTable<CsiNodeState>;
  readonly endpoints: EndpointTable;
  cluster: ClusterState;
}

export const createWorld = (): World => ({
  nowUs: 0,
  pods: new PodTable(),
  nodes: new NodeTable(),
  deployments: new ObjectTable(),
  replicaSets: new ObjectTable(),
  statefulSets: new ObjectTable(),
  cronJobs: new ObjectTable(),
  autoscalers: new ObjectTable(),
  daemonSets: new ObjectTable(),
  jobs: new ObjectTable(),
  trackedPods: new TrackedPods(),
  services: new ObjectTable(),
  budgets: new ObjectTable(),
  configMaps: new ObjectTable(),
  secrets: new ObjectTable(),
  leases: new ObjectTable(),
  claims: new ObjectTable(),
  volumes: new ObjectTable(),
  volumeAttachments: new ObjectTable(),
  storageClasses: new ObjectTable(),
  csiNodes: new ObjectTable(),
  endpoints: new EndpointTable(),
  cluster: EMPTY_CLUSTER,
});

type Reading<Table, Writers extends keyof Table> = Omit<Table, Writers>;

/** The same world for those who decide: everything can be read, nothing written. */
export interface WorldView {
  readonly nowUs: SimTime;
  readonly pods: Reading<PodTable, "put" | "remove">;
  readonly nodes: Reading<
    NodeTable,
    "put" | "putImage" | "remove" | "podPlaced" | "podGone" | "podChanged" | "podRenewed"
  >;
  readonly deployments: Reading<ObjectTable<DeploymentState>, "put" | "remove">;
  readonly replicaSets: Reading<ObjectTable<ReplicaSetState>, "put" | "remove">;
  readonly statefulSets: Reading<ObjectTable<StatefulSetState>, "put" | "remove">;
  readonly cronJobs: Reading<ObjectTable<CronJobState>, "put" | "remove">;
  readonly autoscalers: Reading<ObjectTable<AutoscalerState>, "put" | "remove">;
  readonly daemonSets: Reading<ObjectTable<DaemonSetState>, "put" | "remove">;
  readonly jobs: Reading<ObjectTable<JobState>, "put" | "remove">;
  readonly trackedPods: Reading<TrackedPods, "track" | "keep" | "release" | "forget">;
  readonly services: Reading<ObjectTable<ServiceState>, "put" | "remove">;
  readonly budgets: Reading<ObjectTable<BudgetState>, "put" | "remove">;
  readonly configMaps: Reading<ObjectTable<ConfigMapState>, "put" | "remove">;
  readonly secrets: Reading<ObjectTable<SecretState>, "put" | "remove">;
  readonly leases: Reading<ObjectTable<LeaseState>, "put" | "remove">;
  readonly claims: Reading<ObjectTable<ClaimState>, "put" | "remove">;
  readonly volumes: Reading<ObjectTable<VolumeState>, "put" | "remove">;
  readonly volumeAttachments: Reading<ObjectTable<VolumeAttachmentState>, "put" | "remove">;
  readonly storageClasses: Reading<ObjectTable<StorageClassState>, "put" | "remove">;
  readonly csiNodes: Reading<ObjectTable<CsiNodeState>, "put" | "remove">;
  readonly endpoints: Reading<EndpointTable, "set" | "remove" | "removeAll">;
  readonly cluster: ClusterState;
}
