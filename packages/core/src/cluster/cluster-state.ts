// What belongs to the cluster as a whole: namespaces, priority classes, registry outages, and what the scenario did.
import type { BehaviorChange, Distribution } from "../behavior.js";
import type { LimitRange } from "../api/limit-range.js";
import type { Labels } from "../api/meta.js";
import type { PriorityClass } from "../api/priority-class.js";
import type { ResourceQuota } from "../api/resource-quota.js";
import type { RuntimeClass } from "../api/runtime-class.js";
import type { SimTime } from "../time.js";
import type { Load } from "./load.js";
import type { NamespacePolicy } from "./namespace-policies.js";

export interface RegistryOutage {
  /** Name of the outage, unique in the run. */
  readonly name: string;
  /** Registry host the outage is about; "*" = every registry. */
  readonly registry: string;
  /** What a pull sees: the error text, and how long it takes to see it. */
  readonly error: string;
  readonly failsAfterUs: number;
}

export interface ApiDelay {
  readonly name: string;
  readonly add: Distribution;
}

export interface InterventionRecord {
  readonly name: string;
  readonly atUs: SimTime;
  readonly text: string;
}

export interface NodeGroupState {
  readonly name: string;
  /** Machines it has or waits for. */
  readonly targetSize: number;
  readonly max: number;
  /** -1 = it was never backed off. */
  readonly backOffUntilUs: SimTime;
}

export interface NamespaceState {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly createdAtUs: SimTime;
}

export interface ClusterState {
  readonly namespaces: readonly NamespaceState[];
  readonly priorityClasses: readonly PriorityClass[];
  /** Absent before there is the first. */
  readonly runtimeClasses?: readonly RuntimeClass[];
  /** Absent before there is the first. */
  readonly limitRanges?: readonly NamespacePolicy<LimitRange>[];
  readonly resourceQuotas?: readonly NamespacePolicy<ResourceQuota>[];
  readonly outages: readonly RegistryOutage[];
  /** Groups that an autoscaler resizes; absent where none does. */
  readonly nodeGroups?: readonly NodeGroupState[];
  /** What slows the API server down now; absent before there is the first. */
  readonly apiDelays?: readonly ApiDelay[];
  /** In force, the latest last; absent before there is the first. */
  readonly behaviorChanges?: readonly BehaviorChange[];
  /** Absent before there is the first. */
  readonly loads?: readonly Load[];
  readonly interventions: readonly InterventionRecord[];
}

export const EMPTY_CLUSTER: ClusterState = { namespaces: [], priorityClasses: [], outages: [], interventions: [] };
