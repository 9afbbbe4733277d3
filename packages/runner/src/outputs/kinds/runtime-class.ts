// RuntimeClasses, with kubectl's columns.
import { describeObject } from "../describe/describe-object.js";
import { runtimeClassObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import { firstAppliedAtUs } from "../view/first-applied.js";
import type { ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

export const runtimeClasses: ObjectKind = {
  kind: "RuntimeClass",
  group: "node.k8s.io",
  plural: "runtimeclasses",
  singular: "runtimeclass",
  shortNames: [],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "HANDLER" }, AGE_COLUMN],
  list: (view) => {
    const applied = firstAppliedAtUs(view, "RuntimeClassApplied");
    return inKeyOrder(
      (view.world.cluster.runtimeClasses ?? []).map((object) => {
        const { name, labels } = object.metadata;
        const sinceUs = applied.get(name) ?? 0;
        return {
          namespace: "",
          name,
          labels,
          cells: () => [name, object.handler, ageText(sinceUs, view.nowUs)],
          toObject: () => runtimeClassObject(object, sinceUs, view.clock),
        };
      }),
    );
  },
  describe: (view, _namespace, name, out) => {
    const found = runtimeClasses.list(view).find((item) => item.name === name);
    if (found !== undefined) describeObject(found.toObject(), view, out);
  },
  watching: null,
};
