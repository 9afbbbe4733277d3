// A critical pod that its node has no room for: the kubelet ends others, one after the other, and then takes it in.
import {
  isTerminalPhase,
  nobodyToPreempt,
  podFailedByKubelet,
  podRejected,
  podsToPreempt,
  PREEMPTING_MESSAGE,
  PREEMPTING_REASON,
  specOf,
} from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { shortagesOf } from "./admission.js";
import type { CriticalAdmission } from "./critical-admission-state.js";
import { giveUpPod } from "./give-up-pod.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { beginSync } from "./sync-chain.js";

/** A victim whose containers do not stop is waited for half as long again as its grace, and 10 s at least. */
const patienceUs = (graceSeconds: number): number => Math.max(10, Math.floor(1.5 * graceSeconds)) * SECOND;

const runningWorkers = (context: KubeletContext, worker: PodWorker): readonly PodWorker[] =>
  [...context.plane.world.pods.onNode(worker.nodeIx)].flatMap((podIx) => {
    const other = context.workerOf(podIx);
    const pod = context.podAt(podIx);
    const isActive = pod !== undefined && other?.alive === true && !isTerminalPhase(pod.status.phase);
    return isActive && other !== worker ? [other] : [];
  });

/** Takes in a critical pod to which nothing but the lack of room can be objected. */
export const admitCritical = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  now: SimTime,
  out: Outbox,
): void => {
  const shortages = shortagesOf(pod, context.plane.world, worker.nodeIx);
  if (shortages.length === 0) return beginSync(context, worker, now, out);
  const running = runningWorkers(context, worker).flatMap((id) => {
    const other = context.pod(id);
    return other === undefined ? [] : [{ id, spec: specOf(other) }];
  });
  const chosen = podsToPreempt(specOf(pod), running, shortages);
  if (chosen === null) {
    worker.alive = false;
    out.record(podRejected, worker.pod, { reason: "UnexpectedAdmissionError", message: nobodyToPreempt(shortages) });
    return;
  }
  const victims = chosen.map(({ id }) => id);
  const admission: CriticalAdmission = { worker, victims, victim: null, timeout: -1 };
  context.admissions.add(admission);
  endNext(context, admission, now, out);
};

const endNext = (context: KubeletContext, admission: CriticalAdmission, now: SimTime, out: Outbox): void => {
  admission.victim = null;
  for (let victim = admission.victims.shift(); victim !== undefined; victim = admission.victims.shift()) {
    const pod = context.pod(victim);
    if (pod === undefined || !victim.alive || isTerminalPhase(pod.status.phase)) continue;
    const terms = { reason: PREEMPTING_REASON, message: PREEMPTING_MESSAGE, disruption: true, announced: true };
    out.record(podFailedByKubelet, victim.pod, terms);
    admission.victim = victim;
    const graceSeconds = specOf(pod).terminationGracePeriodSeconds;
    const at = now + patienceUs(graceSeconds);
    admission.timeout = context.plan(out, at, { kind: "preemption-timeout", admission, victim });
    return giveUpPod(context, victim, graceSeconds, now, out);
  }
  context.admissions.delete(admission);
  if (admission.worker.alive && context.pod(admission.worker) !== undefined) {
    beginSync(context, admission.worker, now, out);
  }
};

/** The containers of a pod have stopped: whoever waits for that goes on. */
export const preemptedWasKilled = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  for (const admission of context.admissions) {
    if (admission.victim !== worker) continue;
    out.withdraw(admission.timeout);
    endNext(context, admission, now, out);
  }
};

export const preemptionTimedOut = (
  context: KubeletContext,
  admission: CriticalAdmission,
  victim: PodWorker,
  now: SimTime,
  out: Outbox,
): void => {
  if (admission.victim === victim && context.admissions.has(admission)) endNext(context, admission, now, out);
};
