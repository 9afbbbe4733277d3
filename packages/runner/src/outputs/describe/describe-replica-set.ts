// `describe replicaset`: kubectl's fields in kubectl's order.
import { formatLabelSelector } from "@podsim/core";
import type { ReplicaSetState } from "@podsim/core";
import { replicaSetAnnotations } from "../objects/replica-set-object.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { podsStatus } from "./pods-status.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";

export const describeReplicaSet = (set: ReplicaSetState, view: RunView, out: IndentedWriter): void => {
  const { name, namespace } = set;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.line(0, "Selector:", formatLabelSelector(set.selector));
  out.values("Labels", keyValues(set.labels));
  out.values("Annotations", annotationTexts(replicaSetAnnotations(set)));
  if (set.deploymentName !== null) out.line(0, "Controlled By:", `Deployment/${set.deploymentName}`);
  out.line(0, "Replicas:", `${set.status.replicas} current / ${set.replicas} desired`);
  out.line(0, "Pods Status:", podsStatus("ReplicaSet", set.ix, view));
  describeTemplate(set.template, view.clock, out);
  if (set.failure !== "") {
    out.line(0, "Conditions:");
    out.line(1, "Type", "Status", "Reason");
    out.line(1, "----", "------", "------");
    out.line(1, "ReplicaFailure ", "True", "FailedCreate");
  }
  describeEvents(view, "ReplicaSet", namespace, name, out);
};
