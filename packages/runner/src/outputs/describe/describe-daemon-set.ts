// `describe daemonset`: kubectl's fields in kubectl's order.
import { formatLabelSelector } from "@podsim/core";
import type { DaemonSetState } from "@podsim/core";
import { daemonSetAnnotations } from "../objects/daemon-set-object.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";
import { podsStatus } from "./pods-status.js";

export const describeDaemonSet = (daemonSet: DaemonSetState, view: RunView, out: IndentedWriter): void => {
  const { object, status } = daemonSet;
  const { name, namespace, labels } = object.metadata;
  const { selector, template } = object.spec;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.line(0, "Selector:", formatLabelSelector(selector));
  out.line(0, "Node-Selector:", orNone(keyValues(template.spec.nodeSelector ?? {}).join(",")));
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(daemonSetAnnotations(daemonSet)));
  // kubectl has no tab in these lines.
  out.line(0, `Desired Number of Nodes Scheduled: ${status.desired}`);
  out.line(0, `Current Number of Nodes Scheduled: ${status.current}`);
  out.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status.updated}`);
  out.line(0, `Number of Nodes Scheduled with Available Pods: ${status.available}`);
  out.line(0, `Number of Nodes Misscheduled: ${status.misscheduled}`);
  out.line(0, "Pods Status:", podsStatus("DaemonSet", daemonSet.ix, view));
  describeTemplate(template, view.clock, out);
  describeEvents(view, "DaemonSet", namespace, name, out);
};
