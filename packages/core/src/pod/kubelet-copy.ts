// A kubelet that is cut off from the API server: it goes by its own copy of each pod and writes into that, until it can hand
// in what it made of them.
import type { SimTime } from "../time.js";
import { conditionsSent, withoutReadiness } from "./conditions.js";
import { containersUnder } from "./container-runtime.js";
import type { KubeletCopy, PodRuntime, PodState, PodStatus } from "./pod-state.js";
import { isTerminalPhase, podState, specOf, withDeletionObserved } from "./pod-state.js";
import { podStatus } from "./pod-status.js";

const withCopy = (pod: PodState, runtime: PodRuntime, status: PodStatus, copy: KubeletCopy | null): PodState =>
  podState(pod.identity, pod.binding, pod.deletion, pod.scheduling, runtime, status, copy);

/** From here on nothing that happens to the object reaches the pod's kubelet, and nothing from there the object. */
export const cutOff = (pod: PodState): PodState => {
  const { identity, deletion, runtime, status } = pod;
  return withCopy(pod, runtime, status, { identity, deletion, status });
};

/** The kubelet that had the copy is gone, and the copy with it. */
export const withoutCopy = (pod: PodState): PodState =>
  pod.kubeletCopy === null ? pod : withCopy(pod, pod.runtime, pod.status, null);

/** The pod as its kubelet knows it. */
export const asKubeletKnows = (pod: PodState): PodState => {
  const { kubeletCopy: copy } = pod;
  if (copy === null) return pod;
  return podState(copy.identity, pod.binding, copy.deletion, pod.scheduling, pod.runtime, copy.status, null);
};

/** How a fact of the kubelet's changes a pod: `evolve` is shown the pod as the kubelet knows it. */
export const byKubelet =
  <Data>(evolve: (pod: PodState, data: Data, at: SimTime) => PodState) =>
  (pod: PodState, data: Data, at: SimTime): PodState => {
    if (pod.kubeletCopy === null) return evolve(pod, data, at);
    const { identity, deletion, runtime, status } = evolve(asKubeletKnows(pod), data, at);
    return withCopy(pod, runtime, pod.status, { identity, deletion, status });
  };

/** What the API server makes of a status that it gets late. A terminal phase that somebody else wrote meanwhile stays. */
const handedIn = (shown: PodStatus, own: PodStatus, at: SimTime): PodStatus => {
  if (shown === own) return shown;
  const wasTerminal = isTerminalPhase(shown.phase);
  const { phase, reason, message } = wasTerminal ? shown : own;
  const conditions = conditionsSent(shown.conditions, own.conditions);
  return podStatus(
    phase,
    reason,
    message,
    own.startTimeUs,
    own.podIP,
    shown.nominatedNodeName,
    wasTerminal ? withoutReadiness(conditions, phase === "Succeeded" ? "Succeeded" : "Failed", at) : conditions,
    own.initContainerStatuses,
    own.containerStatuses,
    own.ephemeralContainerStatuses,
  );
};

/** The kubelet reaches the API server again: it sends the status it has, times of conditions and all, and hears the rest. */
export const rejoined = (pod: PodState, at: SimTime): PodState => {
  const { kubeletCopy: copy, runtime, status } = pod;
  if (copy === null) return pod;
  const [known, next] = [copy.identity.template.spec, specOf(pod)];
  const met = known === next ? runtime : { ...runtime, containers: containersUnder(runtime.containers, known, next) };
  const sent = withCopy(pod, met, handedIn(status, copy.status, at), null);
  return copy.deletion === null ? sent : withDeletionObserved(sent);
};
