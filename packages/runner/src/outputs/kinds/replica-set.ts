// ReplicaSets, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { ReplicaSetState } from "@podsim/core";
import { describeReplicaSet } from "../describe/describe-replica-set.js";
import { replicaSetObject } from "../objects/replica-set-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
import { TEMPLATE_COLUMNS, templateCells } from "./template-cells.js";

const listedReplicaSet = (set: ReplicaSetState, view: RunView): Listed => ({
  namespace: set.namespace,
  name: set.name,
  labels: set.labels,
  cells: () => [
    set.name,
    String(set.replicas),
    String(set.status.replicas),
    String(set.status.readyReplicas),
    ageText(set.createdAtUs, view.nowUs),
    ...templateCells(set.template),
    formatLabelSelector(set.selector),
  ],
  toObject: () => replicaSetObject(set, view.world, view.clock),
});

export const replicaSets = tabledKind<ReplicaSetState>({
  kind: "ReplicaSet",
  group: "apps",
  plural: "replicasets",
  singular: "replicaset",
  shortNames: ["rs"],
  namespaced: true,
  inAll: true,
  columns: [NAME_COLUMN, { name: "DESIRED" }, { name: "CURRENT" }, { name: "READY" }, AGE_COLUMN, ...TEMPLATE_COLUMNS],
  entity: "replica-set",
  table: (world) => world.replicaSets,
  listed: listedReplicaSet,
  describe: describeReplicaSet,
});
