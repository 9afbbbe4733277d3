// `describe namespace` and `describe priorityclass`: kubectl's fields in kubectl's order.
import type { NamespaceState, PriorityClass } from "@podsim/core";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describePoliciesIn } from "./describe-policies.js";

export const describeNamespace = (
  { name, labels, annotations }: NamespaceState,
  view: RunView,
  out: IndentedWriter,
): void => {
  out.line(0, "Name:", name);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "Status:", "Active");
  out.line(0, "");
  describePoliciesIn(name, view, out);
};

export const describePriorityClass = (object: PriorityClass, out: IndentedWriter): void => {
  const { description } = object as PriorityClass & { readonly description?: string };
  out.line(0, "Name:", object.metadata.name);
  out.line(0, "Value:", String(object.value));
  out.line(0, "GlobalDefault:", String(object.globalDefault));
  out.line(0, "PreemptionPolicy:", object.preemptionPolicy);
  out.line(0, "Description:", description ?? "");
  out.line(0, "Annotations:", orNone(keyValues(object.metadata.annotations).join(",")));
  out.line(0, "Events:", "<none>");
};
