// PriorityClasses, with kubectl's columns.
import { describePriorityClass } from "../describe/describe-cluster-objects.js";
import { priorityClassObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import { firstAppliedAtUs } from "../view/first-applied.js";
import type { ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

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
    const created = firstAppliedAtUs(view, "PriorityClassApplied");
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
