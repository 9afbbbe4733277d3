// One sync of a pod, step after step: sandbox, kills, then each container's image, creation, start and postStart hook.
// It goes by the runtime status it was handed at its beginning and cannot be interrupted; nothing of it shows in the API
// status before the next sync.
import {
  computedPhase,
  computePodActions,
  containerAt,
  containerCount,
  containerConfigFailed,
  containerCreated,
  containerExited,
  containerHookFinished,
  containerHookStarted,
  containerKillBegan,
  containerRestartBackedOff,
  containerRestartDecided,
  containerStarted,
  decideImage,
  decideRestart,
  imageAlreadyPresent,
  imageNameError,
  imageNameRefused,
  imagePullBackedOff,
  imagePullForbidden,
  isInitIx,
  isSidecar,
  isTerminalPhase,
  missingForEnv,
  podSandboxCreated,
  podSandboxStopped,
  podStatusReported,
  reportStatus,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { Container, PodActions, PodState, SimTime } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Outbox, Token } from "../actor.js";
import { planDeadline, withDeadline } from "./active-deadline.js";
import { configLookup } from "./config-lookup.js";
import { askForPull, isImageOnNode } from "./image-pulls.js";
import type { ChainStage } from "./intention.js";
import { exitReason } from "./exit-reason.js";
import type { KubeletContext } from "./kubelet-context.js";
import { beginLife, lastWords, planScriptEnds } from "./own-exits.js";
import type { PodWorker, SyncChain, SyncStep } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import { addProbes, planProbes } from "./probe-ticks.js";
import { pokeReadiness } from "./probing.js";
import { beginStop } from "./stopping.js";
import { enterTeardown } from "./teardown.js";
import { stopWaiting, waitForVolumes } from "./volume-mounts.js";

const REQUEUE_US = 10 * SECOND;
const REQUEUE_JITTER = 0.5;
/** How far ahead a sync is put off at most, before the jitter. */
const RESYNC_US = 60 * SECOND;

const stepsOf = (actions: PodActions): SyncStep[] => {
  const steps: SyncStep[] = [];
  if (actions.killPod) steps.push({ kind: "kill-pod" });
  for (const kill of actions.kills) steps.push({ kind: "kill", ...kill });
  if (actions.createSandbox) steps.push({ kind: "create-sandbox" });
  for (const container of actions.starts) steps.push({ kind: "start", container });
  return steps;
};

/** A sync begins: the status is sent, then the work is decided and taken up. */
export const beginSync = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  worker.next = NO_TOKEN;
  const known = context.pod(worker);
  if (known === undefined || !worker.alive) return;
  const pod = withDeadline(known, now, out);
  const status = reportStatus(pod, now, "syncing");
  if (status !== pod.status) out.record(podStatusReported, worker.pod, { stage: "syncing" });
  planDeadline(context, worker, pod, status.startTimeUs, out);
  if (isTerminalPhase(computedPhase(pod))) {
    context.endSync(worker, now);
    return enterTeardown(context, worker, now, out);
  }
  if (worker.readyProbes) pokeReadiness(context, worker, pod, now, out);
  const steps = stepsOf(computePodActions(pod));
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
      const takesUs = context.latency("sandboxCreate", worker.key, attempt + 1);
      later(context, worker, "sandbox-ready", now + takesUs, out);
      return;
    }
    case "kill":
      return killContainer(context, worker, chain, step, now, out);
    case "start":
      return startContainer(context, worker, chain, step.container, now, out);
  }
};

const probeGrace = (pod: PodState, step: SyncStep & { kind: "kill" }): number => {
  const container = containerAt(specOf(pod), step.container);
  const probe = step.because === "liveness" ? container.livenessProbe : container.startupProbe;
  return probe?.terminationGracePeriodSeconds ?? specOf(pod).terminationGracePeriodSeconds;
};

/** One that has ended since the sync began is killed in word alone. */
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
  const graceSeconds = probeGrace(chain.snapshot, step);
  if (runtimeAt(pod, container).current?.state !== "running") {
    out.record(containerKillBegan, worker.pod, { container, message, graceSeconds });
    return nextStep(context, worker, chain, now, out);
  }
  const stop = { containers: [container], graceSeconds, message: () => message };
  beginStop(context, worker, pod, stop, (at, to) => later(context, worker, "killed", at, to), now, out);
};

