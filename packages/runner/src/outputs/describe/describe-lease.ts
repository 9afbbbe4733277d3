// `describe lease`: kubectl has no words of its own for it and prints the object's fields.
import type { LeaseState } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

export const describeLease = ({ object, createdAtUs }: LeaseState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec, apiVersion, kind } = object;
  out.line(0, "Name:", metadata.name);
  out.line(0, "Namespace:", metadata.namespace);
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", keyValues(metadata.annotations));
  out.line(0, "API Version:", apiVersion);
  out.line(0, "Kind:", kind);
  out.line(0, "Metadata:");
  out.line(1, "Creation Timestamp:", view.clock.timestamp(createdAtUs));
  out.line(0, "Spec:");
  const fields = [
    ["Acquire Time:", spec.acquireTime],
    ["Holder Identity:", spec.holderIdentity],
    ["Lease Duration Seconds:", spec.leaseDurationSeconds],
    ["Lease Transitions:", spec.leaseTransitions],
    ["Renew Time:", spec.renewTime],
  ] as const;
  for (const [name, value] of fields) if (value !== undefined) out.line(1, name, String(value));
  out.flush();
  describeEvents(view, "Lease", metadata.namespace, metadata.name, out);
};
