// `describe statefulset`: kubectl's fields in kubectl's order.
import { claimClassOf, formatLabelSelector } from "@podsim/core";
import type { StatefulSetState } from "@podsim/core";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";
import { podsStatus } from "./pods-status.js";

const describeClaims = ({ object }: StatefulSetState, out: IndentedWriter): void => {
  const { volumeClaimTemplates } = object.spec;
  if (volumeClaimTemplates.length === 0) {
    out.line(0, "Volume Claims:", "<none>");
    return;
  }
  out.line(0, "Volume Claims:");
  for (const claim of volumeClaimTemplates) {
    const { metadata, spec } = claim;
    out.line(1, "Name:", metadata.name);
    out.line(1, "StorageClass:", claimClassOf(claim));
    out.values("Labels", keyValues(metadata.labels), "  ");
    out.values("Annotations", keyValues(metadata.annotations), "  ");
    out.line(1, "Capacity:", spec.resources.requests["storage"] ?? "<default>");
    out.line(1, "Access Modes:", `[${spec.accessModes.join(" ")}]`);
  }
};

export const describeStatefulSet = (set: StatefulSetState, view: RunView, out: IndentedWriter): void => {
  const { object, status, createdAtUs, ix } = set;
  const { name, namespace, labels, annotations } = object.metadata;
  const { selector, updateStrategy, replicas, template } = object.spec;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.line(0, "CreationTimestamp:", view.clock.rfc1123(createdAtUs));
  out.line(0, "Selector:", formatLabelSelector(selector));
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "Replicas:", `${String(replicas)} desired | ${String(status.replicas)} total`);
  out.line(0, "Update Strategy:", updateStrategy.type);
  if (updateStrategy.type === "RollingUpdate") {
    const { partition, maxUnavailable } = updateStrategy.rollingUpdate;
    out.line(1, "Partition:", String(partition));
    if (maxUnavailable !== undefined) out.line(1, "MaxUnavailable:", String(maxUnavailable));
  }
  out.line(0, "Pods Status:", podsStatus("StatefulSet", ix, view));
  describeTemplate(template, view.clock, out);
  describeClaims(set, out);
  describeEvents(view, "StatefulSet", namespace, name, out);
};