/** Stops what still runs although nothing is left to do (sidecars, or everything when the sandbox is replaced). */
const killPod = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  const pod = chain.snapshot;
  const containers = Array.from({ length: containerCount(specOf(pod)) }, (_, ix) => ix);
  const graceSeconds = specOf(pod).terminationGracePeriodSeconds;
  const message = (name: string): string => `Stopping container ${name}`;
  const sandboxUs = pod.runtime.sandbox.state === "ready" ? context.latency("sandboxStop", worker.key, 1) : 0;
  const planNext = (at: SimTime, to: Outbox): Token => later(context, worker, "pod-killed", at + sandboxUs, to);
  beginStop(context, worker, pod, { containers, graceSeconds, message }, planNext, now, out);
};

const imageIsPresent = (context: KubeletContext, worker: PodWorker, pod: PodState, ix: number): boolean => {
  const { image } = containerAt(specOf(pod), ix);
  if (context.behaviorOf(pod.identity.template, ix).image.cached) return true;
  return isImageOnNode(context, worker, image);
};

const startContainer = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  ix: number,
  now: SimTime,
  out: Outbox,
): void => {
  const housekeepingUs = context.clock(worker.nodeIx).housekeepingBefore(now);
  const { restartBackOff } = context.rules;
  const decision = decideRestart(runtimeAt(chain.snapshot, ix), now, housekeepingUs, restartBackOff);
  if (decision.kind === "back-off") {
    chain.backOffUntilUs = Math.min(chain.backOffUntilUs, decision.untilUs);
    out.record(containerRestartBackedOff, worker.pod, { container: ix });
    return startFailed(context, worker, chain, ix, now, out);
  }
  if (decision.kind === "restart") {
    out.record(containerRestartDecided, worker.pod, { container: ix, backOffUs: decision.backOffUs });
  }
  const container = containerAt(specOf(chain.snapshot), ix);
  const { image } = container;
  const pod = context.pod(worker) ?? chain.snapshot;
  const nameError = imageNameError(image);
  if (nameError !== null) {
    out.record(imageNameRefused, worker.pod, { container: ix, error: nameError });
    return startFailed(context, worker, chain, ix, now, out);
  }
  const present = imageIsPresent(context, worker, pod, ix);
  switch (decideImage(pod, container, present, now)) {
    case "use-present":
      out.record(imageAlreadyPresent, worker.pod, { container: ix, image });
      return createContainer(context, worker, chain, ix, now, out);
    case "back-off":
      out.record(imagePullBackedOff, worker.pod, { container: ix, image });
      return startFailed(context, worker, chain, ix, now, out);
    case "forbidden":
      out.record(imagePullForbidden, worker.pod, { container: ix, image });
      return startFailed(context, worker, chain, ix, now, out);
    case "pull":
      return askForPull(context, worker, pod, ix, now, out);
  }
};

/** A plain init container that does not start ends the sync; any other only fails its own step. */
const startFailed = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  ix: number,
  now: SimTime,
  out: Outbox,
): void => {
  chain.failed = true;
  const spec = specOf(chain.snapshot);
  if (isInitIx(spec, ix) && !isSidecar(containerAt(spec, ix))) chain.step = chain.steps.length;
  nextStep(context, worker, chain, now, out);
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
  if (succeeded) createContainer(context, worker, chain, ix, now, out);
  else startFailed(context, worker, chain, ix, now, out);
};

const nextAttempt = (pod: PodState, ix: number): number => {
  const { current } = runtimeAt(pod, ix);
  if (current !== null) return current.attempt + 1;
  const { name } = containerAt(specOf(pod), ix);
  const list = isInitIx(specOf(pod), ix) ? pod.status.initContainerStatuses : pod.status.containerStatuses;
  const shown = list.find((s) => s.name === name);
  // A record that vanished with its sandbox is remembered by the status alone.
  const everWas =
    shown !== undefined && (shown.containerId !== "" || shown.lastState !== null || shown.restartCount > 0);
  return everWas ? shown.restartCount + 1 : 0;
};

