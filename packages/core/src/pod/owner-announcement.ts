// Wording the Events that a workload gets when its controller creates or deletes one of its pods.
import type { Announcement } from "../event.js";
import type { PodState } from "./pod-state.js";

interface Controller {
  /** Its name as a component. */
  readonly from: string;
  readonly created: (pod: string, owner: string) => string;
  readonly deleted: (pod: string, owner: string) => string;
}

const plain = (from: string): Controller => ({
  from,
  created: (pod) => `Created pod: ${pod}`,
  deleted: (pod) => `Deleted pod: ${pod}`,
});

/** By kind of the owner. */
const CONTROLLERS: ReadonlyMap<string, Controller> = new Map([
  ["ReplicaSet", plain("replicaset-controller")],
  ["Job", plain("job-controller")],
  ["DaemonSet", plain("daemonset-controller")],
]);

const about = ({ identity }: PodState, reason: string, word: "created" | "deleted"): readonly Announcement[] => {
  const { owner, namespace, name } = identity;
  const controller = owner === null ? undefined : CONTROLLERS.get(owner.kind);
  if (owner === null || controller === undefined) return [];
  const message = controller[word](name, owner.name);
  return [
    {
      type: "Normal",
      reason,
      message,
      from: controller.from,
      object: { kind: owner.kind, namespace, name: owner.name },
    },
  ];
};

export const creationAnnouncement = (pod: PodState): readonly Announcement[] =>
  about(pod, "SuccessfulCreate", "created");

/** Nothing unless it is the owner's own controller that deletes the pod. */
export const deletionAnnouncement = (pod: PodState, by: string): readonly Announcement[] =>
  CONTROLLERS.get(pod.identity.owner?.kind ?? "")?.from === by ? about(pod, "SuccessfulDelete", "deleted") : [];
