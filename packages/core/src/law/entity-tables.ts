// Where a view of the cluster keeps the objects that facts are about: one place for all who look one up.
import type { Entity } from "../event.js";
import type { ClusterView } from "./cluster-view.js";

/** Tables of a ClusterView. */
export type TableName = Exclude<keyof ClusterView, "nowUs" | "cluster" | "podsOn" | "podsOf">;

/** Of the entities that laws can look at. */
const TABLES: Readonly<Partial<Record<Entity, TableName>>> = {
  pod: "pods",
  node: "nodes",
  deployment: "deployments",
  "replica-set": "replicaSets",
  "stateful-set": "statefulSets",
  "daemon-set": "daemonSets",
  job: "jobs",
  "cron-job": "cronJobs",
  service: "services",
  budget: "budgets",
  lease: "leases",
  autoscaler: "autoscalers",
};

/** What a fact is about, as it is in this view; undefined where laws cannot look at it, or there is none (any more). */
export const stateIn = (cluster: ClusterView, entity: Entity, ix: number): object | undefined => {
  if (entity === "cluster") return cluster.cluster;
  const table = TABLES[entity];
  return table === undefined ? undefined : cluster[table].at(ix);
};