const createContainer = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  ix: number,
  now: SimTime,
  out: Outbox,
): void => {
  const container = containerAt(specOf(chain.snapshot), ix);
  const { name } = container;
  const { namespace } = chain.snapshot.identity;
  const error = missingForEnv(container, namespace, configLookup(context.plane.world, namespace));
  if (error !== null) {
    out.record(containerConfigFailed, worker.pod, { container: ix, error });
    return startFailed(context, worker, chain, ix, now, out);
  }
  const attempt = nextAttempt(chain.snapshot, ix);
  const createdUs = now + context.latency("containerCreate", `${worker.key}/${name}`, attempt);
  later(context, worker, "created", createdUs, out);
};

const startIx = (chain: SyncChain): number => {
  const step = chain.steps[chain.step];
  return step?.kind === "start" ? step.container : -1;
};

const onCreated = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  const ix = startIx(chain);
  const name = containerAt(specOf(chain.snapshot), ix).name;
  const attempt = nextAttempt(chain.snapshot, ix);
  out.record(containerCreated, worker.pod, { container: ix, attempt });
  const startedUs = now + context.latency("containerStart", `${worker.key}/${name}`, attempt);
  later(context, worker, "started", startedUs, out);
};

const onStarted = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
  const ix = startIx(chain);
  const container: Container = containerAt(specOf(chain.snapshot), ix);
  const attempt = nextAttempt(chain.snapshot, ix);
  out.record(containerStarted, worker.pod, { container: ix });
  // The sync may end in this very step, before the fact is heard of.
  noteChange(worker, now);
  beginLife(context, worker, chain.snapshot, ix, attempt, now, out);
  if (container.lifecycle?.postStart === undefined) return nextStep(context, worker, chain, now, out);
  out.record(containerHookStarted, worker.pod, { container: ix, hook: "postStart" });
  const { takesUs } = context.life(worker, chain.snapshot, ix, attempt).hook("postStart", now);
  planScriptEnds(context, worker, now, out);
  later(context, worker, "post-start-done", now + takesUs, out);
};

const onPostStartDone = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  now: SimTime,
  out: Outbox,
): void => {
  const ix = startIx(chain);
  const pod = context.pod(worker);
  const attempt = nextAttempt(chain.snapshot, ix);
  const { fails } = context.life(worker, chain.snapshot, ix, attempt).hook("postStart", now);
  const outcome = fails ? "failed" : "completed";
  out.record(containerHookFinished, worker.pod, { container: ix, hook: "postStart", outcome });
  if (!fails || pod === undefined) return nextStep(context, worker, chain, now, out);
  chain.failed = true;
  const graceSeconds = specOf(pod).terminationGracePeriodSeconds;
  const stop = { containers: [ix], graceSeconds, message: () => "FailedPostStartHook" };
  beginStop(context, worker, pod, stop, (at, to) => later(context, worker, "killed", at, to), now, out);
};

/** Whatever a kill planned has happened by now, even if its own entry comes later in this instant. */
const recordDueExits = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const pod = context.pod(worker);
  for (const exit of worker.exits) {
    if (exit.exitAtUs > now || pod === undefined) continue;
    const { current } = runtimeAt(pod, exit.container);
    if (current?.state !== "running" || current.attempt !== exit.attempt) continue;
    const { container, exitCode } = exit;
    const message = lastWords(context, worker, pod, container, exit.attempt, exitCode, now);
    out.record(containerExited, worker.pod, { container, exitCode, reason: exitReason(exitCode), message });
    worker.lastChangeUs = now;
    if (worker.firstChangeUs < 0) worker.firstChangeUs = now;
  }
  worker.exits = worker.exits.filter((exit) => exit.exitAtUs > now);
  worker.stop = null;
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
      return onStarted(context, worker, chain, now, out);
    case "post-start-done":
      return onPostStartDone(context, worker, chain, now, out);
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

const finishSync = (context: KubeletContext, worker: PodWorker, chain: SyncChain, now: SimTime, out: Outbox): void => {
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
  if (!chain.failed) return;
  const u = context.plane.draw("kubelet/requeue", worker.key, worker.requeueCount++);
  const dueUs = now + Math.floor(requeueUs(context, chain, now) * (1 + REQUEUE_JITTER * u));
  context.planSync(worker, clock.tickFor(dueUs), out);
};
