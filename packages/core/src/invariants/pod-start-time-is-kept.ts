// A pod starts once.
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";
import { NOT_YET } from "../time.js";

export const podStartTimeIsKept: Invariant = step(
  "pod.startTimeIsKept",
  "status.startTime of a pod never changes once it is set",
  (before, { subject }, after) => {
    const was = before.pods.at(subject);
    const is = after.pods.at(subject);
    if (was === undefined || is === undefined || was.status.startTimeUs === NOT_YET) return true;
    return was.status.startTimeUs === is.status.startTimeUs || violated("startTime changed", podWitness(is));
  },
  { page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/", hears: ["PodStatusReported"] },
);
