// DaemonSets, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { DaemonSetState } from "@podsim/core";
import { describeDaemonSet } from "../describe/describe-daemon-set.js";
import { daemonSetObject } from "../objects/daemon-set-object.js";
import { ageText } from "../text/age.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
import { TEMPLATE_COLUMNS, templateCells } from "./template-cells.js";

const listedDaemonSet = (daemonSet: DaemonSetState, view: RunView): Listed => {
  const { object, status } = daemonSet;
  const { metadata, spec } = object;
  const counts = [status.desired, status.current, status.ready, status.updated, status.available];
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      ...counts.map(String),
      orNone(keyValues(spec.template.spec.nodeSelector ?? {}).join(",")),
      ageText(daemonSet.createdAtUs, view.nowUs),
      ...templateCells(spec.template),
      formatLabelSelector(spec.selector),
    ],
    toObject: () => daemonSetObject(daemonSet, view.clock),
  };
};

export const daemonSets = tabledKind<DaemonSetState>({
  kind: "DaemonSet",
  group: "apps",
  plural: "daemonsets",
  singular: "daemonset",
  shortNames: ["ds"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "DESIRED" },
    { name: "CURRENT" },
    { name: "READY" },
    { name: "UP-TO-DATE" },
    { name: "AVAILABLE" },
    { name: "NODE SELECTOR" },
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  entity: "daemon-set",
  table: (world) => world.daemonSets,
  listed: listedDaemonSet,
  describe: describeDaemonSet,
});
