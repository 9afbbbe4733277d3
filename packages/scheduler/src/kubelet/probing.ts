// The probe workers of a pod: which tick is the next that can change anything, and what a tick finds. Ticks whose outcome
// is known beforehand are skipped, so a probe that goes on succeeding costs nothing.
import type { ContainerStatus, PodState, ProbeOutcome, ProbeResult, ProbeType, SimTime } from "@podsim/core";
import {
  containerAt,
  containerCount,
  countProbe,
  isInitIx,
  isSidecar,
  noAnswerText,
  NO_PROBE_COUNT,
  probeFailed,
  probeOutcome,
  probeResultStored,
  runtimeAt,
  specOf,
} from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { nextOnGrid, nextAfterOnGrid } from "../engine/grid.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker, ProbeWorker } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";

const PROBE_TYPES: readonly ProbeType[] = ["startup", "liveness", "readiness"];

const probeOf = (pod: PodState, container: number, type: ProbeType) => {
  const spec = containerAt(specOf(pod), container);
  if (type === "startup") return spec.startupProbe;
  return type === "liveness" ? spec.livenessProbe : spec.readinessProbe;
};

/** Makes the workers, once per pod and node; their ticks count from now, not from any container's start. */
export const addProbes = (worker: PodWorker, pod: PodState, now: SimTime): void => {
  const spec = specOf(pod);
  for (let container = 0; container < containerCount(spec); container++) {
    if (isInitIx(spec, container) && !isSidecar(containerAt(spec, container))) continue;
    for (const type of PROBE_TYPES) {
      const probe = probeOf(pod, container, type);
      if (probe === undefined) continue;
      worker.probes.push({
        container,
        type,
        probe,
        spec: containerAt(spec, container),
        anchorUs: now,
        periodUs: probe.periodSeconds * SECOND,
        count: NO_PROBE_COUNT,
        attempt: -1,
        startupUs: -1,
        onHold: false,
        token: NO_TOKEN,
      });
    }
  }
  worker.readyProbes = worker.probes.some((p) => p.type === "readiness");
};

export const stopProbes = (worker: PodWorker, types: readonly ProbeType[], out: Outbox): void => {
  for (const probe of worker.probes) {
    if (probe.token !== NO_TOKEN && types.includes(probe.type)) out.withdraw(probe.token);
  }
  worker.probes = worker.probes.filter((p) => !types.includes(p.type));
};

/** The container's status as the status manager has it: the prober goes by that, not by the runtime. */
const knownStatus = (pod: PodState, container: number): ContainerStatus | undefined => {
  const { name } = containerAt(specOf(pod), container);
  const list = isInitIx(specOf(pod), container) ? pod.status.initContainerStatuses : pod.status.containerStatuses;
  return list.find((s) => s.name === name);
};

/** The running instance the prober may probe: known to the status manager, and still the newest. */
const probed = (
  pod: PodState,
  container: number,
): { startedAtUs: SimTime; apiStartedAtUs: SimTime; attempt: number } | null => {
  const status = knownStatus(pod, container);
  const { current } = runtimeAt(pod, container);
  if (status?.state.kind !== "running" || current === null || current.state === "created") return null;
  if (status.restartCount !== current.attempt) return null;
  return { startedAtUs: current.startedAtUs, apiStartedAtUs: status.state.startedAtUs, attempt: current.attempt };
};

const isGated = (pod: PodState, probe: ProbeWorker, stored: ProbeResult): boolean => {
  if (probe.type === "startup") return stored === "success";
  return probe.spec.startupProbe !== undefined && runtimeAt(pod, probe.container).probes.startup !== "success";
};

const outcomeAt = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  startedAtUs: SimTime,
  at: SimTime,
): ProbeOutcome => {
  const behavior = context.behaviorOf(pod.identity.template, probe.container).probes[probe.type];
  const waits = (behavior?.passAfter ?? "startup") === "startup";
  if (waits && probe.startupUs < 0) {
    probe.startupUs = context.life(worker, pod, probe.container, probe.attempt).startupUs();
  }
  return probeOutcome(behavior, probe.startupUs, startedAtUs, at);
};

const storedOf = (pod: PodState, probe: ProbeWorker): ProbeResult => runtimeAt(pod, probe.container).probes[probe.type];

