// One sync of a pod, step after step: sandbox, kills, then each container's start. It goes by the runtime status it was
// handed at its beginning and cannot be interrupted; nothing of it shows in the API status before the next sync.
import {
  computedPhase,
  computePodActions,
  containerAt,
  containerCount,
  isToBeResized,
  containerKillBegan,
  isInitIx,
  isSidecar,
  isTerminalPhase,
  podNetworkNotReady,
  podSandboxCreated,
  podSandboxFailed,
  podSandboxStopped,
  reportStatus,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { PodActions, PodState, SimTime } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import type { Outbox, Token } from "../actor.js";
import { planDeadline, withDeadline } from "./active-deadline.js";
import { createContainer, onCreated, onPostStartDone, onStarted, startContainer, startIx } from "./container-start.js";
import type { StartProgress } from "./container-start.js";
import type { ChainStage } from "./intention.js";
import type { KubeletContext } from "./kubelet-context.js";
import { finishSync, requeueForNetwork } from "./next-sync.js";
import type { PodWorker, SyncChain, SyncStep } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import { resizeContainer, settleResize } from "./pod-resize.js";
import { addProbes, planProbes } from "./probe-ticks.js";
import { pokeReadiness } from "./probing.js";
import { lacksNetwork, sandboxRefusal, waitsForRuntime } from "./runtime-health.js";
import { beginStop, recordDueExits } from "./stopping.js";
import { enterTeardown } from "./teardown.js";
import { stopWaiting, waitForVolumes } from "./volume-mounts.js";

/** Containers that are given other resources while they run; those that have to be restarted for it are killed. */
const resizeSteps = (pod: PodState, { killPod, kills }: PodActions): SyncStep[] => {
  if (killPod) return [];
  const steps: SyncStep[] = [];
  for (let container = 0; container < containerCount(specOf(pod)); container++) {
    const isKilled = kills.some((kill) => kill.container === container);
    if (!isKilled && isToBeResized(pod, container)) steps.push({ kind: "resize", container });
  }
  return steps;
};

const stepsOf = (pod: PodState, actions: PodActions): SyncStep[] => {
  const steps: SyncStep[] = [];
  if (actions.killPod) steps.push({ kind: "kill-pod" });
  for (const kill of actions.kills) steps.push({ kind: "kill", ...kill });
  if (actions.createSandbox) steps.push({ kind: "create-sandbox" });
  if (pod.runtime.resize !== null) steps.push(...resizeSteps(pod, actions));
  for (const container of actions.starts) steps.push({ kind: "start", container });
  return steps;
};

/** A sync begins: the status is sent, then the work is decided and taken up. */
export const beginSync = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  worker.next = NO_TOKEN;
  const known = context.pod(worker);
  if (known === undefined || !worker.alive || waitsForRuntime(context, worker)) return;
  const pod = settleResize(context, worker, withDeadline(known, now, out), now, out);
  const settled = worker.settled?.pod === pod ? worker.settled : null;
  const status = settled === null ? reportStatus(pod, now, "syncing") : pod.status;
  if (status !== pod.status) context.recordStatus(worker, "syncing", out);
  planDeadline(context, worker, pod, status.startTimeUs, out);
  if (settled === null && isTerminalPhase(computedPhase(pod))) {
    context.endSync(worker, now);
    return enterTeardown(context, worker, now, out);
  }
  if (lacksNetwork(context, worker, pod)) {
    out.record(podNetworkNotReady, worker.pod, {});
    context.endSync(worker, now);
    return requeueForNetwork(context, worker, now, out);
  }
  if (worker.readyProbes) pokeReadiness(context, worker, pod, now, out);
  const steps = settled?.steps ?? stepsOf(pod, computePodActions(pod));
  worker.settled = status === pod.status ? (settled ?? { pod, steps }) : null;
  worker.busy = true;
  worker.firstChangeUs = -1;
  worker.lastChangeUs = -1;
  worker.chain = { snapshot: pod, steps, step: -1, failed: false, backOffUntilUs: NEVER };
  if (worker.volumes.state === "mounted") return nextStep(context, worker, worker.chain, now, out);
  waitForVolumes(context, worker, now, out);
};

const later = (context: KubeletContext, worker: PodWorker, stage: ChainStage, at: SimTime, out: Outbox): Token =>
  context.plan(out, at, { kind: "continue", worker, stage });

const nextStep = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  chain.step++;
  const step = chain.steps[chain.step];
  if (step === undefined) return finishSync(context, worker, chain, now, out);
  switch (step.kind) {
    case "kill-pod":
      return killPod(context, worker, chain, now, out);
    case "create-sandbox": {
      const { attempt } = chain.snapshot.runtime.sandbox;
      const takesUs = context.latency("sandboxCreate", worker, attempt + 1);
      later(context, worker, "sandbox-ready", now + takesUs, out);
      return;
    }
    case "kill":
      return killContainer(context, worker, chain, step, now, out);
    case "resize":
      resizeContainer(context, worker, chain.snapshot, step.container, now, out);
      return nextStep(context, worker, chain, now, out);
    case "start":
      return goOn(context, worker, chain, startContainer(context, worker, chain, step.container, now, out), now, out);
  }
};

const graceOfKill = (pod: PodState, { because, container: ix }: SyncStep & { kind: "kill" }): number => {
  const container = containerAt(specOf(pod), ix);
  const probe =
    because === "liveness" ? container.livenessProbe : because === "startup" ? container.startupProbe : undefined;
  return probe?.terminationGracePeriodSeconds ?? specOf(pod).terminationGracePeriodSeconds;
};

