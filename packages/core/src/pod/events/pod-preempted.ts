// A scheduler is about to delete the pod, to make room for one of higher priority.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface PodPreempted {
  /** uid of the pod that needs the room. */
  readonly preemptor: string;
  readonly node: string;
}

export const podPreempted: EventDefinition<"PodPreempted", PodPreempted, PodState> = {
  type: "PodPreempted",
  entity: "pod",
  revision: 1,
  fields: { preemptor: "string", node: "string" },
  evolve: (pod) => pod,
  announce: (pod, { preemptor, node }) => [
    aboutPod(pod, "default-scheduler", "Normal", "Preempted", `Preempted by pod ${preemptor} on node ${node}`),
  ],
  example: { preemptor: "7d1e9c9e-0c0b-4a55-9a3c-5f5f2b6f4d10", node: "node-1" },
};
