// The probe workers of a pod, and which of their ticks is the next that can change anything. Ticks whose outcome is known
// beforehand are skipped, so a probe that goes on succeeding costs nothing.
import type { ContainerStatus, PodState, ProbeFlap, ProbeOutcome, ProbeResult, ProbeType, SimTime } from "@podsim/core";
import {
  containerAt,
  containerCount,
  isInitIx,
  isSidecar,
  NO_PROBE_COUNT,
  probeOutcome,
  restartsAfter,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { Duration } from "@podsim/core/time";
import { NEVER, NOT_YET, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { nextOnGrid } from "../engine/grid.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker, ProbeWorker } from "./pod-worker.js";
import { containerKey, NO_TOKEN } from "./pod-worker.js";
import { ProbeFlaps } from "./probe-flaps.js";
import type { FlapDraw } from "./probe-flaps.js";

const PROBE_TYPES: readonly ProbeType[] = ["startup", "liveness", "readiness"];

const probeOf = (pod: PodState, container: number, type: ProbeType) => {
  const spec = containerAt(specOf(pod), container);
  if (type === "startup") return spec.startupProbe;
  return type === "liveness" ? spec.livenessProbe : spec.readinessProbe;
};

/** A kubelet that has run for less than a period lets each worker sleep for part of it first. */
const firstTick = (context: KubeletContext, worker: PodWorker, key: string, periodUs: Duration, now: SimTime) => {
  if (now - context.kubeletStartedAtUs(worker.nodeIx) >= periodUs) return now;
  return now + Math.floor(context.plane.draw("kubelet/probe-sleep", `${worker.key}/${key}`, now) * periodUs);
};

/** Makes the workers, once per pod and kubelet; their ticks count from now, not from any container's start. */
export const addProbes = (context: KubeletContext, worker: PodWorker, pod: PodState, now: SimTime): void => {
  const spec = specOf(pod);
  const probes: ProbeWorker[] = [];
  for (let container = 0; container < containerCount(spec); container++) {
    if (isInitIx(spec, container) && !isSidecar(containerAt(spec, container))) continue;
    for (const type of PROBE_TYPES) {
      const probe = probeOf(pod, container, type);
      if (probe === undefined) continue;
      const periodUs = probe.periodSeconds * SECOND;
      probes.push({
        container,
        type,
        probe,
        spec: containerAt(spec, container),
        anchorUs: firstTick(context, worker, `${containerAt(spec, container).name}/${type}`, periodUs, now),
        periodUs,
        count: NO_PROBE_COUNT,
        attempt: -1,
        onHold: false,
        endSeen: false,
        startupOf: -1,
        startupUs: 0,
        flaps: null,
        noAnswer: null,
        underWay: null,
        token: NO_TOKEN,
        nextAtUs: -1,
      });
    }
  }
  // A copy is as long as it has to be; a list that grows sets places aside.
  if (probes.length > 0) worker.probes = worker.probes.concat(probes);
  worker.readyProbes = worker.probes.some((p) => p.type === "readiness");
};

export const stopProbes = (worker: PodWorker, types: readonly ProbeType[], out: Outbox): void => {
  for (const probe of worker.probes) {
    if (probe.token !== NO_TOKEN && types.includes(probe.type)) out.withdraw(probe.token);
  }
  worker.probes = worker.probes.filter((p) => !types.includes(p.type));
};

/** The instance a worker goes by is the one in the kubelet's last report, not the one in the runtime. */
export interface SeenInstance {
  readonly attempt: number;
  /** In whole seconds, as the report has it; -1 = it does not run. */
  readonly startedAtUs: SimTime;
}

const reportedStatus = (pod: PodState, container: number): ContainerStatus | undefined => {
  const { name } = containerAt(specOf(pod), container);
  const list = isInitIx(specOf(pod), container) ? pod.status.initContainerStatuses : pod.status.containerStatuses;
  for (const status of list) if (status.name === name) return status;
  return undefined;
};

/** null while no report has named an instance of the container. */
export const seenInstance = (pod: PodState, container: number): SeenInstance | null => {
  const status = reportedStatus(pod, container);
  if (status === undefined || status.containerId === "") return null;
  const startedAtUs = status.state.kind === "running" ? status.state.startedAtUs : -1;
  return { attempt: status.restartCount, startedAtUs };
};

export const storedResult = (pod: PodState, probe: ProbeWorker): ProbeResult =>
  runtimeAt(pod, probe.container).probes[probe.type];

/** The startup probe has succeeded and idles, or it has not and the others wait for it. */
export const isGated = (pod: PodState, probe: ProbeWorker): boolean => {
  const started = probe.spec.startupProbe === undefined || runtimeAt(pod, probe.container).probes.startup === "success";
  return probe.type === "startup" ? started : !started;
};

/** The first tick that sees an instance stores its initial result, and a stored result of these types asks for a sync. */
export const introduces = (worker: PodWorker, probe: ProbeWorker): boolean =>
  probe.type !== "liveness" && worker.readyProbes;

/** A container that does not run is a failed one to its worker; if that is news, the pod is synced. */
export const tellsOfEnd = (pod: PodState, probe: ProbeWorker): boolean => {
  const { restartPolicy, restartPolicyRules } = probe.spec;
  const policy = restartPolicy ?? specOf(pod).restartPolicy;
  const { current } = runtimeAt(pod, probe.container);
  const restarts =
    policy !== "Never" ||
    (restartPolicyRules !== undefined && restartsAfter(probe.spec, specOf(pod), current?.exitCode ?? 0));
  return restarts && !(probe.attempt >= 0 && storedResult(pod, probe) === "failure");
};

/** From the question to the answer of what runs now; NEVER = it does not answer. */
const answerTakesUs = (context: KubeletContext, worker: PodWorker, pod: PodState, probe: ProbeWorker): Duration => {
  const usualUs = context.behaviorIn(worker, pod, probe.container).probes[probe.type]?.takes ?? 0;
  const trouble = context.troubles.get(worker.pod);
  if (trouble === undefined) return context.onNode(worker, usualUs);
  if (trouble.kind === "slow") return context.onNode(worker, Math.max(usualUs, trouble.answersAfterUs));
  const startedAtUs = runtimeAt(pod, probe.container).current?.startedAtUs ?? 0;
  return startedAtUs <= trouble.sinceUs ? NEVER : context.onNode(worker, usualUs);
};

/** Whether the answer of what runs now comes after the probe's timeout. */
export const answersLate = (context: KubeletContext, worker: PodWorker, pod: PodState, probe: ProbeWorker): boolean =>
  answerTakesUs(context, worker, pod, probe) > probe.probe.timeoutSeconds * SECOND;

/** How long an execution of the probe takes. */
export const probeTakesUs = (context: KubeletContext, worker: PodWorker, pod: PodState, probe: ProbeWorker): Duration =>
  Math.min(answerTakesUs(context, worker, pod, probe), probe.probe.timeoutSeconds * SECOND);

/** When the instance that runs now fails the probe for a while. */
const flapsOf = (
  context: KubeletContext,
  worker: PodWorker,
  probe: ProbeWorker,
  flap: ProbeFlap,
  { attempt, startedAtUs }: { readonly attempt: number; readonly startedAtUs: SimTime },
): ProbeFlaps => {
  if (probe.flaps?.of === attempt && probe.flaps.under === flap) return probe.flaps.spells;
  const entity = `${containerKey(worker, probe.container, probe.spec.name)}/${probe.type}/${attempt}`;
  const draw: FlapDraw = (what, n) => context.plane.draw(`kubelet/probe-flap-${what}`, entity, n);
  const spells = new ProbeFlaps(flap, draw, startedAtUs, probe.periodUs);
  probe.flaps = { of: attempt, under: flap, spells };
  return spells;
};

/** How long the instance takes to come up: another probe of the container may know. */
const startupUsOf = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  container: number,
  attempt: number,
): Duration => {
  for (const probe of worker.probes)
    if (probe.container === container && probe.startupOf === attempt) return probe.startupUs;
  return context.onNode(worker, context.life(worker, pod, container, attempt).startupUs());
};

/** What the process that runs now answers, and until when. */
export const outcomeAt = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  at: SimTime,
): ProbeOutcome => {
  const { current } = runtimeAt(pod, probe.container);
  if (current?.state !== "running") return { passes: false, untilUs: NEVER };
  if (answersLate(context, worker, pod, probe)) return { passes: false, untilUs: NEVER };
  const { probes, script } = context.behaviorIn(worker, pod, probe.container);
  const command = script?.probes.includes(probe.type) === true ? probe.probe.exec?.command : undefined;
  const scripts = command === undefined ? null : context.scripts(worker);
  if (command !== undefined && scripts?.has(probe.container, current.attempt) === true) {
    return scripts.probe(probe.container, current.attempt, command, at);
  }
  const behavior = probes[probe.type];
  const waits = (behavior?.passAfter ?? "startup") === "startup";
  if (waits && probe.startupOf !== current.attempt) {
    probe.startupUs = startupUsOf(context, worker, pod, probe.container, current.attempt);
    probe.startupOf = current.attempt;
  }
  const outcome = probeOutcome(behavior, probe.startupUs, current.startedAtUs, at);
  if (!outcome.passes || behavior?.flap === undefined) return outcome;
  const { fromUs, toUs } = flapsOf(context, worker, probe, behavior.flap, current).at(at);
  return at >= fromUs ? { passes: false, untilUs: toUs } : { passes: true, untilUs: Math.min(outcome.untilUs, fromUs) };
};

