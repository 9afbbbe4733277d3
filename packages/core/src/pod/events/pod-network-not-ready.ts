// A sync of a pod that wants a network of its own stopped at once: the node's network is not ready.
import type { EventDefinition } from "../../event.js";
import { NETWORK_NOT_READY } from "../../node/runtime-trouble.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export type PodNetworkNotReady = Record<never, never>;

export const podNetworkNotReady: EventDefinition<"PodNetworkNotReady", PodNetworkNotReady, PodState> = {
  type: "PodNetworkNotReady",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => pod,
  announce: (pod) => [
    aboutPod(pod, "kubelet", "Warning", "NetworkNotReady", `network is not ready: ${NETWORK_NOT_READY}`),
  ],
  example: {},
};
