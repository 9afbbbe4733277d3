// Telling containers to stop: the Killing events, the hooks, and the planned ends of their processes.
import type { PodSpec, PodState, SimTime, StopPlan, Stopping } from "@podsim/core";
import {
  containerAt,
  containerHookFinished,
  containerHookStarted,
  containerKillBegan,
  containerExited,
  isEphemeralIx,
  isInitIx,
  isSidecar,
  planTermination,
  runtimeAt,
  specOf,
} from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { exitReason } from "./exit-reason.js";
import type { KubeletContext } from "./kubelet-context.js";
import { lastWords, planScriptEnds } from "./own-exits.js";
import type { PodWorker, StopUnderWay } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";

export interface Stop {
  readonly containers: readonly number[];
  readonly graceSeconds: number;
  readonly message: (containerName: string) => string;
}

const roleOf = (spec: PodSpec, container: number): Stopping["role"] => {
  if (!isInitIx(spec, container)) return isEphemeralIx(spec, container) ? "unordered" : "regular";
  return isSidecar(containerAt(spec, container)) ? "sidecar" : "unordered";
};

/** Whether the process heeds no signal: it has hung since before. */
const hangs = (context: KubeletContext, worker: PodWorker, pod: PodState, container: number): boolean => {
  const trouble = context.troubles.get(worker.pod);
  if (trouble?.kind !== "hang") return false;
  return (runtimeAt(pod, container).current?.startedAtUs ?? 0) <= trouble.sinceUs;
};

const stoppingOf = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  graceSeconds: number,
  now: SimTime,
): Stopping => {
  const attempt = runtimeAt(pod, container).current?.attempt ?? 0;
  const life = context.life(worker, pod, container, attempt);
  const declared = containerAt(specOf(pod), container).lifecycle?.preStop;
  const preStop = declared !== undefined && graceSeconds > 0 ? life.hook("preStop", now) : null;
  const atUs = now + Math.min(preStop?.takesUs ?? 0, graceSeconds * SECOND);
  const reaction = hangs(context, worker, pod, container) ? null : life.onSigterm(atUs);
  return {
    container,
    role: roleOf(specOf(pod), container),
    preStop,
    hookDiesWithIt: declared?.exec !== undefined,
    exitsAfterUs: reaction?.afterUs ?? null,
    exitCode: reaction?.exitCode ?? 0,
    endedAtUs: null,
  };
};

/** Begins to stop the containers that run; `planNext` plans what follows once the last of them has ended. */
export const beginStop = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  stop: Stop,
  planNext: StopUnderWay["planNext"],
  now: SimTime,
  out: Outbox,
): void => {
  const running = stop.containers.filter((ix) => runtimeAt(pod, ix).current?.state === "running");
  const { graceSeconds } = stop;
  const stoppings = running.map((container) => stoppingOf(context, worker, pod, container, graceSeconds, now));
  for (const container of running) {
    const message = stop.message(containerAt(specOf(pod), container).name);
    out.record(containerKillBegan, worker.pod, { container, message, graceSeconds });
  }
  planScriptEnds(context, worker, now, out);
  worker.stop = { startUs: now, graceSeconds, stoppings, hooks: new Map(), planNext, nextToken: NO_TOKEN };
  for (const { container, preStop } of planTermination(stoppings, graceSeconds, now)) {
    if (preStop !== null) out.record(containerHookStarted, worker.pod, { container, hook: "preStop" });
  }
  planStop(context, worker, worker.stop, pod, now, out);
};

/** Plans, or plans anew, every hook's and container's end that is still to come, and what follows. */
const planStop = (
  context: KubeletContext,
  worker: PodWorker,
  stop: StopUnderWay,
  pod: PodState,
  now: SimTime,
  out: Outbox,
): void => {
  let lastUs = now;
  for (const { container, preStop, ...plan } of planTermination(stop.stoppings, stop.graceSeconds, stop.startUs)) {
    if (preStop !== null) planHookEnd(context, worker, stop, container, preStop, out);
    lastUs = Math.max(lastUs, plan.doneAtUs);
    const planned = worker.exits.find((exit) => exit.container === container);
    if (planned?.exitAtUs === plan.exitAtUs) continue;
    if (planned !== undefined) {
      out.withdraw(planned.token);
      worker.exits = worker.exits.filter((exit) => exit !== planned);
    }
    if (plan.exitAtUs < now || runtimeAt(pod, container).current?.state !== "running") continue;
    const attempt = runtimeAt(pod, container).current?.attempt ?? 0;
    const { exitAtUs, exitCode } = plan;
    const token = context.plan(out, exitAtUs, { kind: "stopped-exit", worker, container, attempt, exitCode });
    worker.exits = [...worker.exits, { container, attempt, exitAtUs, exitCode, token }];
  }
  if (stop.nextToken !== NO_TOKEN) out.withdraw(stop.nextToken);
  stop.nextToken = stop.planNext(lastUs, out);
};

