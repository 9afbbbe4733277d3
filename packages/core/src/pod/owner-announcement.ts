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
  [
    "StatefulSet",
    {
      from: "statefulset-controller",
      created: (pod, owner) => `create Pod ${pod} in StatefulSet ${owner} successful`,
      deleted: (pod, owner) => `delete Pod ${pod} in StatefulSet ${owner} successful`,
    },
  ],
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

type Told = readonly [type: Announcement["type"], reason: string, message: string];

/** What is said of a pod that ended and is deleted to be made anew. */
const endedText = ({ identity, status, binding }: PodState): Told | null => {
  const { owner, namespace, name } = identity;
  const isFailed = status.phase === "Failed";
  if (owner === null || (!isFailed && status.phase !== "Succeeded")) return null;
  if (owner.kind === "StatefulSet") {
    const set = `StatefulSet ${namespace}/${owner.name}`;
    return isFailed
      ? ["Warning", "RecreatingFailedPod", `${set} is recreating failed Pod ${name}`]
      : ["Normal", "RecreatingTerminatedPod", `${set} is recreating terminated Pod ${name}`];
  }
  if (owner.kind !== "DaemonSet") return null;
  const where = `daemon pod ${namespace}/${name} on node ${binding?.nodeName ?? ""}`;
  return isFailed
    ? ["Warning", "FailedDaemonPod", `Found failed ${where}, will try to kill it`]
    : ["Normal", "SucceededDaemonPod", `Found succeeded ${where}, will try to delete it`];
};

/** Nothing unless it is the owner's own controller that deletes the pod. */
export const deletionAnnouncement = (pod: PodState, by: string): readonly Announcement[] => {
  const { owner, namespace } = pod.identity;
  if (owner === null || CONTROLLERS.get(owner.kind)?.from !== by) return [];
  const told = about(pod, "SuccessfulDelete", "deleted");
  const ended = endedText(pod);
  if (ended === null) return told;
  const [type, reason, message] = ended;
  const object = { kind: owner.kind, namespace, name: owner.name };
  return [{ type, reason, message, from: by, object }, ...told];
};
