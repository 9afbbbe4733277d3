// What a tick of a probe worker does: it looks at the last report, asks the container, counts, and stores what reached its
// threshold.
import type { PodState, SimTime } from "@podsim/core";
import {
  countProbe,
  lateAnswerText,
  noAnswerText,
  probeError,
  probeErrored,
  probeFailed,
  probeResultStored,
  runtimeAt,
} from "@podsim/core";
import type { ProbeResult } from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker, ProbeFinding, ProbeWorker } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import type { SeenInstance } from "./probe-ticks.js";
import {
  answersLate,
  introduces,
  isGated,
  outcomeAt,
  planTick,
  probeTakesUs,
  seenInstance,
  storedResult,
  tellsOfEnd,
} from "./probe-ticks.js";

const NO_TASK =
  "rpc error: code = NotFound desc = failed to exec in container: failed to load task: no running task found";

const noAnswerOf = (probe: ProbeWorker, podIP: string): string => {
  if (probe.noAnswer?.podIP !== podIP) {
    probe.noAnswer = { podIP, text: noAnswerText(probe.probe, probe.spec.ports, podIP) };
  }
  return probe.noAnswer.text;
};

/** Asks the container at `now`. */
const ask = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  now: SimTime,
): ProbeFinding => {
  const { ports } = probe.spec;
  const podIP = pod.status.podIP ?? "";
  const error = probeError(probe.probe, ports);
  if (error !== null) return { result: "error", output: error, takesUs: 0 };
  const runs = runtimeAt(pod, probe.container).current?.state === "running";
  if (!runs && probe.probe.exec !== undefined) return { result: "error", output: NO_TASK, takesUs: 0 };
  const behavior = context.behaviorIn(worker, pod, probe.container).probes[probe.type];
  const takesUs = runs ? probeTakesUs(context, worker, pod, probe) : 0;
  if (runs && answersLate(context, worker, pod, probe)) {
    return { result: "failure", output: lateAnswerText(probe.probe, ports, podIP), takesUs };
  }
  const outcome = outcomeAt(context, worker, pod, probe, now);
  if (outcome.passes) return { result: "success", output: "", takesUs };
  const said = runs ? (outcome.output ?? behavior?.failure ?? "") : "";
  return { result: "failure", output: said === "" ? noAnswerOf(probe, podIP) : said, takesUs };
};

const store = (worker: PodWorker, pod: PodState, probe: ProbeWorker, result: ProbeResult, out: Outbox): void => {
  // A result about an instance that has been replaced meanwhile is about nothing any more.
  if (runtimeAt(pod, probe.container).current?.attempt !== probe.attempt) return;
  out.record(probeResultStored, worker.pod, { container: probe.container, probe: probe.type, result });
};

/** Counts what was found; what reaches its threshold is stored. */
const conclude = (
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  { result, output }: ProbeFinding,
  out: Outbox,
): void => {
  const { container, type } = probe;
  if (result === "error") return out.record(probeErrored, worker.pod, { container, probe: type, error: output });
  if (result === "failure") out.record(probeFailed, worker.pod, { container, probe: type, output });
  const before = storedResult(pod, probe);
  const counted = countProbe(probe.count, before, result, probe.probe);
  probe.count = counted.count;
  if (result === "success") probe.noAnswer = null;
  if (counted.stored === before) return;
  store(worker, pod, probe, counted.stored, out);
  if (type === "readiness" || (type === "liveness" && counted.stored === "success")) return;
  probe.onHold = true;
  probe.count = { last: result, run: 0 };
};

/** The worker meets an instance, or its end, for the first time. Returns whether the tick goes on. */
const look = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  seen: SeenInstance,
  now: SimTime,
  out: Outbox,
): boolean => {
  if (seen.attempt !== probe.attempt) {
    if (introduces(worker, probe)) context.requestSync(worker, now, out);
    probe.attempt = seen.attempt;
    probe.onHold = false;
    probe.endSeen = false;
  }
  if (probe.onHold) return false;
  if (seen.startedAtUs !== NOT_YET) return true;
  if (!probe.endSeen && tellsOfEnd(pod, probe)) context.requestSync(worker, now, out);
  probe.endSeen = true;
  return false;
};

