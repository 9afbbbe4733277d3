// The UID the API server shows of an object, by what the object is called.
import { KNOWN_KINDS } from "@podsim/core";
import type { NodeState } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import { derivedUid } from "./derived-uid.js";

/** A node that joins under a name once more is another node; one a run begins with has the UID of its name. */
export const nodeUid = ({ name, addedAtUs, object }: NodeState): string =>
  object.metadata.found?.uid ?? derivedUid("Node", "", addedAtUs > 0 ? `${name} ${addedAtUs}` : name);

interface Table {
  find(namespace: string, name: string): { readonly uid: string } | undefined;
}

/** Kinds whose facts say which object it is. */
const TABLES: ReadonlyMap<string, (world: WorldView) => Table> = new Map([
  ["Deployment", (world: WorldView): Table => world.deployments],
  ["ReplicaSet", (world: WorldView): Table => world.replicaSets],
  ["StatefulSet", (world: WorldView): Table => world.statefulSets],
  ["DaemonSet", (world: WorldView): Table => world.daemonSets],
  ["Job", (world: WorldView): Table => world.jobs],
  ["CronJob", (world: WorldView): Table => world.cronJobs],
  ["HorizontalPodAutoscaler", (world: WorldView): Table => world.autoscalers],
  ["PersistentVolumeClaim", (world: WorldView): Table => world.claims],
  ["PersistentVolume", (world: WorldView): Table => world.volumes],
]);

/**
 * Of the object that bears the name now; "" if there is none, or `get` knows none of its kind. `namespace`: "" for what is
 * cluster-scoped.
 */
export const uidOf = (world: WorldView, kind: string, namespace: string, name: string): string => {
  if (kind === "Pod") return world.pods.find(namespace, name)?.identity.uid ?? "";
  if (kind === "Node") {
    const ix = world.nodes.ixOf(name);
    const node = ix === undefined ? undefined : world.nodes.at(ix);
    return node === undefined ? "" : nodeUid(node);
  }
  const table = TABLES.get(kind);
  if (table !== undefined) return table(world).find(namespace, name)?.uid ?? "";
  return KNOWN_KINDS.has(kind) ? derivedUid(kind, namespace, name) : "";
};
