// When a pod is synced next, once a sync has ended: at what the relists report, or later if something failed.
import { runtimeAt } from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker, SyncChain } from "./pod-worker.js";
import { enterTeardown } from "./teardown.js";

const REQUEUE_US = 10 * SECOND;
const NETWORK_REQUEUE_US = SECOND;
const REQUEUE_JITTER = 0.5;
/** How far ahead a sync is put off at most, before the jitter. */
const RESYNC_US = 60 * SECOND;

/** Marks that the runtime changed at `now`, for the relist that will notice. */
export const noteChange = (worker: PodWorker, now: SimTime): void => {
  if (worker.firstChangeUs < 0) worker.firstChangeUs = now;
  worker.lastChangeUs = now;
};

const waitsForReadiness = (worker: PodWorker, pod: PodState): boolean =>
  worker.probes.some((p) => p.type === "readiness" && runtimeAt(pod, p.container).probes.readiness !== "success");

/** How long after a failed sync the next is due, before the jitter. */
const requeueUs = (context: KubeletContext, { backOffUntilUs }: SyncChain, now: SimTime): number =>
  context.rules.requeuesAtBackOffEnd && backOffUntilUs < NEVER
    ? Math.min(Math.max(backOffUntilUs - now, 0), RESYNC_US)
    : REQUEUE_US;

const requeueAfter = (context: KubeletContext, worker: PodWorker, afterUs: number, now: SimTime, out: Outbox): void => {
  const u = context.plane.draw("kubelet/requeue", worker.key, worker.requeueCount++);
  const dueUs = now + Math.floor(afterUs * (1 + REQUEUE_JITTER * u));
  context.planSync(worker, context.clock(worker.nodeIx).tickFor(dueUs), out);
};

/** A sync that stopped because the node's network is not ready comes again soon. */
export const requeueForNetwork = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void =>
  requeueAfter(context, worker, NETWORK_REQUEUE_US, now, out);

/** The sync under way has taken its last step. */
export const finishSync = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  now: SimTime,
  out: Outbox,
): void => {
  const clock = context.clock(worker.nodeIx);
  worker.busy = false;
  worker.chain = null;
  context.endSync(worker, now, !chain.failed && chain.steps.length > 0);
  if (worker.deleting) return enterTeardown(context, worker, now, out);
  const noticed = worker.firstChangeUs >= 0 && clock.relistFor(worker.firstChangeUs) <= now;
  const unnoticed = worker.lastChangeUs >= 0 && clock.relistFor(worker.lastChangeUs) > now;
  const pod = context.pod(worker);
  const again = worker.extraSync && pod !== undefined && waitsForReadiness(worker, pod);
  worker.extraSync = (worker.pending || noticed) && unnoticed;
  if (worker.pending || noticed || unnoticed || again) {
    worker.pending = false;
    return context.planSync(worker, worker.cacheFreshUs, out);
  }
  if (chain.failed) requeueAfter(context, worker, requeueUs(context, chain, now), now, out);
};
