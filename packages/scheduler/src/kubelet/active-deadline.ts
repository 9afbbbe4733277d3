// activeDeadlineSeconds of a pod: counted from its start time, looked at by the sync tick and whenever its status is made.
import { podDeadlineExceeded, specOf } from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";

/** The pod as the kubelet makes its status of it at `now`: given up, and told so, once its deadline is over. */
export const withDeadline = (pod: PodState, now: SimTime, out: Outbox): PodState => {
  const { activeDeadlineSeconds } = specOf(pod);
  const { startTimeUs } = pod.status;
  if (activeDeadlineSeconds === undefined || startTimeUs === NOT_YET) return pod;
  if (now - startTimeUs < activeDeadlineSeconds * SECOND) return pod;
  out.record(podDeadlineExceeded, pod.identity.ix, {});
  return podDeadlineExceeded.evolve(pod, {}, now);
};

/** Once per worker: the tick that will find the deadline over. `startTimeUs`: of the status just sent. */
export const planDeadline = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  startTimeUs: SimTime,
  out: Outbox,
): void => {
  const { activeDeadlineSeconds } = specOf(pod);
  if (activeDeadlineSeconds === undefined || worker.deadlinePlanned || pod.runtime.failure !== null) return;
  worker.deadlinePlanned = true;
  const at = context.clock(worker.nodeIx).tickFor(startTimeUs + activeDeadlineSeconds * SECOND);
  context.plan(out, at, { kind: "deadline", worker });
};
