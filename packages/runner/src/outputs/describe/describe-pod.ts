// `describe pod`: kubectl's fields in kubectl's order, then how it was scheduled and what its containers were made to do.
import { containerAt, containerCount, formatClock, qosClass, serviceAccountOf, specOf } from "@podsim/core";
import type { PodState } from "@podsim/core";
import { fieldsOf } from "../objects/as-written.js";
import { ageText } from "../text/age.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { behaviorText } from "./behavior-text.js";
import { describeContainers, describeResources, describeSeccomp } from "./describe-container.js";
import { describeEvents } from "./describe-events.js";
import { describePlacement } from "./describe-template.js";
import { describeVolumes } from "./describe-volumes.js";
import { NOT_YET } from "@podsim/core/time";

const isOver = (pod: PodState): boolean => pod.status.phase === "Failed" || pod.status.phase === "Succeeded";

const describeHead = (pod: PodState, view: RunView, out: IndentedWriter): void => {
  const { identity, status, deletion, binding } = pod;
  const spec = specOf(pod);
  out.line(0, "Name:", identity.name);
  out.line(0, "Namespace:", identity.namespace);
  out.line(0, "Priority:", String(spec.priority));
  if (spec.priorityClassName !== undefined) out.line(0, "Priority Class Name:", spec.priorityClassName);
  if (spec.runtimeClassName !== undefined) out.line(0, "Runtime Class Name:", spec.runtimeClassName);
  out.line(0, "Service Account:", serviceAccountOf(spec));
  const node = binding?.nodeName ?? spec.nodeName;
  out.line(0, "Node:", node === undefined ? NONE : `${node}/`);
  if (status.startTimeUs !== NOT_YET) out.line(0, "Start Time:", view.clock.rfc1123(status.startTimeUs));
  out.values("Labels", keyValues(identity.template.metadata.labels));
  out.values("Annotations", annotationTexts(identity.template.metadata.annotations));
  if (deletion !== null && !isOver(pod)) {
    out.line(0, "Status:", `Terminating (lasts ${ageText(deletion.deletionTimestampUs, view.nowUs)})`);
    out.line(0, "Termination Grace Period:", `${deletion.graceSeconds}s`);
  } else {
    out.line(0, "Status:", status.phase);
  }
  if (status.reason !== "") out.line(0, "Reason:", status.reason);
  if (status.message !== "") out.line(0, "Message:", status.message);
  describeSeccomp(fieldsOf(spec)["securityContext"], [0, 0], out);
  out.line(0, "IP:", status.podIP ?? "");
  if (status.podIP === null) out.line(0, "IPs:", NONE);
  else {
    out.line(0, "IPs:");
    out.line(1, "IP:", status.podIP);
  }
  if (identity.owner !== null) out.line(0, "Controlled By:", `${identity.owner.kind}/${identity.owner.name}`);
  if (status.nominatedNodeName !== "") out.line(0, "NominatedNodeName:", status.nominatedNodeName);
  if (spec.resources === undefined) return;
  out.line(0, "Resources:");
  describeResources(spec.resources, 1, out);
};

const describeConditions = (pod: PodState, out: IndentedWriter): void => {
  const { conditions } = pod.status;
  const gates = specOf(pod).readinessGates ?? [];
  if (gates.length > 0) {
    out.line(0, "Readiness Gates:");
    out.line(1, "Type", "Status");
    for (const { conditionType } of gates) {
      out.line(1, `${conditionType} `, conditions.find(({ type }) => type === conditionType)?.status ?? NONE);
    }
  }
  if (conditions.length === 0) return;
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status");
  // kubectl leaves a blank behind each cell, which makes the column one wider than its widest type.
  for (const { type, status } of conditions) out.line(1, `${type} `, status);
};

/** One line on the scheduler's last decision, and the command that explains it. */
const describeScheduling = (pod: PodState, out: IndentedWriter): void => {
  const { attempts, lastAttemptAtUs, message, assumed } = pod.scheduling;
  out.line(0, "Scheduling:");
  const tries = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  if (pod.binding !== null) {
    const by = attempts === 0 ? "bound by spec.nodeName" : `bound by the scheduler after ${tries}`;
    out.line(1, `${by} to ${pod.binding.nodeName} at ${formatClock(pod.binding.atUs)}`);
  } else if (assumed !== null) {
    out.line(1, `${tries}; ${assumed.nodeName} found at ${formatClock(assumed.atUs)}, not bound yet`);
  } else if (attempts === 0) {
    out.line(1, "not attempted yet");
  } else {
    out.line(1, `${tries}, the last at ${formatClock(lastAttemptAtUs)}: ${message}`);
  }
};

const describeModel = (pod: PodState, view: RunView, out: IndentedWriter): void => {
  const spec = specOf(pod);
  out.line(0, "Model:");
  for (let ix = 0; ix < containerCount(spec); ix += 1) {
    const behavior = view.behaviorOf(pod.identity.template, ix);
    const text = behavior === null ? "not known" : `behavior ${behavior.name}: ${behaviorText(behavior)}`;
    out.line(1, `${containerAt(spec, ix).name}:`, text);
  }
};

const describeAllContainers = (pod: PodState, { clock }: RunView, out: IndentedWriter): void => {
  const { initContainers, containers, ephemeralContainers } = specOf(pod);
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status;
  // What else a variable may be taken from kubectl does not look up.
  const fields: Readonly<Record<string, string>> = {
    "metadata.name": pod.identity.name,
    "metadata.namespace": pod.identity.namespace,
  };
  const around = { fieldOf: (path: string) => fields[path] ?? "", clock, space: "" };
  if (initContainers.length > 0) {
    describeContainers("Init Containers", initContainers, { ...around, statuses: initContainerStatuses }, out);
  }
  describeContainers("Containers", containers, { ...around, statuses: containerStatuses }, out);
  if (ephemeralContainers !== undefined) {
    const statuses = ephemeralContainerStatuses;
    describeContainers("Ephemeral Containers", ephemeralContainers, { ...around, statuses }, out);
  }
};

export const describePod = (pod: PodState, view: RunView, out: IndentedWriter): void => {
  const { namespace, name } = pod.identity;
  const spec = specOf(pod);
  describeHead(pod, view, out);
  describeAllContainers(pod, view, out);
  describeConditions(pod, out);
  describeVolumes(spec, "", out);
  out.line(0, "QoS Class:", qosClass(spec));
  describePlacement(spec, out);
  describeEvents(view, "Pod", namespace, name, out);
  out.flush();
  describeScheduling(pod, out);
  out.flush();
  describeModel(pod, view, out);
};
