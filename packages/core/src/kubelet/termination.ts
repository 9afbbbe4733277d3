// How long it takes to stop containers: preStop inside the grace, the stop signal, SIGKILL, and sidecars last.
import type { Duration, SimTime } from "../time.js";
import { SECOND } from "../time.js";

/** Even a container whose grace is used up gets this long between SIGTERM and SIGKILL. */
const MINIMUM_GRACE_SECONDS = 2;
const EXIT_CODE_SIGKILL = 137;

/** What one running container will do when it is told to stop. */
export interface Stopping {
  readonly container: number;
  /** Restartable init container: waits for the regular ones and for later sidecars. */
  readonly sidecar: boolean;
  /** How long its preStop hook takes; null = no hook. */
  readonly preStop: { readonly takesUs: Duration; readonly fails: boolean } | null;
  /** From SIGTERM to its exit; null = it ignores SIGTERM. */
  readonly exitsAfterUs: Duration | null;
  readonly exitCode: number;
}

export interface StopPlan {
  readonly container: number;
  /** null = no hook runs (none declared, or grace 0). */
  readonly preStop: { readonly endsAtUs: SimTime; readonly outcome: "completed" | "failed" | "abandoned" } | null;
  readonly signalAtUs: SimTime;
  readonly exitAtUs: SimTime;
  readonly exitCode: number;
}

const preStopOf = (stopping: Stopping, graceSeconds: number, startUs: SimTime): StopPlan["preStop"] => {
  const hook = stopping.preStop;
  if (hook === null || graceSeconds === 0) return null;
  const limitUs = graceSeconds * SECOND;
  if (hook.takesUs > limitUs) return { endsAtUs: startUs + limitUs, outcome: "abandoned" };
  return { endsAtUs: startUs + hook.takesUs, outcome: hook.fails ? "failed" : "completed" };
};

/** The plan for a container that may be signalled from `turnUs` on; time spent before the signal is taken off its grace. */
const planStop = (stopping: Stopping, graceSeconds: number, startUs: SimTime, turnUs: SimTime): StopPlan => {
  const preStop = preStopOf(stopping, graceSeconds, startUs);
  const readyUs = preStop?.endsAtUs ?? startUs;
  const signalAtUs = Math.max(readyUs, Math.min(turnUs, startUs + graceSeconds * SECOND));
  const usedSeconds = Math.floor((readyUs - startUs) / SECOND) + Math.floor((signalAtUs - readyUs) / SECOND);
  const leftSeconds = Math.max(graceSeconds - usedSeconds, MINIMUM_GRACE_SECONDS);
  const killAtUs = signalAtUs + leftSeconds * SECOND;
  const ownExitUs = stopping.exitsAfterUs === null ? Number.POSITIVE_INFINITY : signalAtUs + stopping.exitsAfterUs;
  return {
    container: stopping.container,
    preStop,
    signalAtUs,
    exitAtUs: Math.min(ownExitUs, killAtUs),
    exitCode: ownExitUs <= killAtUs ? stopping.exitCode : EXIT_CODE_SIGKILL,
  };
};

/**
 * Stops containers that run, all at once from `startUs`: regular containers immediately, each sidecar once every regular
 * container and every later sidecar has ended or its grace is used up. `running` is in container order.
 */
export const planTermination = (
  running: readonly Stopping[],
  graceSeconds: number,
  startUs: SimTime,
): readonly StopPlan[] => {
  const plans = running.filter((c) => !c.sidecar).map((c) => planStop(c, graceSeconds, startUs, startUs));
  let turnUs = plans.reduce((latest, plan) => Math.max(latest, plan.exitAtUs), startUs);
  for (const sidecar of running.filter((c) => c.sidecar).reverse()) {
    const plan = planStop(sidecar, graceSeconds, startUs, turnUs);
    plans.push(plan);
    turnUs = Math.max(turnUs, plan.exitAtUs);
  }
  return plans;
};
