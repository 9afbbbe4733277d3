// Wording the Kubernetes Events that are about a pod or one of its containers.
import type { Announcement } from "../event.js";
import { fieldPathOf } from "./container-list.js";
import type { PodState, ProbeType } from "./pod-state.js";
import { specOf } from "./pod-state.js";

type Severity = Announcement["type"];

export const aboutPod = (
  pod: PodState,
  from: string,
  type: Severity,
  reason: string,
  message: string,
): Announcement => ({
  type,
  reason,
  message,
  from,
  object: { kind: "Pod", namespace: pod.identity.namespace, name: pod.identity.name },
});

/** A kubelet Event about the container at `ix`. */
export const aboutContainer = (
  pod: PodState,
  ix: number,
  type: Severity,
  reason: string,
  message: string,
): Announcement => ({
  type,
  reason,
  message,
  from: "kubelet",
  object: {
    kind: "Pod",
    namespace: pod.identity.namespace,
    name: pod.identity.name,
    fieldPath: fieldPathOf(specOf(pod), ix),
  },
});

const PROBE_TITLES: Readonly<Record<ProbeType, string>> = {
  startup: "Startup",
  liveness: "Liveness",
  readiness: "Readiness",
};

/** How an Event about a probe begins. */
export const probeTitle = (probe: ProbeType): string => PROBE_TITLES[probe];
