// The kubelet itself ends a pod: its node is short of something, or goes down.
import type { SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { abandonWait } from "./sync-chain.js";
import { enterTeardown } from "./teardown.js";

/** From now on the worker only tears down, with this grace unless it has less already. */
export const giveUpPod = (
  context: KubeletContext,
  worker: PodWorker,
  graceSeconds: number,
  now: SimTime,
  out: Outbox,
): void => {
  worker.graceSecondsMax = Math.min(worker.graceSecondsMax, Math.max(1, graceSeconds));
  worker.deleting = true;
  if (worker.mode !== "syncing") return;
  if (!worker.busy || abandonWait(context, worker, now, out)) enterTeardown(context, worker, now, out);
};
