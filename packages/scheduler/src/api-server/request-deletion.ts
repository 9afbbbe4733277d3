// A DELETE of a pod, whoever sends it: the one way that pods are asked to go.
import { deletionOf, isHeldByFinalizers, podDeletionRequested, podRemoved } from "@podsim/core";
import type { EventDefinition, PodDeletionRequested, PodState, SimTime } from "@podsim/core";

/** Where facts go: an actor's outbox or a controller's. */
interface Recording {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
}

/**
 * Deletes the pod with `graceSeconds` (null = its own grace, 0 = by force). Where nothing has to be waited for, because
 * no kubelet has the pod or it is finished, the object goes at once, or with its last finalizer; a DELETE that changes nothing records nothing.
 */
export const requestDeletion = (
  pod: PodState,
  now: SimTime,
  by: PodDeletionRequested["by"],
  out: Recording,
  graceSeconds: number | null = null,
): void => {
  const terms = deletionOf(pod, now, graceSeconds);
  if (terms === null) return;
  const { ix } = pod.identity;
  out.record(podDeletionRequested, ix, { by, ...terms });
  if (terms.graceSeconds === 0 && !isHeldByFinalizers(pod)) out.record(podRemoved, ix, {});
};
