// The registry of controllers: everything that keeps a cluster as its objects ask for.
import type { Actor, ControlPlane } from "../actor.js";
import type { PacedControllerDefinition } from "../controller-actor.js";
import { attachDetach } from "./attach-detach.js";
import { claimProtection } from "./claim-protection.js";
import { cloudNodeLifecycleActor } from "./cloud-node-lifecycle.js";
import { clusterAutoscalerActor } from "./cluster-autoscaler.js";
import { cronJob } from "./cron-job.js";
import { daemonSet } from "./daemon-set.js";
import { deployment } from "./deployment.js";
import { disruption } from "./disruption.js";
import { endpoints } from "./endpoints.js";
import { ephemeralVolume } from "./ephemeral-volume.js";
import { garbageCollector } from "./garbage-collector.js";
import { horizontalPodAutoscalerActor } from "./horizontal-pod-autoscaler.js";
import { job } from "./job.js";
import { karpenterActor } from "./karpenter.js";
import { nodeLifecycleActor } from "./node-lifecycle.js";
import { persistentVolume } from "./persistent-volume.js";
import { podGarbageCollectorActor } from "./pod-garbage-collector.js";
import { replicaSet } from "./replica-set.js";
import { statefulSet } from "./stateful-set.js";
import { ttlAfterFinished } from "./ttl-after-finished.js";
import { taintEvictionActor } from "./taint-eviction.js";

export const CONTROLLERS: readonly PacedControllerDefinition[] = [
  disruption,
  garbageCollector,
  cronJob,
  job,
  ttlAfterFinished,
  ephemeralVolume,
  persistentVolume,
  claimProtection,
  attachDetach,
  deployment,
  replicaSet,
  statefulSet,
  daemonSet,
  endpoints,
];

/** Controllers that go by timers of nodes and pods instead of a queue of keys; null = not in this cluster. */
export const TIMED_CONTROLLERS: readonly ((plane: ControlPlane) => Actor | null)[] = [
  cloudNodeLifecycleActor,
  clusterAutoscalerActor,
  karpenterActor,
  nodeLifecycleActor,
  taintEvictionActor,
  (plane: ControlPlane): Actor => horizontalPodAutoscalerActor(plane, plane.settings.horizontalAutoscaler),
  (plane: ControlPlane): Actor => podGarbageCollectorActor(plane),
];