/**
 * Plans the next tick that can change something, strictly after `afterUs` (or at it, when `inclusive`).
 * `stored` is the stored result the tick will find.
 */
const arm = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  stored: ProbeResult,
  fromUs: SimTime,
  inclusive: boolean,
  out: Outbox,
): void => {
  if (probe.token !== NO_TOKEN) out.withdraw(probe.token);
  probe.token = NO_TOKEN;
  const instance = probed(pod, probe.container);
  if (instance === null || !worker.alive) return;
  if (probe.attempt !== instance.attempt) {
    probe.attempt = instance.attempt;
    probe.startupUs = -1;
    probe.onHold = false;
  }
  if (probe.onHold || isGated(pod, probe, stored)) return;
  if (worker.deleting && probe.type !== "readiness") return;
  const earliestUs = instance.apiStartedAtUs + probe.probe.initialDelaySeconds * SECOND;
  const grid = (at: SimTime): SimTime => nextOnGrid(at, probe.anchorUs, probe.periodUs);
  let at = Math.max(
    grid(earliestUs),
    inclusive ? grid(fromUs) : nextAfterOnGrid(fromUs, probe.anchorUs, probe.periodUs),
  );
  if (stored === "success" && probe.count.last === "success") {
    const outcome = outcomeAt(context, worker, pod, probe, instance.startedAtUs, at);
    if (outcome.passes) {
      if (outcome.untilUs === NEVER) return;
      at = grid(outcome.untilUs);
    }
  }
  probe.token = context.plan(out, at, { kind: "probe", worker, probe });
};

/** After the API status or a stored result changed: every worker finds its next tick anew. */
export const armProbes = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const pod = context.pod(worker);
  if (pod === undefined) return;
  for (const probe of worker.probes) {
    if (probe.token === NO_TOKEN) arm(context, worker, pod, probe, storedOf(pod, probe), now, false, out);
  }
};

/** One execution of a probe. */
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
  const instance = probed(pod, probe.container);
  const stored = storedOf(pod, probe);
  if (instance === null || probe.onHold || isGated(pod, probe, stored)) return;
  if (runtimeAt(pod, probe.container).current?.state !== "running") {
    if (stored !== "failure" && probe.type === "readiness") {
      out.record(probeResultStored, worker.pod, { container: probe.container, probe: probe.type, result: "failure" });
    }
    return;
  }
  const outcome = outcomeAt(context, worker, pod, probe, instance.startedAtUs, now);
  const result = outcome.passes ? "success" : "failure";
  if (!outcome.passes) {
    const behavior = context.behaviorOf(pod.identity.template, probe.container).probes[probe.type];
    const text = behavior?.failure ?? "";
    const output = text === "" ? noAnswerText(probe.probe, probe.spec.ports, pod.status.podIP ?? "") : text;
    out.record(probeFailed, worker.pod, { container: probe.container, probe: probe.type, output });
  }
  const counted = countProbe(probe.count, stored, result, probe.probe);
  probe.count = counted.count;
  if (counted.stored !== stored) {
    out.record(probeResultStored, worker.pod, {
      container: probe.container,
      probe: probe.type,
      result: counted.stored,
    });
    const ends = probe.type === "startup" || (probe.type === "liveness" && counted.stored === "failure");
    if (ends) {
      probe.onHold = true;
      probe.count = { last: probe.count.last, run: 0 };
      return;
    }
  }
  arm(context, worker, pod, probe, counted.stored, now, false, out);
};

/**
 * A sync found a started container that is not ready: its readiness worker is told to probe at once, and its ticks count
 * from now. `known` says whether the status before this sync already showed the container running; if not, only the
 * ticks move.
 */
export const pokeReadiness = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  now: SimTime,
  out: Outbox,
): void => {
  for (const probe of worker.probes) {
    if (probe.type !== "readiness" || storedOf(pod, probe) === "success") continue;
    const runtime = runtimeAt(pod, probe.container);
    if (runtime.current?.state !== "running") continue;
    if (probe.spec.startupProbe !== undefined && runtime.probes.startup !== "success") continue;
    probe.anchorUs = now;
    const instance = probed(pod, probe.container);
    arm(context, worker, pod, probe, storedOf(pod, probe), now, instance !== null, out);
  }
};
