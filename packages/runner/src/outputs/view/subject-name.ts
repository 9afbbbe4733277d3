// What a fact is about, in the words a person would use.
import type {
  AutoscalerState,
  BudgetState,
  ConfigMapState,
  CronJobState,
  ClaimState,
  CsiNodeState,
  DaemonSetState,
  DeploymentState,
  LeaseState,
  NodeState,
  PodState,
  ReplicaSetState,
  SecretState,
  JobState,
  ServiceState,
  StatefulSetState,
  StorageClassState,
  VolumeAttachmentState,
  VolumeState,
} from "@podsim/core";
import type { Step } from "./replay.js";

const named = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

/** "pod shop/web-1", "node node-1"; "" for what belongs to the cluster as a whole. */
export const subjectName = ({ fact, before, after }: Step): string => {
  const state = after ?? before;
  const { entity } = fact.definition;
  if (state === undefined) return `${entity} #${fact.subject}`;
  switch (entity) {
    case "pod":
      return `pod ${named((state as PodState).identity)}`;
    case "node":
      return `node ${(state as NodeState).name}`;
    case "deployment":
      return `deployment ${named((state as DeploymentState).object.metadata)}`;
    case "replica-set":
      return `replicaset ${named(state as ReplicaSetState)}`;
    case "daemon-set":
      return `daemonset ${named((state as DaemonSetState).object.metadata)}`;
    case "stateful-set":
      return `statefulset ${named((state as StatefulSetState).object.metadata)}`;
    case "cron-job":
      return `cronjob ${named((state as CronJobState).object.metadata)}`;
    case "autoscaler":
      return `horizontalpodautoscaler ${named((state as AutoscalerState).object.metadata)}`;
    case "job":
      return `job ${named((state as JobState).object.metadata)}`;
    case "service":
      return `service ${named((state as ServiceState).object.metadata)}`;
    case "budget":
      return `poddisruptionbudget ${named((state as BudgetState).object.metadata)}`;
    case "config-map":
      return `configmap ${named((state as ConfigMapState).object.metadata)}`;
    case "secret":
      return `secret ${named((state as SecretState).object.metadata)}`;
    case "lease":
      return `lease ${named((state as LeaseState).object.metadata)}`;
    case "claim":
      return `persistentvolumeclaim ${named((state as ClaimState).object.metadata)}`;
    case "volume":
      return `persistentvolume ${(state as VolumeState).object.metadata.name}`;
    case "volume-attachment": {
      const { volume, node } = state as VolumeAttachmentState;
      return `volumeattachment of ${volume} to ${node}`;
    }
    case "storage-class":
      return `storageclass ${(state as StorageClassState).object.metadata.name}`;
    case "csi-node":
      return `csinode ${(state as CsiNodeState).object.metadata.name}`;
    case "cluster":
      return "";
  }
};
