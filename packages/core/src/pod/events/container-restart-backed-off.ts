// A sync found an exited container in back-off and did not start it.
import type { EventDefinition } from "../../event.js";
import type { Duration } from "../../time.js";
import { formatGoDuration } from "../../time.js";
import { aboutContainer } from "../announce.js";
import { containerAt } from "../container-list.js";
import { runtimeAt, withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { specOf } from "../pod-state.js";

export interface ContainerRestartBackedOff {
  readonly container: number;
}

const formatPod = (pod: PodState): string => `${pod.identity.name}_${pod.identity.namespace}(${pod.identity.uid})`;

const REASON = "CrashLoopBackOff";

const messageOf = (pod: PodState, container: number, backOffUs: Duration): readonly string[] => {
  const { name, namespace, uid } = pod.identity;
  const failed = containerAt(specOf(pod), container).name;
  const wait = formatGoDuration(backOffUs);
  return ["back-off ", wait, " restarting failed container=", failed, " pod=", name, "_", namespace, "(", uid, ")"];
};

/** Whether the text is these pieces, one after the other. */
const consistsOf = (text: string, pieces: readonly string[]): boolean => {
  let at = 0;
  for (const piece of pieces) {
    if (!text.startsWith(piece, at)) return false;
    at += piece.length;
  }
  return at === text.length;
};

export const containerRestartBackedOff: EventDefinition<
  "ContainerRestartBackedOff",
  ContainerRestartBackedOff,
  PodState
> = {
  type: "ContainerRestartBackedOff",
  entity: "pod",
  revision: 1,
  fields: { container: "int" },
  // Most syncs find what the one before has found: then nothing is made anew, not even the text.
  evolve: (pod, d) => {
    const { failure, restartBackOff } = runtimeAt(pod, d.container);
    const pieces = messageOf(pod, d.container, restartBackOff?.backOffUs ?? 0);
    if (failure?.reason === REASON && consistsOf(failure.message, pieces)) return pod;
    return withFailure(pod, d.container, { reason: REASON, message: pieces.join("") });
  },
  announce: (pod, d) => {
    const name = containerAt(specOf(pod), d.container).name;
    const text = `Back-off restarting failed container ${name} in pod ${formatPod(pod)}`;
    return [aboutContainer(pod, d.container, "Warning", "BackOff", text)];
  },
  example: { container: 0 },
};
