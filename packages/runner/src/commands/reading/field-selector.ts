// kubectl's --field-selector: status.phase=Running,spec.nodeName!=node-1, over the fields the API server can select by.
import { isLeft } from "fp-ts/lib/Either.js";
import { evaluatePath } from "../../outputs/jsonpath/path.js";
import { readRelaxedPath } from "../../outputs/jsonpath/path-reader.js";
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
    "involvedObject.fieldPath",
    "reason",
    "source",
    "type",
  ],
};

const TERM = /^([^=!]+?)\s*(==|!=|=)\s*(.*)$/;

const fieldText = (item: Listed, field: string): string => {
  const steps = readRelaxedPath(field);
  const [value = ""] = isLeft(steps) ? [] : evaluatePath(steps.right, [item.toObject()]);
  return typeof value === "object" ? "" : String(value);
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
