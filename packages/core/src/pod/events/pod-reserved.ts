// A scheduling cycle found a node and keeps room for the pod there; its binding takes time and has not taken effect.
import type { EventDefinition } from "../../event.js";
import type { NodeIx } from "../../ids.js";
import type { PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";

/** Only recorded where the binding takes time: else PodBound says it all. */
export interface PodReserved {
  readonly node: string;
  readonly nodeIx: number;
}

export const podReserved: EventDefinition<"PodReserved", PodReserved, PodState> = {
  type: "PodReserved",
  entity: "pod",
  revision: 1,
  fields: { node: "string", nodeIx: "int" },
  evolve: (pod, { node, nodeIx }, at) => {
    const { attempts, message } = pod.scheduling;
    const assumed = { nodeIx: nodeIx as NodeIx, nodeName: node, atUs: at };
    return podState(
      pod.identity,
      pod.binding,
      pod.deletion,
      { attempts: attempts + 1, lastAttemptAtUs: at, message, assumed },
      pod.runtime,
      pod.status,
      pod.kubeletCopy,
    );
  },
  example: { node: "node-1", nodeIx: 0 },
};
