// Leases, with kubectl's columns.
import type { LeaseState } from "@podsim/core";
import { leaseObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const listed = (lease: LeaseState, view: RunView): Listed => {
  const { metadata, spec } = lease.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [metadata.name, spec.holderIdentity ?? "", ageText(lease.createdAtUs, view.nowUs)],
    toObject: () => leaseObject(lease, view.clock),
  };
};

export const leases = tabledKind<LeaseState>({
  kind: "Lease",
  group: "coordination.k8s.io",
  plural: "leases",
  singular: "lease",
  shortNames: [],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "HOLDER" }, AGE_COLUMN],
  entity: "lease",
  table: (world) => world.leases,
  listed,
});