/** Whether the worker will go on finding the success it has stored: from then on its ticks say nothing new. */
const isSettled = (pod: PodState, probe: ProbeWorker, seen: SeenInstance): boolean =>
  storedResult(pod, probe) === "success" &&
  probe.count.last === "success" &&
  runtimeAt(pod, probe.container).current?.attempt === seen.attempt;

/**
 * The first tick at or after `wantUs`, those before it idling. The last execution began before `sinceUs` and was over at
 * `freeUs`: a tick that came meanwhile is kept, one at most, and taken up at once.
 */
const tickAfter = (probe: ProbeWorker, sinceUs: SimTime, freeUs: SimTime, wantUs: SimTime): SimTime => {
  const next = Math.max(nextOnGrid(sinceUs, probe.anchorUs, probe.periodUs), freeUs);
  return wantUs <= next ? next : nextOnGrid(wantUs, probe.anchorUs, probe.periodUs);
};

/** The first execution at or after `wantUs` of those that follow one at `at`, each as soon as tick and worker allow. */
const executionAfter = (probe: ProbeWorker, at: SimTime, wantUs: SimTime, takesUs: Duration): SimTime => {
  if (wantUs <= at) return at;
  if (takesUs > probe.periodUs) return at + Math.ceil((wantUs - at) / takesUs) * takesUs;
  return nextOnGrid(wantUs, probe.anchorUs, probe.periodUs);
};

