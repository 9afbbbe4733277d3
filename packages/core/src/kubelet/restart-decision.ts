// Whether the kubelet may start a container now, or its restart back-off says to wait.
import type { ContainerRecord, ContainerRuntime } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { isInBackOffSince, nextBackOff, BACK_OFF_EXPIRY_US } from "./back-off.js";
import type { BackOffLimits } from "./back-off.js";

export type RestartDecision =
  /** No instance has exited yet: start, and keep no entry. */
  | { readonly kind: "first-start" }
  | { readonly kind: "restart"; readonly backOffUs: number }
  | { readonly kind: "back-off"; readonly untilUs: SimTime };

/** The newest exited instance in the runtime's list, which for a killed and not yet replaced one is the one before it. */
const newestExited = (container: ContainerRuntime): ContainerRecord | null => {
  if (container.current?.state === "exited") return container.current;
  return container.previous?.state === "exited" ? container.previous : null;
};

/**
 * Judges by the runtime status the sync was handed, at the moment of the start.
 * `lastHousekeepingUs`: the housekeeping pass before `nowUs`; it throws away entries that are then older than the expiry.
 */
export const decideRestart = (
  container: ContainerRuntime,
  nowUs: SimTime,
  lastHousekeepingUs: SimTime,
  limits: BackOffLimits,
): RestartDecision => {
  const exited = newestExited(container);
  if (exited === null) return { kind: "first-start" };
  const entry =
    container.restartBackOff !== null && lastHousekeepingUs - container.restartBackOff.lastUpdateUs > BACK_OFF_EXPIRY_US
      ? null
      : container.restartBackOff;
  if (isInBackOffSince(entry, exited.finishedAtUs, nowUs)) {
    return { kind: "back-off", untilUs: exited.finishedAtUs + (entry?.backOffUs ?? 0) };
  }
  return { kind: "restart", backOffUs: nextBackOff(entry, exited.finishedAtUs, nowUs, limits).backOffUs };
};
