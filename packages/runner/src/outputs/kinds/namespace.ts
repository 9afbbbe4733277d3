// Namespaces, with kubectl's columns.
import { describeNamespace } from "../describe/describe-cluster-objects.js";
import { namespaceObject } from "../objects/plain-objects.js";
import { ageText } from "../text/age.js";
import type { ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

export const namespaces: ObjectKind = {
  kind: "Namespace",
  group: "",
  plural: "namespaces",
  singular: "namespace",
  shortNames: ["ns"],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "STATUS" }, AGE_COLUMN],
  list: (view) =>
    inKeyOrder(
      view.world.cluster.namespaces.map((namespace) => ({
        namespace: "",
        name: namespace.name,
        labels: namespace.labels,
        cells: () => [namespace.name, "Active", ageText(namespace.createdAtUs, view.nowUs)],
        toObject: () => namespaceObject(namespace, view.clock),
      })),
    ),
  describe: (view, _namespace, name, out) => {
    const namespace = view.world.cluster.namespaces.find((one) => one.name === name);
    if (namespace !== undefined) describeNamespace(namespace, view, out);
  },
  watching: null,
};
