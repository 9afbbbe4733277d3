// How long it takes to stop containers: preStop inside the grace, the stop signal, SIGKILL, and sidecars last.
import type { Duration, SimTime } from "../time.js";
import { SECOND } from "../time.js";

/** Even a container whose grace is used up gets this long between SIGTERM and SIGKILL. */
const MINIMUM_GRACE_SECONDS = 2;
const EXIT_CODE_SIGKILL = 137;

/** What one running container will do when it is told to stop. */
export interface Stopping {
  readonly container: number;
  /** A sidecar waits for regular containers and later sidecars; nobody waits for a plain init or ephemeral container. */
  readonly role: "regular" | "unordered" | "sidecar";
  /** How long its preStop hook takes; null = no hook. */
  readonly preStop: { readonly takesUs: Duration; readonly fails: boolean } | null;
  /** The hook is a process in the container, which ends with it. */
  readonly hookDiesWithIt: boolean;
  /** From SIGTERM to its exit; null = it ignores SIGTERM. */
  readonly exitsAfterUs: Duration | null;
  readonly exitCode: number;
  /** When it ended by itself since the stop began; null = it has not. */
  readonly endedAtUs: SimTime | null;
}

export interface StopPlan {
  readonly container: number;
  /** null = no hook runs (none declared, or grace 0). */
  readonly preStop: { readonly endsAtUs: SimTime; readonly outcome: "completed" | "failed" | "abandoned" } | null;
  readonly signalAtUs: SimTime;
  readonly exitAtUs: SimTime;
  readonly exitCode: number;
  /** When the kubelet is through with it: at its exit, or later if it ended before it was signalled. */
  readonly doneAtUs: SimTime;
}

const preStopOf = (stopping: Stopping, graceSeconds: number, startUs: SimTime): StopPlan["preStop"] => {
  const hook = stopping.preStop;
  if (hook === null || graceSeconds === 0) return null;
  const limitUs = graceSeconds * SECOND;
  const endedUs = stopping.hookDiesWithIt ? stopping.endedAtUs : null;
  if (endedUs !== null && endedUs < startUs + Math.min(hook.takesUs, limitUs)) {
    return { endsAtUs: endedUs, outcome: "failed" };
  }
  if (hook.takesUs > limitUs) return { endsAtUs: startUs + limitUs, outcome: "abandoned" };
  return { endsAtUs: startUs + hook.takesUs, outcome: hook.fails ? "failed" : "completed" };
};

/**
 * The plan for a container whose turn comes at `turnUs`. Its hook, and then the wait for its turn, are taken off its grace
 * in whole seconds; it waits no longer than the grace that is left.
 */
const planStop = (stopping: Stopping, graceSeconds: number, startUs: SimTime, turnUs: SimTime): StopPlan => {
  const preStop = preStopOf(stopping, graceSeconds, startUs);
  const readyUs = preStop?.endsAtUs ?? startUs;
  const afterHookSeconds = graceSeconds - Math.floor((readyUs - startUs) / SECOND);
  const signalAtUs = Math.max(readyUs, Math.min(turnUs, readyUs + afterHookSeconds * SECOND));
  const afterWaitSeconds = afterHookSeconds - Math.floor((signalAtUs - readyUs) / SECOND);
  const leftSeconds = Math.max(afterWaitSeconds, MINIMUM_GRACE_SECONDS);
  const killAtUs = signalAtUs + leftSeconds * SECOND;
  const { container, endedAtUs } = stopping;
  if (endedAtUs !== null) {
    const doneAtUs = Math.max(endedAtUs, signalAtUs);
    return { container, preStop, signalAtUs, exitAtUs: endedAtUs, exitCode: stopping.exitCode, doneAtUs };
  }
  const ownExitUs = stopping.exitsAfterUs === null ? Number.POSITIVE_INFINITY : signalAtUs + stopping.exitsAfterUs;
  const exitAtUs = Math.min(ownExitUs, killAtUs);
  const exitCode = ownExitUs <= killAtUs ? stopping.exitCode : EXIT_CODE_SIGKILL;
  return { container, preStop, signalAtUs, exitAtUs, exitCode, doneAtUs: exitAtUs };
};

/**
 * Stops containers that run, all at once from `startUs`: regular and plain init containers immediately, each sidecar once
 * every regular container and every later sidecar has ended or its grace is used up. `running` is in container order.
 */
export const planTermination = (
  running: readonly Stopping[],
  graceSeconds: number,
  startUs: SimTime,
): readonly StopPlan[] => {
  const plans: StopPlan[] = [];
  let turnUs = startUs;
  for (const stopping of running) {
    if (stopping.role === "sidecar") continue;
    const plan = planStop(stopping, graceSeconds, startUs, startUs);
    plans.push(plan);
    if (stopping.role === "regular") turnUs = Math.max(turnUs, plan.doneAtUs);
  }
  for (const stopping of running.toReversed()) {
    if (stopping.role !== "sidecar") continue;
    const plan = planStop(stopping, graceSeconds, startUs, turnUs);
    plans.push(plan);
    turnUs = Math.max(turnUs, plan.doneAtUs);
  }
  return plans;
};
