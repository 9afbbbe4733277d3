// Processes of single pods that end, hang or answer late because somebody wants to know what comes of it.
import { containerCount, runtimeAt, specOf } from "@podsim/core";
import type { Envelope, PodIx, PodTroubled } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { exitReason } from "./exit-reason.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { planProbes } from "./probe-ticks.js";

/** Every process of the pod ends now. */
const crash = (context: KubeletContext, worker: PodWorker, { at, data }: Envelope<PodTroubled>, out: Outbox): void => {
  const pod = context.pod(worker);
  if (pod === undefined) return;
  const { exitCode } = data;
  for (let container = 0; container < containerCount(specOf(pod)); container += 1) {
    const { current } = runtimeAt(pod, container);
    if (current?.state !== "running") continue;
    const { attempt } = current;
    context.plan(out, at, { kind: "own-exit", worker, container, attempt, exitCode, reason: exitReason(exitCode) });
  }
};

/** After the fact that a pod is in trouble, or is no longer; `worker`: who looks after it, if anybody does. */
export const podTroubleChanged = (
  context: KubeletContext,
  worker: PodWorker | undefined,
  fact: Envelope,
  out: Outbox,
): void => {
  const pod = fact.subject as PodIx;
  if (fact.definition.type === "PodMended") context.troubles.delete(pod);
  else {
    const { trouble, answersAfterUs } = fact.data as PodTroubled;
    if (trouble === "crash") {
      if (worker !== undefined) crash(context, worker, fact as Envelope<PodTroubled>, out);
      return;
    }
    context.troubles.set(pod, { kind: trouble, sinceUs: fact.at, answersAfterUs });
  }
  if (worker !== undefined && worker.probes.length > 0) planProbes(context, worker, fact.at, out);
};
