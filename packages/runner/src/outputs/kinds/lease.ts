// Leases, with kubectl's columns.
import type { LeaseState } from "@podsim/core";
import { describeLease } from "../describe/describe-lease.js";
import { leaseObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

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

export const leases: ObjectKind = {
  kind: "Lease",
  group: "coordination.k8s.io",
  plural: "leases",
  singular: "lease",
  shortNames: [],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "HOLDER" }, AGE_COLUMN],
  list: (view) => inKeyOrder([...view.world.leases.values()].map((one) => listed(one, view))),
  describe: (view, namespace, name, out) => {
    const lease = view.world.leases.find(namespace, name);
    if (lease !== undefined) describeLease(lease, view, out);
  },
  watching: {
    entity: "lease",
    item: (state, view) => listed(state as LeaseState, view),
    isSame: (before, after) => before === after,
  },
};
