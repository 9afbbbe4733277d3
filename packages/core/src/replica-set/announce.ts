// Wording the Event a Deployment gets when one of its ReplicaSets is scaled.
import type { Announcement } from "../event.js";
import type { ReplicaSetState } from "./replica-set-state.js";

export const scalingAnnouncement = (set: ReplicaSetState, from: number, to: number): readonly Announcement[] =>
  set.deploymentName === null || from === to
    ? []
    : [
        {
          type: "Normal",
          reason: "ScalingReplicaSet",
          message: `Scaled ${to > from ? "up" : "down"} replica set ${set.name} from ${from} to ${to}`,
          from: "deployment-controller",
          object: { kind: "Deployment", namespace: set.namespace, name: set.deploymentName },
        },
      ];
