// One container's start within a sync: restart back-off, image, creation, start and postStart hook.
import {
  containerAt,
  containerConfigFailed,
  containerCreated,
  containerHookFinished,
  containerHookStarted,
  containerImageKept,
  containerResized,
  containerRestartBackedOff,
  containerRestartDecided,
  containerStartFailed,
  containerStarted,
  decideImage,
  decideRestart,
  imageAlreadyPresent,
  imageNameError,
  imageNameRefused,
  imagePullBackedOff,
  imagePullForbidden,
  isInitIx,
  missingForEnv,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { askForPull, isImageOnNode } from "./image-pulls.js";
import type { KubeletContext } from "./kubelet-context.js";
import { noteChange } from "./next-sync.js";
import { beginLife, planScriptEnds } from "./own-exits.js";
import { containerKey } from "./pod-worker.js";
import type { PodWorker, SyncChain } from "./pod-worker.js";
import { beginStop } from "./stopping.js";

/** What a part of the start has come to: over, over without a running container, or something is planned that goes on. */
export type StartProgress = "done" | "failed" | "waits";

/** The container whose start is the chain's step under way. */
export const startIx = (chain: SyncChain): number => {
  const step = chain.steps[chain.step];
  return step?.kind === "start" ? step.container : -1;
};

const imageIsPresent = (context: KubeletContext, worker: PodWorker, pod: PodState, ix: number): boolean => {
  const { image } = containerAt(specOf(pod), ix);
  if (context.behaviorOf(pod.identity.template, ix).image.cached) return true;
  return isImageOnNode(context, worker, image);
};

/** The first part: may it start yet, and is its image there? */
export const startContainer = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  ix: number,
  now: SimTime,
  out: Outbox,
): StartProgress => {
  const housekeepingUs = context.clock(worker.nodeIx).housekeepingBefore(now);
  const { restartBackOff } = context.rules;
  const decision = decideRestart(runtimeAt(chain.snapshot, ix), now, housekeepingUs, restartBackOff);
  if (decision.kind === "back-off") {
    chain.backOffUntilUs = Math.min(chain.backOffUntilUs, decision.untilUs);
    out.record(containerRestartBackedOff, worker.pod, { container: ix });
    return "failed";
  }
  if (decision.kind === "restart") {
    out.record(containerRestartDecided, worker.pod, { container: ix, backOffUs: decision.backOffUs });
  }
  const container = containerAt(specOf(chain.snapshot), ix);
  const { image } = container;
  const known = context.pod(worker) ?? chain.snapshot;
  // A spec that has changed since is for the next sync.
  const pod = known.identity.template === chain.snapshot.identity.template ? known : chain.snapshot;
  const nameError = imageNameError(image);
  if (nameError !== null) {
    out.record(imageNameRefused, worker.pod, { container: ix, error: nameError });
    return "failed";
  }
  const present = imageIsPresent(context, worker, pod, ix);
  switch (decideImage(pod, container, present, now)) {
    case "use-present":
      out.record(imageAlreadyPresent, worker.pod, { container: ix, image });
      return createContainer(context, worker, chain, ix, now, out);
    case "back-off":
      out.record(imagePullBackedOff, worker.pod, { container: ix, image });
      return "failed";
    case "forbidden":
      out.record(imagePullForbidden, worker.pod, { container: ix, image });
      return "failed";
    case "pull":
      askForPull(context, worker, pod, ix, now, out);
      return "waits";
  }
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

/** The image is there: what the container is to be made with is looked up, and it is created. */
export const createContainer = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  ix: number,
  now: SimTime,
  out: Outbox,
): StartProgress => {
  const container = containerAt(specOf(chain.snapshot), ix);
  const { name } = container;
  const { namespace } = chain.snapshot.identity;
  const error = missingForEnv(container, namespace, context.configLookup(worker.nodeIx, namespace));
  if (error !== null) {
    out.record(containerConfigFailed, worker.pod, { container: ix, error });
    return "failed";
  }
  const attempt = nextAttempt(chain.snapshot, ix);
  const createdUs = now + context.latency("containerCreate", worker, attempt, containerKey(worker, ix, name));
  context.plan(out, createdUs, { kind: "continue", worker, stage: "created" });
  return "waits";
};

export const onCreated = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  now: SimTime,
  out: Outbox,
): void => {
  const ix = startIx(chain);
  const { name, image } = containerAt(specOf(chain.snapshot), ix);
  const attempt = nextAttempt(chain.snapshot, ix);
  out.record(containerCreated, worker.pod, { container: ix, attempt });
  const asked = context.pod(worker);
  if (asked !== undefined && asked.runtime.resize !== null) out.record(containerResized, worker.pod, { container: ix });
  if (asked !== undefined && containerAt(specOf(asked), ix).image !== image) {
    out.record(containerImageKept, worker.pod, { container: ix, image });
  }
  const startedUs = now + context.latency("containerStart", worker, attempt, containerKey(worker, ix, name));
  context.plan(out, startedUs, { kind: "continue", worker, stage: "started" });
};

export const onStarted = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  now: SimTime,
  out: Outbox,
): StartProgress => {
  const ix = startIx(chain);
  const container = containerAt(specOf(chain.snapshot), ix);
  const attempt = nextAttempt(chain.snapshot, ix);
  // The sync may end in this very step, before the fact is heard of.
  noteChange(worker, now);
  const { startError } = context.behaviorOf(chain.snapshot.identity.template, ix);
  if (startError !== undefined) {
    out.record(containerStartFailed, worker.pod, { container: ix, error: startError });
    return "failed";
  }
  out.record(containerStarted, worker.pod, { container: ix });
  beginLife(context, worker, chain.snapshot, ix, attempt, now, out);
  if (container.lifecycle?.postStart === undefined) return "done";
  out.record(containerHookStarted, worker.pod, { container: ix, hook: "postStart" });
  const { takesUs } = context.life(worker, chain.snapshot, ix, attempt).hook("postStart", now);
  planScriptEnds(context, worker, now, out);
  context.plan(out, now + takesUs, { kind: "continue", worker, stage: "post-start-done" });
  return "waits";
};

/** A container whose hook failed is stopped, which takes its time; the chain goes on when it has ended. */
export const onPostStartDone = (
  context: KubeletContext,
  worker: PodWorker,
  chain: SyncChain,
  now: SimTime,
  out: Outbox,
): StartProgress => {
  const ix = startIx(chain);
  const pod = context.pod(worker);
  const attempt = nextAttempt(chain.snapshot, ix);
  const { fails } = context.life(worker, chain.snapshot, ix, attempt).hook("postStart", now);
  const outcome = fails ? "failed" : "completed";
  out.record(containerHookFinished, worker.pod, { container: ix, hook: "postStart", outcome });
  if (!fails || pod === undefined) return "done";
  chain.failed = true;
  const graceSeconds = specOf(pod).terminationGracePeriodSeconds;
  const stop = { containers: [ix], graceSeconds, message: () => "FailedPostStartHook" };
  const goOn = (at: SimTime, to: Outbox) => context.plan(to, at, { kind: "continue", worker, stage: "killed" });
  beginStop(context, worker, pod, stop, goOn, now, out);
  return "waits";
};