const planHookEnd = (
  context: KubeletContext,
  worker: PodWorker,
  stop: StopUnderWay,
  container: number,
  { endsAtUs, outcome }: NonNullable<StopPlan["preStop"]>,
  out: Outbox,
): void => {
  const planned = stop.hooks.get(container);
  if (planned?.endsAtUs === endsAtUs) return;
  if (planned !== undefined) out.withdraw(planned.token);
  const token = context.plan(out, endsAtUs, { kind: "pre-stop-done", worker, container, outcome });
  stop.hooks.set(container, { endsAtUs, token });
};

/**
 * The kubelet is gone that was stopping the containers, and the runtime gives up with it: those that were signalled end as
 * they would have without SIGKILL, the others run on.
 */
export const abandonStop = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const { stop } = worker;
  if (stop === null) return;
  const plans = planTermination(stop.stoppings, stop.graceSeconds, stop.startUs);
  for (const { container, attempt, exitAtUs, token } of worker.exits) {
    const stopping = stop.stoppings.find((each) => each.container === container);
    const plan = plans.find((each) => each.container === container);
    if (stopping === undefined || plan === undefined || exitAtUs <= now) continue;
    const wasSignalled = plan.signalAtUs <= now && stopping.exitsAfterUs !== null;
    const ownExitUs = wasSignalled ? plan.signalAtUs + (stopping.exitsAfterUs ?? 0) : null;
    if (ownExitUs === exitAtUs) continue;
    out.withdraw(token);
    if (ownExitUs === null) continue;
    const { exitCode } = stopping;
    context.plan(out, Math.max(now, ownExitUs), { kind: "stopped-exit", worker, container, attempt, exitCode });
  }
};

/** An instance that is being stopped has ended, maybe sooner than its stop would have ended it. */
export const noteEndDuringStop = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  now: SimTime,
  out: Outbox,
): void => {
  const { stop } = worker;
  const ix = stop?.stoppings.findIndex((each) => each.container === container) ?? -1;
  const stopping = stop?.stoppings[ix];
  if (stop == null || stopping === undefined || stopping.endedAtUs !== null || !worker.alive) return;
  const planned = worker.exits.find((exit) => exit.container === container);
  if (planned === undefined || planned.exitAtUs <= now) return;
  stop.stoppings[ix] = { ...stopping, endedAtUs: now };
  planStop(context, worker, stop, pod, now, out);
};

export interface InstanceEnd {
  readonly container: number;
  readonly attempt: number;
  readonly exitCode: number;
  /** In the runtime's word; told from the exit code where it is absent. */
  readonly reason?: string;
}

/** Records the end of an instance, unless it has ended already. */
export const recordExit = (
  pod: PodState | undefined,
  { container, attempt, exitCode, reason = exitReason(exitCode) }: InstanceEnd,
  lastWords: (pod: PodState) => string,
  out: Outbox,
): void => {
  if (pod === undefined) return;
  const { current } = runtimeAt(pod, container);
  if (current === null || current.attempt !== attempt || current.state !== "running") return;
  out.record(containerExited, pod.identity.ix, { container, exitCode, reason, message: lastWords(pod) });
};

export const recordPreStopDone = (
  worker: PodWorker,
  container: number,
  outcome: "completed" | "failed" | "abandoned",
  out: Outbox,
): void => out.record(containerHookFinished, worker.pod, { container, hook: "preStop", outcome });

/** Whatever a kill planned has happened by now, even if its own entry comes later in this instant. */
export const recordDueExits = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
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