const mayProbe = (worker: PodWorker, pod: PodState, probe: ProbeWorker, seen: SeenInstance, now: SimTime): boolean =>
  now >= seen.startedAtUs + probe.probe.initialDelaySeconds * SECOND &&
  !isGated(pod, probe) &&
  (!worker.deleting || probe.type === "readiness");

/** A planned tick, or the answer to the execution under way. */
export const runProbe = (
  context: KubeletContext,
  worker: PodWorker,
  probe: ProbeWorker,
  now: SimTime,
  out: Outbox,
): void => {
  probe.token = NO_TOKEN;
  const pod = context.pod(worker);
  if (pod === undefined || !worker.alive) return;
  const { underWay } = probe;
  if (underWay !== null) {
    probe.underWay = null;
    conclude(worker, pod, probe, underWay.finding, out);
    return planTick(context, worker, pod, probe, underWay.startedAtUs + 1, now, out);
  }
  const seen = seenInstance(pod, probe.container);
  if (seen === null) return;
  if (look(context, worker, pod, probe, seen, now, out) && mayProbe(worker, pod, probe, seen, now)) {
    const finding = ask(context, worker, pod, probe, now);
    if (finding.takesUs > 0) {
      probe.underWay = { startedAtUs: now, finding };
      probe.nextAtUs = now + finding.takesUs;
      probe.token = context.plan(out, probe.nextAtUs, { kind: "probe", worker, probe });
      return;
    }
    conclude(worker, pod, probe, finding, out);
  }
  planTick(context, worker, pod, probe, now + 1, now, out);
};

/** A tick of this instant that comes after everything this instant has recorded. */
const planNow = (context: KubeletContext, worker: PodWorker, probe: ProbeWorker, now: SimTime, out: Outbox): void => {
  if (probe.token !== NO_TOKEN) out.withdraw(probe.token);
  probe.token = context.plan(out, now, { kind: "probe", worker, probe });
  probe.nextAtUs = now;
};

/**
 * A sync found a started container that is not ready: its readiness worker is told to probe at once, and its ticks count
 * from now. It still goes by the report before this sync: of an instance that only this sync reports, it does not know.
 */
export const pokeReadiness = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  now: SimTime,
  out: Outbox,
): void => {
  for (const probe of worker.probes) {
    if (probe.type !== "readiness" || storedResult(pod, probe) === "success" || now < probe.anchorUs) continue;
    const runtime = runtimeAt(pod, probe.container);
    if (runtime.current?.state !== "running") continue;
    if (probe.spec.startupProbe !== undefined && runtime.probes.startup !== "success") continue;
    if (probe.underWay !== null) {
      probe.anchorUs = probe.nextAtUs;
      continue;
    }
    probe.anchorUs = now;
    const knows = seenInstance(pod, probe.container)?.attempt === runtime.current.attempt;
    if (!knows && context.plane.settings.kubelet?.firstReadinessProbe === "at-once") {
      planNow(context, worker, probe, now, out);
      continue;
    }
    planTick(context, worker, pod, probe, knows ? now : now + 1, now, out);
  }
};

/** From 1.35 on a container that ran for longer than this before the kubelet keeps its results. */
const KEEPS_RESULTS_US = 10 * SECOND;

/** The results of a kubelet that was restarted are lost, for every worker that has not asked anew by now. */
export const forgetResults = (context: KubeletContext, worker: PodWorker, out: Outbox): void => {
  const pod = context.pod(worker);
  if (pod === undefined || !worker.alive) return;
  const keeps = context.plane.settings.kubernetes !== "1.34";
  const keptBeforeUs = context.kubeletStartedAtUs(worker.nodeIx) - KEEPS_RESULTS_US;
  for (const probe of worker.probes) {
    const { container, type } = probe;
    const { current } = runtimeAt(pod, container);
    if (type === "liveness" || probe.attempt >= 0 || current?.state !== "running") continue;
    if (storedResult(pod, probe) !== "success" || (keeps && current.startedAtUs < keptBeforeUs)) continue;
    const result = type === "startup" ? "unknown" : "failure";
    out.record(probeResultStored, worker.pod, { container, probe: type, result });
  }
};
