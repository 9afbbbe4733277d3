// PriorityClasses, with kubectl's columns.
import type { PriorityClassApplied, SimTime } from "@podsim/core";
import { describePriorityClass } from "../describe/describe-cluster-objects.js";
import { priorityClassObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

/** When each class was first applied; the world keeps the classes alone. */
const createdAtUs = ({ log, factCount }: RunView): ReadonlyMap<string, SimTime> => {
  const typeIx = log.registry.findIndex(({ type }) => type === "PriorityClassApplied");
  const times = new Map<string, SimTime>();
  for (let seq = 0; seq < factCount; seq += 1) {
    if (log.typeOf(seq) !== typeIx) continue;
    const { name } = (log.data(seq) as PriorityClassApplied).object.metadata;
    if (!times.has(name)) times.set(name, log.at(seq));
  }
  return times;
};

export const priorityClasses: ObjectKind = {
  kind: "PriorityClass",
  group: "scheduling.k8s.io",
  plural: "priorityclasses",
  singular: "priorityclass",
  shortNames: ["pc"],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "VALUE" }, { name: "GLOBAL-DEFAULT" }, AGE_COLUMN, { name: "PREEMPTIONPOLICY" }],
  list: (view) => {
    const created = createdAtUs(view);
    return inKeyOrder(
      view.world.cluster.priorityClasses.map((object) => {
        const { name, labels } = object.metadata;
        const sinceUs = created.get(name) ?? 0;
        return {
          namespace: "",
          name,
          labels,
          cells: () => [
            name,
            String(object.value),
            String(object.globalDefault),
            ageText(sinceUs, view.nowUs),
            object.preemptionPolicy,
          ],
          toObject: () => priorityClassObject(object, sinceUs, view.clock),
        };
      }),
    );
  },
  describe: (view, _namespace, name, out) => {
    const object = view.world.cluster.priorityClasses.find(({ metadata }) => metadata.name === name);
    if (object !== undefined) describePriorityClass(object, out);
  },
  watching: null,
};
