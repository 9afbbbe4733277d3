// The kinds of objects that controllers of the user's own may read, watch and write, and where the world keeps them.
import type { Entity, NodeIx } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

interface Table {
  ixOf(namespace: string, name: string): number | undefined;
  at(ix: number): unknown;
  values(): Iterable<{ readonly ix: number }>;
}

export interface ServedKind {
  readonly kind: string;
  readonly entity: Entity;
  /** As the API server writes it in its answers: "deployments.apps". */
  readonly resource: string;
  readonly isNamespaced: boolean;
  readonly ixOf: (world: WorldView, namespace: string, name: string) => number | undefined;
  /** undefined = there is none. */
  readonly at: (world: WorldView, ix: number) => unknown;
  /** Indexes of all there are, in order of creation. */
  readonly all: (world: WorldView) => readonly number[];
}

const inTable = (kind: string, entity: Entity, resource: string, tableOf: (world: WorldView) => Table): ServedKind => ({
  kind,
  entity,
  resource,
  isNamespaced: true,
  ixOf: (world, namespace, name) => tableOf(world).ixOf(namespace, name),
  at: (world, ix) => tableOf(world).at(ix),
  all: (world) => [...tableOf(world).values()].map(({ ix }) => ix),
});

const pods: ServedKind = {
  kind: "Pod",
  entity: "pod",
  resource: "pods",
  isNamespaced: true,
  ixOf: ({ pods: table }, namespace, name) => table.find(namespace, name)?.identity.ix,
  at: ({ pods: table }, ix) => table.at(ix),
  all: ({ pods: table }) => [...table.values()].map(({ identity }) => identity.ix),
};

const nodes: ServedKind = {
  kind: "Node",
  entity: "node",
  resource: "nodes",
  isNamespaced: false,
  ixOf: ({ nodes: table }, _namespace, name) => table.ixOf(name),
  at: ({ nodes: table }, ix) => table.at(ix as NodeIx),
  all: ({ nodes: table }) => [...table.values()].map(({ ix }) => ix),
};

export const SERVED_KINDS: ReadonlyMap<string, ServedKind> = new Map(
  [
    pods,
    nodes,
    inTable("Deployment", "deployment", "deployments.apps", ({ deployments }) => deployments),
    inTable("ReplicaSet", "replica-set", "replicasets.apps", ({ replicaSets }) => replicaSets),
    inTable("StatefulSet", "stateful-set", "statefulsets.apps", ({ statefulSets }) => statefulSets),
    inTable("DaemonSet", "daemon-set", "daemonsets.apps", ({ daemonSets }) => daemonSets),
    inTable("Job", "job", "jobs.batch", ({ jobs }) => jobs),
    inTable("Service", "service", "services", ({ services }) => services),
    inTable("ConfigMap", "config-map", "configmaps", ({ configMaps }) => configMaps),
    inTable("Secret", "secret", "secrets", ({ secrets }) => secrets),
    inTable("Lease", "lease", "leases.coordination.k8s.io", ({ leases }) => leases),
    inTable("PodDisruptionBudget", "budget", "poddisruptionbudgets.policy", ({ budgets }) => budgets),
  ].map((each) => [each.kind, each]),
);
