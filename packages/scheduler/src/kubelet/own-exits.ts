// How instances end when nobody stops them: by the plan of their behaviour, or as their followed command does.
import { containerAt, runtimeAt, specOf } from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { exitReason } from "./exit-reason.js";
import type { KubeletContext } from "./kubelet-context.js";
import { noteStart } from "./pod-worker.js";
import type { PodWorker } from "./pod-worker.js";
import { planProbes } from "./probe-ticks.js";
import type { PlannedEnd, PodScripts } from "./scripts/pod-scripts.js";

/** No process is over sooner after its start. */
const SHORTEST_RUN_US = 50 * MILLISECOND;

interface End {
  readonly atUs: SimTime;
  /** null = nothing ends then, but the command has to be followed further. */
  readonly exitCode: number | null;
}

const endOf = (scripts: PodScripts, container: number, attempt: number, startedAtUs: SimTime): End | null => {
  const exit = scripts.exit(container, attempt);
  if (exit !== null) return { atUs: Math.max(exit.atUs, startedAtUs + SHORTEST_RUN_US), exitCode: exit.exitCode };
  const knownUntilUs = scripts.knownUntil(container, attempt);
  return knownUntilUs === null ? null : { atUs: knownUntilUs, exitCode: null };
};

/** After something happened to one container: the ends of all of them, as they are known now. */
export const planScriptEnds = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const scripts = context.scripts(worker);
  const pod = context.pod(worker);
  if (scripts === null || pod === undefined) return;
  for (const { container, attempt, startedAtUs } of scripts.running()) {
    const end = endOf(scripts, container, attempt, startedAtUs);
    const planned = scripts.planned.get(container);
    const isSame = planned?.attempt === attempt && planned.atUs === end?.atUs && planned.exitCode === end.exitCode;
    if (isSame) continue;
    if (planned !== undefined) out.withdraw(planned.token);
    scripts.planned.delete(container);
    if (end === null) continue;
    const at = Math.max(now, end.atUs);
    const { exitCode } = end;
    const token = context.plan(
      out,
      at,
      exitCode === null
        ? { kind: "look-further", worker, container, attempt }
        : { kind: "own-exit", worker, container, attempt, exitCode, reason: exitReason(exitCode) },
    );
    const next: PlannedEnd = { attempt, atUs: end.atUs, exitCode, token };
    scripts.planned.set(container, next);
  }
  if (worker.probes.length > 0) planProbes(context, worker, now, out);
};

/** Plans how an instance that runs since `startedAtUs` ends by itself; again when its limits have changed. */
export const planEnd = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  attempt: number,
  startedAtUs: SimTime,
  now: SimTime,
  out: Outbox,
): void => {
  const exit = context.life(worker, pod, container, attempt).ownExit();
  if (exit === null) return;
  const { exitCode } = exit;
  const reason = exit.outOfMemory === true ? "OOMKilled" : exitReason(exitCode);
  const at = Math.max(now, startedAtUs + exit.afterUs);
  context.plan(out, at, { kind: "own-exit", worker, container, attempt, exitCode, reason });
};

/** Whether an end by the memory limit, planned once, still comes now: the limit may have been raised since. */
export const isStillDue = (
  context: KubeletContext,
  worker: PodWorker,
  { container, attempt, reason }: { readonly container: number; readonly attempt: number; readonly reason: string },
  now: SimTime,
): boolean => {
  const pod = context.pod(worker);
  if (reason !== "OOMKilled" || pod === undefined || pod.identity.template === worker.processes.startedUnder[container])
    return true;
  const exit = context.life(worker, pod, container, attempt).ownExit();
  const startedAtUs = runtimeAt(pod, container).current?.startedAtUs ?? now;
  return exit !== null && startedAtUs + exit.afterUs <= now;
};

/** Its command begins, if it is followed; whether it is. */
const beginScript = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  attempt: number,
  now: SimTime,
): boolean => {
  noteStart(worker.processes, pod, container, context.behaviorChanges);
  const { script } = context.behaviorOf(pod.identity.template, container);
  const scripts = script === undefined ? null : context.scripts(worker);
  if (script === undefined || scripts === null) return false;
  scripts.start(context.pod(worker) ?? pod, container, attempt, script, now);
  return true;
};

/** The instance begins to run: from here on it may end by itself. */
export const beginLife = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  attempt: number,
  now: SimTime,
  out: Outbox,
): void => {
  const isFollowed = beginScript(context, worker, pod, container, attempt, now);
  planEnd(context, worker, pod, container, attempt, now, now, out);
  if (isFollowed) planScriptEnds(context, worker, now, out);
};

/**
 * The instance has run since `startedAtUs`, before anybody watched, and goes on as its behaviour has it. One that should
 * have ended by now lives as if it had begun now, and so does a followed command: what it did before is not known.
 */
export const continueLife = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  { attempt, startedAtUs }: { readonly attempt: number; readonly startedAtUs: SimTime },
  now: SimTime,
  out: Outbox,
): void => {
  const isFollowed = beginScript(context, worker, pod, container, attempt, now);
  const exit = context.life(worker, pod, container, attempt).ownExit();
  const isOver = exit !== null && startedAtUs + exit.afterUs <= now;
  planEnd(context, worker, pod, container, attempt, isOver ? now : startedAtUs, now, out);
  if (isFollowed) planScriptEnds(context, worker, now, out);
};

/** What an instance that ends at `now` leaves in its termination message. */
export const lastWords = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  attempt: number,
  exitCode: number,
  now: SimTime,
): string => {
  const usesLogs = containerAt(specOf(pod), container).terminationMessagePolicy === "FallbackToLogsOnError";
  return context.scripts(worker)?.lastWords(container, attempt, now, exitCode, usesLogs) ?? "";
};
