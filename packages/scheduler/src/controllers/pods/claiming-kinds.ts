// The kinds of objects that have pods, as those pods are claimed.
import { isActive, ordinalOf } from "@podsim/core";
import type { LabelSelector, PodState } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import type { Claimant, ClaimingKind } from "./orphan-pods.js";

interface Held {
  readonly ix: number;
  readonly object: {
    readonly metadata: { readonly namespace: string; readonly name: string };
    readonly spec: { readonly selector?: LabelSelector };
  };
}

interface Table {
  at(ix: number): Held | undefined;
  values(): Iterable<Held>;
}

const claimantOf = ({ ix, object: { metadata, spec } }: Held): Claimant => ({
  ix,
  namespace: metadata.namespace,
  name: metadata.name,
  selector: spec.selector,
});

function* claimantsOf(table: Table): Iterable<Claimant> {
  for (const held of table.values()) yield claimantOf(held);
}

const isStaying = ({ deletion }: PodState): boolean => deletion === null;

const claimingKind = (
  kind: string,
  table: (world: WorldView) => Table,
  accepts: ClaimingKind["accepts"] = isStaying,
): ClaimingKind => ({
  kind,
  appeared: `${kind}Applied`,
  gone: `${kind}Deleted`,
  at: (world, ix) => {
    const held = table(world).at(ix);
    return held === undefined ? undefined : claimantOf(held);
  },
  all: (world) => claimantsOf(table(world)),
  accepts,
});

export const JOB_CLAIMS = claimingKind("Job", ({ jobs }) => jobs);
export const DAEMON_SET_CLAIMS = claimingKind("DaemonSet", ({ daemonSets }) => daemonSets);

/** A StatefulSet knows its pods by their names as well. */
export const STATEFUL_SET_CLAIMS = claimingKind(
  "StatefulSet",
  ({ statefulSets }) => statefulSets,
  (pod, { name }) => isStaying(pod) && ordinalOf(pod.identity.name, { metadata: { name } }) >= 0,
);

export const REPLICA_SET_CLAIMS: ClaimingKind = {
  kind: "ReplicaSet",
  appeared: "ReplicaSetCreated",
  gone: "ReplicaSetDeleted",
  at: (world, ix) => world.replicaSets.at(ix),
  all: (world) => world.replicaSets.values(),
  accepts: isActive,
};
