// The end of a pod on its node: stop everything, tear down the sandbox, clean up, let go of the object.
import { containerCount, isHeldByFinalizers, podRemoved, podSandboxStopped, reportStatus, specOf } from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import type { Outbox, Token } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import { withDeadline } from "./active-deadline.js";
import type { TeardownStage } from "./intention.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import { stopProbes } from "./probe-ticks.js";
import { waitsForRuntime } from "./runtime-health.js";
import { beginStop } from "./stopping.js";

/** From now on the worker only tears down; the first step waits until the cache is newer than the last sync. */
export const enterTeardown = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  worker.mode = "terminating";
  if (worker.next !== NO_TOKEN) out.withdraw(worker.next);
  worker.next = NO_TOKEN;
  context.plan(out, Math.max(now, worker.cacheFreshUs), { kind: "teardown", worker, stage: "begin" });
};

const graceOf = (worker: PodWorker, pod: PodState): number => {
  const asked =
    pod.deletion === null ? specOf(pod).terminationGracePeriodSeconds : Math.max(1, pod.deletion.graceSeconds);
  return Math.min(asked, worker.graceSecondsMax);
};

const report = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  now: SimTime,
  stage: "syncing" | "terminated",
  out: Outbox,
): void => {
  if (reportStatus(pod, now, stage) !== pod.status) context.recordStatus(worker, stage, out);
};

const begin = (context: KubeletContext, worker: PodWorker, known: PodState, now: SimTime, out: Outbox): void => {
  const pod = withDeadline(known, now, out);
  worker.busy = true;
  report(context, worker, pod, now, "syncing", out);
  // Without a delete the kubelet's own status is terminal by now, and that ends every worker.
  stopProbes(worker, pod.deletion === null ? ["startup", "liveness", "readiness"] : ["startup", "liveness"], out);
  const containers = Array.from({ length: containerCount(specOf(pod)) }, (_, ix) => ix);
  const graceSeconds = graceOf(worker, pod);
  const stop = { containers, graceSeconds, message: (name: string) => `Stopping container ${name}` };
  const sandboxUs = pod.runtime.sandbox.state === "ready" ? context.latency("sandboxStop", worker, 0) : 0;
  const planNext = (at: SimTime, to: Outbox): Token =>
    context.plan(to, at + sandboxUs, { kind: "teardown", worker, stage: "stopped" });
  beginStop(context, worker, pod, stop, planNext, now, out);
};

const stopped = (context: KubeletContext, worker: PodWorker, pod: PodState, now: SimTime, out: Outbox): void => {
  worker.exits = [];
  worker.stop = null;
  if (pod.runtime.sandbox.state === "ready") out.record(podSandboxStopped, worker.pod, {});
  withDeadline(pod, now, out);
  context.recordStatus(worker, "terminating", out);
  stopProbes(worker, ["readiness"], out);
  context.endSync(worker, now);
  worker.mode = "terminated";
  context.plan(out, worker.cacheFreshUs, { kind: "teardown", worker, stage: "terminated" });
};

/** The kubelet's own delete: the object goes, or loses the rest of its grace and waits for its finalizers alone. */
const letGo = (pod: PodState, now: SimTime, out: Outbox): void => {
  if (!isHeldByFinalizers(pod)) return out.record(podRemoved, pod.identity.ix, {});
  requestDeletion(pod, now, "kubelet", out, 0);
};

const finish = (context: KubeletContext, worker: PodWorker, pod: PodState, now: SimTime, out: Outbox): void => {
  worker.busy = false;
  worker.alive = false;
  report(context, worker, pod, now, "terminated", out);
  if (pod.deletion !== null && !context.isCutOff(worker)) letGo(pod, now, out);
};

export const continueTeardown = (
  context: KubeletContext,
  worker: PodWorker,
  stage: TeardownStage,
  now: SimTime,
  out: Outbox,
): void => {
  const pod = context.pod(worker);
  if (pod === undefined || !worker.alive) return;
  switch (stage) {
    case "begin":
      if (waitsForRuntime(context, worker)) return;
      return begin(context, worker, pod, now, out);
    case "stopped":
      return stopped(context, worker, pod, now, out);
    case "terminated":
      withDeadline(pod, now, out);
      context.plan(out, now + context.latency("podCleanUp", worker, 0), {
        kind: "teardown",
        worker,
        stage: "finish",
      });
      return;
    case "finish":
      return finish(context, worker, pod, now, out);
  }
};
