// `describe namespace`, `describe priorityclass` and `describe runtimeclass`: kubectl's fields in kubectl's order.
import type { PriorityClass, RuntimeClass } from "@podsim/core";
import type { NamespaceState } from "../objects/plain-objects.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";

export const describeNamespace = ({ name, labels }: NamespaceState, out: IndentedWriter): void => {
  out.line(0, "Name:", name);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", []);
  out.line(0, "Status:", "Active");
  out.flush();
  out.line(0, "");
  out.line(0, "No resource quota.");
  out.line(0, "");
  out.line(0, "No LimitRange resource.");
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

export const describeRuntimeClass = (
  { metadata, handler, overhead, scheduling }: RuntimeClass,
  out: IndentedWriter,
): void => {
  out.line(0, "Name:", metadata.name);
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", keyValues(metadata.annotations));
  out.line(0, "Handler:", handler);
  if (overhead !== undefined) out.values("Overhead", keyValues(overhead.podFixed));
  if (scheduling !== undefined) out.values("Node-Selectors", keyValues(scheduling.nodeSelector));
  out.line(0, "Events:", "<none>");
};
