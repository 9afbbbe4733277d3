// The objects that controllers of the user's own are handed: as `get -o json` shows them.
import type {
  BudgetState,
  ConfigMapState,
  DaemonSetState,
  DeploymentState,
  JobState,
  KubernetesVersion,
  LeaseState,
  NodeState,
  PodState,
  ReplicaSetState,
  SecretState,
  ServiceState,
  StatefulSetState,
} from "@podsim/core";
import type { ApiObject, ShowObject, WorldView } from "@podsim/scheduler";
import { daemonSetObject } from "../outputs/objects/daemon-set-object.js";
import { deploymentObject } from "../outputs/objects/deployment-object.js";
import { jobObject } from "../outputs/objects/job-object.js";
import type { KubeObject } from "../outputs/objects/kube-object.js";
import { nodeObject } from "../outputs/objects/node-object.js";
import {
  budgetObject,
  configMapObject,
  leaseObject,
  secretObject,
  serviceObject,
} from "../outputs/objects/plain-objects.js";
import { podObject } from "../outputs/objects/pod-object.js";
import { replicaSetObject } from "../outputs/objects/replica-set-object.js";
import { statefulSetObject } from "../outputs/objects/stateful-set-object.js";
import { WallClock } from "../outputs/view/wall-clock.js";

type Show = (state: unknown, world: WorldView, clock: WallClock, kubernetes: KubernetesVersion) => KubeObject;

const SHOWN: Readonly<Record<string, Show>> = {
  Pod: (state, world, clock) => podObject(state as PodState, world, clock),
  Node: (state, world, clock, kubernetes) => nodeObject(state as NodeState, world.nowUs, kubernetes, clock),
  Deployment: (state, _, clock) => deploymentObject(state as DeploymentState, clock),
  ReplicaSet: (state, world, clock) => replicaSetObject(state as ReplicaSetState, world, clock),
  StatefulSet: (state, _, clock) => statefulSetObject(state as StatefulSetState, clock),
  DaemonSet: (state, _, clock) => daemonSetObject(state as DaemonSetState, clock),
  Job: (state, world, clock) => jobObject(state as JobState, world, clock),
  Service: (state, _, clock) => serviceObject(state as ServiceState, clock),
  ConfigMap: (state, _, clock) => configMapObject(state as ConfigMapState, clock),
  Secret: (state, _, clock) => secretObject(state as SecretState, clock),
  Lease: (state, _, clock) => leaseObject(state as LeaseState, clock),
  PodDisruptionBudget: (state, _, clock) => budgetObject(state as BudgetState, clock),
};

/** `clockStart`: date of time 0, RFC 3339. */
export const objectShower = (clockStart: string, kubernetes: KubernetesVersion): ShowObject => {
  const clock = new WallClock(clockStart);
  return (kind, state, world): ApiObject => {
    const show = SHOWN[kind];
    if (show === undefined) throw new TypeError(`objects of kind ${kind} are shown to nobody`);
    return show(state, world, clock, kubernetes) as unknown as ApiObject;
  };
};
