// The API server accepted a delete: the pod now has a deletionTimestamp.
import type { Announcement, EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import { deletionAnnouncement } from "../owner-announcement.js";
import type { PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";

export interface PodDeletionRequested {
  /** 0 = the object goes at once. */
  readonly graceSeconds: number;
  /** Request time + grace. */
  readonly deletionTimestampUs: number;
  readonly by: DeletedBy;
}

export type DeletedBy =
  | "user"
  | "replicaset-controller"
  | "taint-eviction-controller"
  | "eviction-api"
  | "pod-garbage-collector"
  | "garbage-collector"
  | "default-scheduler"
  | "kubelet"
  | "job-controller"
  | "daemonset-controller"
  | "statefulset-controller";

const announcements = (pod: PodState, by: DeletedBy): readonly Announcement[] => {
  const { namespace, name } = pod.identity;
  if (by === "taint-eviction-controller") {
    const text = `Marking for deletion Pod ${namespace}/${name}`;
    return [aboutPod(pod, "taint-eviction-controller", "Normal", "TaintManagerEviction", text)];
  }
  return deletionAnnouncement(pod, by);
};

export const podDeletionRequested: EventDefinition<"PodDeletionRequested", PodDeletionRequested, PodState> = {
  type: "PodDeletionRequested",
  entity: "pod",
  revision: 1,
  fields: {
    graceSeconds: "int",
    deletionTimestampUs: "int",
    by: {
      oneOf: [
        "user",
        "replicaset-controller",
        "taint-eviction-controller",
        "eviction-api",
        "pod-garbage-collector",
        "garbage-collector",
        "default-scheduler",
        "kubelet",
        "job-controller",
        "daemonset-controller",
        "statefulset-controller",
      ],
    },
  },
  evolve: (pod, d, at) =>
    podState(
      pod.identity,
      pod.binding,
      {
        requestedAtUs: pod.deletion?.requestedAtUs ?? at,
        deletionTimestampUs: d.deletionTimestampUs,
        graceSeconds: d.graceSeconds,
        isObserved: pod.deletion?.isObserved ?? false,
      },
      pod.scheduling,
      pod.runtime,
      pod.status,
      pod.kubeletCopy,
    ),
  announce: (pod, d) => announcements(pod, d.by),
  example: { graceSeconds: 30, deletionTimestampUs: 30_000_000, by: "user" },
};
