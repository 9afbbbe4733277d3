// What a Service's endpoints show of a pod that its selector matches.
import { isReady, isTerminalPhase } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { Endpoint } from "./service-state.js";

/** null: the pod is no endpoint, because it has no address or has finished. One that is being deleted stays one. */
export const endpointOf = (pod: PodState, publishNotReadyAddresses: boolean): Endpoint | null => {
  if (pod.status.podIP === null || isTerminalPhase(pod.status.phase)) return null;
  const serving = isReady(pod);
  const terminating = pod.deletion !== null;
  const ready = publishNotReadyAddresses || (serving && !terminating);
  return { pod: pod.identity.ix, ready, serving, terminating };
};

export const isSameEndpoint = (a: Endpoint | null, b: Endpoint | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.ready === b.ready && a.serving === b.serving && a.terminating === b.terminating);
