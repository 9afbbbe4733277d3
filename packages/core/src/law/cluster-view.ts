// What a law may look at: the cluster at an instant, read-only, in the states that facts fold into.
import type { BudgetState } from "../budget/budget-state.js";
import type { ClusterState } from "../cluster/cluster-state.js";
import type { CronJobState } from "../cron-job/cron-job-state.js";
import type { DaemonSetState } from "../daemon-set/daemon-set-state.js";
import type { DeploymentState } from "../deployment/deployment-state.js";
import type { AutoscalerState } from "../horizontal-pod-autoscaler/autoscaler-state.js";
import type { NodeIx } from "../ids.js";
import type { LeaseState } from "../lease/lease-state.js";
import type { JobState } from "../job/job-state.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { ReplicaSetState } from "../replica-set/replica-set-state.js";
import type { ServiceState } from "../service/service-state.js";
import type { StatefulSetState } from "../stateful-set/stateful-set-state.js";
import type { SimTime } from "../time.js";

/** Objects of one kind that exist, by dense index. */
export interface StateTable<State> {
  at(ix: number): State | undefined;
  /** In order of creation. */
  values(): Iterable<State>;
}

export interface ClusterView {
  readonly nowUs: SimTime;
  readonly pods: StateTable<PodState>;
  readonly nodes: StateTable<NodeState>;
  readonly deployments: StateTable<DeploymentState>;
  readonly replicaSets: StateTable<ReplicaSetState>;
  readonly statefulSets: StateTable<StatefulSetState>;
  readonly daemonSets: StateTable<DaemonSetState>;
  readonly jobs: StateTable<JobState>;
  readonly cronJobs: StateTable<CronJobState>;
  readonly services: StateTable<ServiceState>;
  readonly budgets: StateTable<BudgetState>;
  readonly leases: StateTable<LeaseState>;
  readonly autoscalers: StateTable<AutoscalerState>;
  readonly cluster: ClusterState;
  /** Pods bound to the node, finished and terminating ones included. */
  podsOn(node: NodeIx): Iterable<PodState>;
  /** Pods controlled by the object of that kind and dense index. */
  podsOf(kind: string, owner: number): Iterable<PodState>;
}
