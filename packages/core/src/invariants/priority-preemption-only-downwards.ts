// Room is made at the cost of lower priorities only.
import type { PodPreempted } from "../pod/events/pod-preempted.js";
import { specOf } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

export const priorityPreemptionOnlyDownwards: Invariant = step(
  "priority.preemptionOnlyDownwards",
  "a pod is preempted only by one of higher priority that may preempt",
  (before, { data, subject }) => {
    const victim = before.pods.at(subject);
    const { preemptor: uid } = data as PodPreempted;
    const preemptor = [...before.pods.values()].find(({ identity }) => identity.uid === uid);
    if (victim === undefined || preemptor === undefined) return true;
    const [ours, theirs] = [specOf(victim), specOf(preemptor)];
    const witnesses = [podWitness(victim), podWitness(preemptor)];
    if (theirs.preemptionPolicy === "Never") return violated("the preemptor's policy is Never", witnesses);
    if (ours.priority < theirs.priority) return true;
    return violated(`priority ${String(ours.priority)} gives way to ${String(theirs.priority)}`, witnesses);
  },
  { page: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/", hears: ["PodPreempted"] },
);
