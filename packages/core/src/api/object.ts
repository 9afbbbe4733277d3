// Every kind of object a manifest may hold.
import type { ConfigMap } from "./config-map.js";
import type { CSINode } from "./csi-node.js";
import type { CronJob } from "./cron-job.js";
import type { DaemonSet } from "./daemon-set.js";
import type { Deployment } from "./deployment.js";
import type { HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.js";
import type { Lease } from "./lease.js";
import type { LimitRange } from "./limit-range.js";
import type { ResourceQuota } from "./resource-quota.js";
import type { Job } from "./job.js";
import type { Namespace } from "./namespace.js";
import type { Node } from "./node.js";
import type { PersistentVolume } from "./persistent-volume.js";
import type { PersistentVolumeClaim } from "./persistent-volume-claim.js";
import type { PodDisruptionBudget } from "./pod-disruption-budget.js";
import type { Pod } from "./pod.js";
import type { PriorityClass } from "./priority-class.js";
import type { RuntimeClass } from "./runtime-class.js";
import type { ReplicaSet } from "./replica-set.js";
import type { Secret } from "./secret.js";
import type { StatefulSet } from "./stateful-set.js";
import type { Service } from "./service.js";
import type { StorageClass } from "./storage-class.js";

export type KubernetesObject =
  | Pod
  | Node
  | Namespace
  | Deployment
  | ReplicaSet
  | StatefulSet
  | Lease
  | LimitRange
  | ResourceQuota
  | CronJob
  | HorizontalPodAutoscaler
  | DaemonSet
  | Job
  | Service
  | ConfigMap
  | Secret
  | PriorityClass
  | RuntimeClass
  | PodDisruptionBudget
  | PersistentVolumeClaim
  | PersistentVolume
  | StorageClass
  | CSINode;

export type Kind = KubernetesObject["kind"];
