// Setting up a pod's volumes: a sync waits for them, while the node tries again and again those it could not set up.
import { claimsOfPod, missingForVolumes, specOf, volumeMountFailed } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { hasVolumesAttached } from "./attached-volumes.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";

const FIRST_RETRY_US = 500 * MILLISECOND;
const LAST_RETRY_US = 122 * SECOND;
/** A sync waits this long at most; the next one waits anew. */
const WAIT_US = 123 * SECOND;

/** A sync goes on once the volumes are there ("volumes-mounted") or its patience ends ("volumes-timed-out"). */
export const waitForVolumes = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const { volumes } = worker;
  volumes.waitingSinceUs = now;
  if (volumes.state === "mounting") return armTimeout(context, worker, out);
  volumes.state = "mounting";
  const at = now + context.latency("volumeMount", worker, 0);
  context.plan(out, at, { kind: "mount-volumes", worker });
};

const armTimeout = (context: KubeletContext, worker: PodWorker, out: Outbox): void => {
  const { volumes } = worker;
  if (volumes.waitingSinceUs < 0 || volumes.timeout !== null) return;
  const at = volumes.waitingSinceUs + WAIT_US;
  volumes.timeout = context.plan(out, at, { kind: "continue", worker, stage: "volumes-timed-out" });
};

/** Nobody waits any longer; true if a sync did. */
export const stopWaiting = (worker: PodWorker, out: Outbox): boolean => {
  const { volumes } = worker;
  const waited = volumes.waitingSinceUs >= 0;
  volumes.waitingSinceUs = -1;
  if (volumes.timeout !== null) out.withdraw(volumes.timeout);
  volumes.timeout = null;
  return waited;
};

/** One try to set up what is missing; true if a sync that waited can go on. */
export const mountVolumes = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): boolean => {
  const pod = context.pod(worker);
  const { volumes } = worker;
  if (pod === undefined || !worker.alive || worker.mode !== "syncing") return false;
  const spec = specOf(pod);
  const lookup = context.configLookup(worker.nodeIx, pod.identity.namespace);
  const missing = missingForVolumes(spec, lookup).filter(({ volume }) => !volumes.done.includes(volume));
  // What is attached the kubelet asks the API server.
  const isAttached = context.isCutOff(worker)
    ? claimsOfPod(pod.identity.name, spec).length === 0
    : hasVolumesAttached(context.plane.world, pod, worker.nodeIx);
  if (missing.length === 0 && isAttached) {
    volumes.state = "mounted";
    return stopWaiting(worker, out);
  }
  const names = (spec.volumes ?? []).map(({ name }) => name);
  volumes.done = names.filter((name) => !missing.some(({ volume }) => volume === name));
  for (const each of missing) out.record(volumeMountFailed, worker.pod, each);
  const delayUs = Math.min(FIRST_RETRY_US * 2 ** volumes.failureCount++, LAST_RETRY_US);
  context.plan(out, now + delayUs, { kind: "mount-volumes", worker });
  armTimeout(context, worker, out);
  return false;
};
