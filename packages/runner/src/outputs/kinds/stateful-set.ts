// StatefulSets, with kubectl's columns.
import type { StatefulSetState } from "@podsim/core";
import { describeStatefulSet } from "../describe/describe-stateful-set.js";
import { statefulSetObject } from "../objects/stateful-set-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
import { templateCells } from "./template-cells.js";

const listedStatefulSet = (set: StatefulSetState, view: RunView): Listed => {
  const { metadata, spec } = set.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      `${String(set.status.readyReplicas)}/${String(spec.replicas)}`,
      ageText(set.createdAtUs, view.nowUs),
      ...templateCells(spec.template),
    ],
    toObject: () => statefulSetObject(set, view.clock),
  };
};

export const statefulSets = tabledKind<StatefulSetState>({
  kind: "StatefulSet",
  group: "apps",
  plural: "statefulsets",
  singular: "statefulset",
  shortNames: ["sts"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "READY" },
    AGE_COLUMN,
    { name: "CONTAINERS", wide: true },
    { name: "IMAGES", wide: true },
  ],
  entity: "stateful-set",
  table: (world) => world.statefulSets,
  listed: listedStatefulSet,
  describe: describeStatefulSet,
});
