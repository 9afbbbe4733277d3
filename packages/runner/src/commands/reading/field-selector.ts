// kubectl's --field-selector: status.phase=Running,spec.nodeName!=node-1, over the fields the API server can select by.
import { isLeft } from "fp-ts/lib/Either.js";
import { evaluatePath } from "../../outputs/jsonpath/path.js";
import { readRelaxedPath } from "../../outputs/jsonpath/path-reader.js";
import type { KubeObject } from "../../outputs/objects/kube-object.js";
import type { Listed, ObjectKind } from "../../outputs/kinds/object-kind.js";
import { CommandFailure } from "../line/command-failure.js";

const ALWAYS = ["metadata.name", "metadata.namespace"];

const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "status.nominatedNodeName",
    "status.phase",
    "status.podIP",
  ],
  Node: ["spec.unschedulable"],
  Namespace: ["status.phase"],
  ReplicaSet: ["status.replicas"],
  Event: [
    "involvedObject.kind",
    "involvedObject.name",
    "involvedObject.namespace",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
};

/** Where a field is whose name is no path; of several places the first that is not empty counts. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ["source", ["source.component", "reportingComponent"]],
]);

const TERM = /^([^=!]+?)\s*(==|!=|=)\s*(.*)$/;

const textAt = (object: KubeObject, path: string): string => {
  const steps = readRelaxedPath(path);
  const [value = ""] = isLeft(steps) ? [] : evaluatePath(steps.right, [object]);
  return typeof value === "object" ? "" : String(value);
};

const fieldText = (item: Listed, field: string): string => {
  const object = item.toObject();
  const texts = (PLACES.get(field) ?? [field]).map((path) => textAt(object, path));
  return texts.find((text) => text !== "") ?? "";
};

/** The test for objects of this kind. */
export const fieldTest = (selector: string, kind: ObjectKind): ((item: Listed) => boolean) => {
  const known = [...ALWAYS, ...(BY_KIND[kind.kind] ?? [])];
  const terms = selector
    .split(",")
    .filter((term) => term.trim() !== "")
    .map((term) => {
      const [, field = "", operator = "", value = ""] = TERM.exec(term.trim()) ?? [];
      if (field === "") {
        throw CommandFailure.usage(
          `invalid field selector: "${selector}"`,
          `"${term}" compares nothing`,
          "write field=value, field!=value, several with a comma between",
        );
      }
      if (!known.includes(field)) {
        throw CommandFailure.usage(
          `field label not supported: ${field}`,
          `${kind.plural} can be selected by ${known.join(", ")}`,
          "use --sort-by, -l or -o jsonpath for other fields",
        );
      }
      return { field, value, wanted: operator !== "!=" };
    });
  return (item) => terms.every(({ field, value, wanted }) => (fieldText(item, field) === value) === wanted);
};