/** The next tick that can change anything, null if there is none before something else happens. */
const nextTick = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  sinceUs: SimTime,
  freeUs: SimTime,
): SimTime | null => {
  const seen = seenInstance(pod, probe.container);
  if (seen === null) return null;
  const isNew = seen.attempt !== probe.attempt;
  if (isNew && introduces(worker, probe)) return tickAfter(probe, sinceUs, freeUs, sinceUs);
  if (probe.onHold && !isNew) return null;
  if (seen.startedAtUs === NOT_YET) {
    if (worker.mode !== "syncing" || (probe.endSeen && !isNew)) return null;
    return tellsOfEnd(pod, probe) ? tickAfter(probe, sinceUs, freeUs, sinceUs) : null;
  }
  if (isGated(pod, probe) || (worker.deleting && probe.type !== "readiness")) return null;
  const wantUs = seen.startedAtUs + probe.probe.initialDelaySeconds * SECOND;
  const at = tickAfter(probe, sinceUs, freeUs, wantUs);
  if (!isSettled(pod, probe, seen)) return at;
  const outcome = outcomeAt(context, worker, pod, probe, at);
  if (!outcome.passes) return at;
  if (outcome.untilUs === NEVER) return null;
  return executionAfter(probe, at, outcome.untilUs, probeTakesUs(context, worker, pod, probe));
};

/** Plans the next tick from `sinceUs` on (included) in the place of the one planned. */
export const planTick = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  probe: ProbeWorker,
  sinceUs: SimTime,
  freeUs: SimTime,
  out: Outbox,
): void => {
  const at = worker.alive ? nextTick(context, worker, pod, probe, sinceUs, freeUs) : null;
  if (probe.token !== NO_TOKEN) {
    if (at === probe.nextAtUs) return;
    out.withdraw(probe.token);
  }
  probe.token = at === null ? NO_TOKEN : context.plan(out, at, { kind: "probe", worker, probe });
  probe.nextAtUs = at ?? -1;
};

/** After a report or a stored result every worker finds its next tick anew; what is due now stays due. */
export const planProbes = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const pod = context.pod(worker);
  if (pod === undefined) return;
  for (const probe of worker.probes) {
    if (probe.underWay !== null || (probe.token !== NO_TOKEN && probe.nextAtUs <= now)) continue;
    planTick(context, worker, pod, probe, now + 1, now, out);
  }
};
