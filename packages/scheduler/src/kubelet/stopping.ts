// Telling containers to stop: the Killing events, the hooks, and the planned ends of their processes.
import type { PodSpec, PodState, SimTime, Stopping } from "@podsim/core";
import {
  containerAt,
  containerHookFinished,
  containerHookStarted,
  containerKillBegan,
  containerExited,
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
import { planScriptEnds } from "./own-exits.js";
import type { PlannedExit, PodWorker } from "./pod-worker.js";

export interface Stop {
  readonly containers: readonly number[];
  readonly graceSeconds: number;
  readonly message: (containerName: string) => string;
}

const roleOf = (spec: PodSpec, container: number): Stopping["role"] => {
  if (!isInitIx(spec, container)) return "regular";
  return isSidecar(containerAt(spec, container)) ? "sidecar" : "plain-init";
};

const gracefulHook = (pod: PodState, container: number): boolean =>
  containerAt(specOf(pod), container).lifecycle?.preStop !== undefined;

/** Begins to stop the containers; returns when the last of them will have ended (`now` if none runs). */
export const beginStop = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  stop: Stop,
  now: SimTime,
  out: Outbox,
): SimTime => {
  const spec = specOf(pod);
  const running = stop.containers.filter((ix) => runtimeAt(pod, ix).current?.state === "running");
  const plans = planTermination(
    running.map((container) => {
      const attempt = runtimeAt(pod, container).current?.attempt ?? 0;
      const life = context.life(worker, pod, container, attempt);
      const hook = gracefulHook(pod, container) && stop.graceSeconds > 0 ? life.hook("preStop", now) : null;
      const reaction = life.onSigterm(now + Math.min(hook?.takesUs ?? 0, stop.graceSeconds * SECOND));
      return {
        container,
        role: roleOf(spec, container),
        preStop: hook,
        exitsAfterUs: reaction?.afterUs ?? null,
        exitCode: reaction?.exitCode ?? 0,
      };
    }),
    stop.graceSeconds,
    now,
  );
  for (const container of running) {
    const message = stop.message(containerAt(spec, container).name);
    out.record(containerKillBegan, worker.pod, { container, message, graceSeconds: stop.graceSeconds });
  }
  planScriptEnds(context, worker, now, out);
  let lastUs = now;
  for (const plan of plans) {
    const { container } = plan;
    if (plan.preStop !== null) {
      out.record(containerHookStarted, worker.pod, { container, hook: "preStop" });
      const { outcome, endsAtUs } = plan.preStop;
      context.plan(out, endsAtUs, { kind: "pre-stop-done", worker, container, outcome });
    }
    const attempt = runtimeAt(pod, container).current?.attempt ?? 0;
    const exit: PlannedExit = { container, attempt, exitAtUs: plan.exitAtUs, exitCode: plan.exitCode };
    context.plan(out, plan.exitAtUs, { kind: "stopped-exit", worker, exit });
    worker.exits.push(exit);
    lastUs = Math.max(lastUs, plan.exitAtUs);
  }
  return lastUs;
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