/** Of a container that has ended since the sync began. */
const killInWordAlone = (
  worker: PodWorker,
  container: number,
  message: string,
  graceSeconds: number,
  out: Outbox,
): void => out.record(containerKillBegan, worker.pod, { container, message, graceSeconds });

const killContainer = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  step: SyncStep & { kind: "kill" },
  now: SimTime,
  out: Outbox,
): void => {
  const { container, message } = step;
  const pod = context.pod(worker) ?? chain.snapshot;
  const graceSeconds = graceOfKill(chain.snapshot, step);
  if (runtimeAt(pod, container).current?.state !== "running") {
    killInWordAlone(worker, container, message, graceSeconds, out);
    return nextStep(context, worker, chain, now, out);
  }
  const stop = { containers: [container], graceSeconds, message: () => message };
  beginStop(context, worker, pod, stop, (at, to) => later(context, worker, "killed", at, to), now, out);
};

/** Stops what still runs although nothing is left to do (sidecars, or everything when the sandbox is replaced). */
const killPod = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  const { snapshot } = chain;
  const pod = context.pod(worker) ?? snapshot;
  const spec = specOf(snapshot);
  const graceSeconds = spec.terminationGracePeriodSeconds;
  const message = (name: string): string => `Stopping container ${name}`;
  const containers: number[] = [];
  for (let container = 0; container < containerCount(spec); container++) {
    if (runtimeAt(snapshot, container).current?.state !== "running") continue;
    if (runtimeAt(pod, container).current?.state === "running") containers.push(container);
    else killInWordAlone(worker, container, message(containerAt(spec, container).name), graceSeconds, out);
  }
  const sandboxUs = pod.runtime.sandbox.state === "ready" ? context.latency("sandboxStop", worker, 1) : 0;
  const planNext = (at: SimTime, to: Outbox): Token => later(context, worker, "pod-killed", at + sandboxUs, to);
  beginStop(context, worker, pod, { containers, graceSeconds, message }, planNext, now, out);
};

/** Nothing is told of a pod that is to go: it needs no sandbox any more. */
const sandboxFailed = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  error: string,
  now: SimTime,
  out: Outbox,
): void => {
  const attempt = chain.snapshot.runtime.sandbox.attempt + 1;
  if (!worker.deleting) out.record(podSandboxFailed, worker.pod, { attempt, error });
  chain.failed = true;
  finishSync(context, worker, chain, now, out);
};

/** A plain init container that does not start ends the sync; any other only fails its own step. */
const startFailed = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  chain.failed = true;
  const spec = specOf(chain.snapshot);
  const ix = startIx(chain);
  if (isInitIx(spec, ix) && !isSidecar(containerAt(spec, ix))) chain.step = chain.steps.length;
  nextStep(context, worker, chain, now, out);
};

/** What a container's start has come to decides how the chain goes on, if it does not wait. */
const goOn = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  progress: StartProgress,
  now: SimTime,
  out: Outbox,
): void => {
  if (progress === "done") nextStep(context, worker, chain, now, out);
  else if (progress === "failed") startFailed(context, worker, chain, now, out);
};

/** The pull the chain was waiting for has ended. */
export const continueAfterPull = (
  context: KubeletContext,
  worker: PodWorker,
  ix: number,
  succeeded: boolean,
  now: SimTime,
  out: Outbox,
): void => {
  const { chain } = worker;
  if (chain === null || !worker.alive) return;
  const progress = succeeded ? createContainer(context, worker, chain, ix, now, out) : "failed";
  goOn(context, worker, chain, progress, now, out);
};

/** The results a restarted kubelet no longer has are missed by its second sync of the pod. */
const loseProbeResults = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void =>
  void context.plan(out, context.clock(worker.nodeIx).relistAfter(now), { kind: "probe-results-lost", worker });

export const continueSync = (
  context: KubeletContext,
  worker: PodWorker,
  stage: ChainStage,
  now: SimTime,
  out: Outbox,
): void => {
  const { chain } = worker;
  const pod = context.pod(worker);
  if (chain === null || pod === undefined || !worker.alive) return;
  switch (stage) {
    case "volumes-mounted":
      addProbes(context, worker, pod, now);
      planProbes(context, worker, now, out);
      if (worker.resumed) loseProbeResults(context, worker, now, out);
      return nextStep(context, worker, chain, now, out);
    case "volumes-timed-out":
      stopWaiting(worker, out);
      chain.failed = true;
      return finishSync(context, worker, chain, now, out);
    case "sandbox-ready": {
      const attempt = chain.snapshot.runtime.sandbox.attempt + 1;
      const error = sandboxRefusal(context, worker, pod);
      if (error !== null) return sandboxFailed(context, worker, chain, error, now, out);
      const ip = context.addresses.next(context.nodeName(worker.nodeIx));
      out.record(podSandboxCreated, worker.pod, { attempt, ip });
      return nextStep(context, worker, chain, now, out);
    }
    case "killed":
      recordDueExits(context, worker, now, out);
      return nextStep(context, worker, chain, now, out);
    case "pod-killed":
      recordDueExits(context, worker, now, out);
      if (pod.runtime.sandbox.state === "ready") out.record(podSandboxStopped, worker.pod, {});
      return nextStep(context, worker, chain, now, out);
    case "created":
      return onCreated(context, worker, chain, now, out);
    case "started":
      return goOn(context, worker, chain, onStarted(context, worker, chain, now, out), now, out);
    case "post-start-done":
      return goOn(context, worker, chain, onPostStartDone(context, worker, chain, now, out), now, out);
  }
};

/** A sync that only waits for volumes ends when its pod is to go; true if it did. */
export const abandonWait = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): boolean => {
  if (!stopWaiting(worker, out)) return false;
  worker.busy = false;
  worker.chain = null;
  context.endSync(worker, now);
  return true;
};
