// Every kind of object a manifest may hold.
import type { ConfigMap } from "./config-map.js";
import type { Deployment } from "./deployment.js";
import type { Job } from "./job.js";
import type { Namespace } from "./namespace.js";
import type { Node } from "./node.js";
import type { PodDisruptionBudget } from "./pod-disruption-budget.js";
import type { Pod } from "./pod.js";
import type { PriorityClass } from "./priority-class.js";
import type { ReplicaSet } from "./replica-set.js";
import type { Secret } from "./secret.js";
import type { Service } from "./service.js";

export type KubernetesObject =
  | Pod
  | Node
  | Namespace
  | Deployment
  | ReplicaSet
  | Job
  | Service
  | ConfigMap
  | Secret
  | PriorityClass
  | PodDisruptionBudget;

export type Kind = KubernetesObject["kind"];
