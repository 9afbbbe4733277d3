// A node's kubelet looking every 10 s at what is left of memory, disk and processes: which looks can change anything, and
// what each does. Looks that find everything as before are skipped.
import {
  isCritical,
  isMachineAtWork,
  isMet,
  lookAtNode,
  nodePressureChanged,
  nodeReclaimBegan,
  podFailedByKubelet,
  pressureMessage,
  resourceOf,
  specOf,
} from "@podsim/core";
import type { EvictionThreshold, NodeIx, PodState, Pressure, SimTime, StarvedResource } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { nextOnGrid } from "../engine/grid.js";
import { activePods, containerUses, evictionCandidates } from "./eviction-candidates.js";
import { firstTick } from "./first-tick.js";
import { giveUpPod } from "./give-up-pod.js";
import { collectImages, freeImages, IMAGE_PERIOD_US, isTooFull } from "./image-garbage.js";
import type { KubeletContext } from "./kubelet-context.js";
import { nodeLimits, NodeUse } from "./node-usage.js";
import type { EvictionMonitor } from "./monitor-state.js";
import { planNodeOom } from "./node-oom.js";
import type { PodWorker } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import { storageExcess } from "./storage-limits.js";

const PERIOD_US = 10 * SECOND;
const POLL_US = SECOND;
const CLEANUP_WAIT_US = 30 * SECOND;
/** Grace of a pod evicted at once; its runtime gives it two seconds all the same. */
const HARD_GRACE_SECONDS = 1;

/** null where nothing moves. */
const useOf = (context: KubeletContext, nodeIx: NodeIx): NodeUse | null => {
  const node = context.plane.world.nodes.at(nodeIx);
  if (node === undefined || !isMachineAtWork(node)) return null;
  return new NodeUse(context, nodeIx, node, nodeLimits(node, context.config.hardMemory));
};

/** What a look at `at` would find: the thresholds that are met, and the pods that write too much. */
const findingsAt = (context: KubeletContext, monitor: EvictionMonitor, use: NodeUse, at: SimTime): string => {
  const observations = use.observationsAt(at);
  const { thresholds } = context.config;
  const { actedOn } = monitor.pressure;
  let found = "";
  for (const [ix, threshold] of thresholds.entries()) {
    if (isMet(threshold, observations) || (actedOn.includes(ix) && isMet(threshold, observations, true)))
      found += `${ix} `;
  }
  const pods = new Set(use.instances.map(({ pod }) => pod));
  for (const pod of pods) {
    if (storageExcess(pod, use.of(pod), at) !== null) found += `p${pod.identity.ix} `;
  }
  return found;
};

/** The first look from `first` on that finds something else than the last one did. */
const firstChange = (context: KubeletContext, monitor: EvictionMonitor, use: NodeUse, first: SimTime): SimTime => {
  const loop = { phaseUs: monitor.phaseUs, periodUs: PERIOD_US };
  return firstTick(use, loop, first, (at) => findingsAt(context, monitor, use, at) !== monitor.found);
};

/** `from`: an instant the pass may fall on. */
const planImagePass = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse | null,
  from: SimTime,
  out: Outbox,
): void => {
  const monitor = context.monitor(nodeIx);
  if (monitor.imagePass !== NO_TOKEN) out.withdraw(monitor.imagePass);
  monitor.imagePass = NO_TOKEN;
  if (use === null) return;
  const loop = { phaseUs: context.clock(nodeIx).imagePhaseUs, periodUs: IMAGE_PERIOD_US };
  const at = firstTick(use, loop, Math.max(from, monitor.imagesLookedUs + 1), (each) => isTooFull(context, use, each));
  if (at < NEVER) monitor.imagePass = context.plan(out, at, { kind: "image-pass", nodeIx });
};

/** One look at the images of a node whose disk is too full. */
export const lookForImages = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const monitor = context.monitor(nodeIx);
  monitor.imagePass = NO_TOKEN;
  monitor.imagesLookedUs = now;
  const use = useOf(context, nodeIx);
  if (use !== null) collectImages(context, nodeIx, use, now, out);
  planImagePass(context, nodeIx, use, now, out);
};

const nextLook = (context: KubeletContext, monitor: EvictionMonitor, use: NodeUse, now: SimTime): SimTime => {
  const tick = (at: SimTime): SimTime => nextOnGrid(at, monitor.phaseUs, PERIOD_US);
  const first = tick(Math.max(now, monitor.lastLookUs + 1));
  const { metSinceUs, actedOn, lastSeenUs, pressures } = monitor.pressure;
  if (actedOn.length > 0) return first;
  let at = firstChange(context, monitor, use, first);
  for (const [ix, sinceUs] of metSinceUs) {
    at = Math.min(at, tick(Math.max(first, sinceUs + (context.config.thresholds[ix]?.graceUs ?? 0))));
  }
  if (metSinceUs.size > 0) return at;
  for (const pressure of pressures) {
    const endsUs = (lastSeenUs.get(pressure) ?? 0) + context.config.pressureTransitionUs;
    at = Math.min(at, tick(Math.max(first, endsUs)));
  }
  return at;
};

/**
 * What is used on the node changed, may change otherwise from now on, or is looked at by somebody else: the next look is
 * found anew. The kernel looks as long as the machine works.
 */
export const reconsiderNode = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const monitor = context.monitor(nodeIx);
  const used = useOf(context, nodeIx);
  planNodeOom(context, nodeIx, used, now, out);
  const use = context.isKubeletAtWork(nodeIx) ? used : null;
  planImagePass(context, nodeIx, use, now, out);
  if (monitor.leaving.size > 0) return;
  if (monitor.look !== NO_TOKEN) out.withdraw(monitor.look);
  monitor.look = NO_TOKEN;
  if (use === null) return;
  const at = nextLook(context, monitor, use, now);
  if (at < NEVER) monitor.look = context.plan(out, at, { kind: "eviction-look", nodeIx });
};

const evict = (
  context: KubeletContext,
  nodeIx: NodeIx,
  pod: PodState,
  terms: { readonly message: string; readonly graceSeconds: number; readonly disruption: boolean },
  now: SimTime,
  out: Outbox,
): boolean => {
  const worker = context.workerOf(pod.identity.ix);
  if (worker?.alive !== true || isCritical(specOf(pod).priority)) return false;
  const { message, graceSeconds, disruption } = terms;
  out.record(podFailedByKubelet, pod.identity.ix, { reason: "Evicted", message, disruption, announced: true });
  const monitor = context.monitor(nodeIx);
  monitor.leaving.add(worker);
  monitor.killedAtUs = -1;
  giveUpPod(context, worker, graceSeconds, now, out);
  return true;
};

const evictOne = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse,
  due: readonly EvictionThreshold[],
  now: SimTime,
  out: Outbox,
): void => {
  const [threshold] = due;
  if (threshold === undefined) return;
  const resource = resourceOf(threshold);
  const observations = use.observationsAt(now);
  const graceSeconds = threshold.graceUs === 0 ? HARD_GRACE_SECONDS : context.config.evictionMaxPodGraceSeconds;
  for (const { pod } of evictionCandidates(context, nodeIx, use, resource, now)) {
    const message = pressureMessage(resource, due, observations, containerUses(pod, use.of(pod), resource, now));
    if (evict(context, nodeIx, pod, { message, graceSeconds, disruption: true }, now, out)) return;
  }
};

const evictExcessive = (context: KubeletContext, nodeIx: NodeIx, use: NodeUse, now: SimTime, out: Outbox): boolean => {
  let any = false;
  for (const pod of activePods(context, nodeIx)) {
    const message = storageExcess(pod, use.of(pod), now);
    if (message === null) continue;
    any =
      evict(context, nodeIx, pod, { message, graceSeconds: HARD_GRACE_SECONDS, disruption: false }, now, out) || any;
  }
  return any;
};

/** A disk that is short gets back what nobody uses; whether that is enough for every threshold and its reclaim. */
const reclaimsEnough = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse,
  resource: StarvedResource,
  now: SimTime,
  out: Outbox,
): boolean => {
  if (resource !== "ephemeral-storage") return false;
  const freed = freeImages(context, nodeIx, Infinity, now, out);
  const before = use.observationsAt(now);
  const disk = before["nodefs.available"];
  if (disk === undefined) return false;
  const relieved = { capacity: disk.capacity, available: disk.available + freed };
  const after = { ...before, "nodefs.available": relieved, "imagefs.available": relieved };
  return !context.config.thresholds.some((threshold) => isMet(threshold, after, true));
};

const samePressures = (a: readonly Pressure[], b: readonly Pressure[]): boolean => a.join() === b.join();

/** One look that may find something new. */
export const lookForPressure = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const monitor = context.monitor(nodeIx);
  monitor.look = NO_TOKEN;
  monitor.leaving.clear();
  const use = useOf(context, nodeIx);
  if (use === null) return;
  const { thresholds, pressureTransitionUs } = context.config;
  const previousUs = nextOnGrid(now, monitor.phaseUs, PERIOD_US) - PERIOD_US;
  const { state, due } = lookAtNode(monitor.pressure, thresholds, use.observationsAt(now), pressureTransitionUs, {
    nowUs: now,
    previousUs,
  });
  monitor.pressure = state;
  monitor.found = findingsAt(context, monitor, use, now);
  monitor.lastLookUs = now;
  monitor.phaseUs = now % PERIOD_US;
  reportPressures(context, nodeIx, context.clock(nodeIx).nodeStatusFor(now), out);
  if (!evictExcessive(context, nodeIx, use, now, out) && due[0] !== undefined) {
    out.record(nodeReclaimBegan, nodeIx, { resource: resourceOf(due[0]) });
    if (!reclaimsEnough(context, nodeIx, use, resourceOf(due[0]), now, out)) {
      evictOne(context, nodeIx, use, due, now, out);
    }
  }
  reconsiderNode(context, nodeIx, now, out);
};

/** The kubelet is to report its node's conditions at `at`, if they are not what the API server has. */
export const reportPressures = (context: KubeletContext, nodeIx: NodeIx, at: SimTime, out: Outbox): void => {
  const monitor = context.monitor(nodeIx);
  if (monitor.posting || samePressures(monitor.pressure.pressures, monitor.posted)) return;
  monitor.posting = true;
  context.plan(out, at, { kind: "node-status", nodeIx });
};

/** It does, unless nobody hears of it: then it reports when it is back. */
export const postPressures = (context: KubeletContext, nodeIx: NodeIx, out: Outbox): void => {
  const monitor = context.monitor(nodeIx);
  monitor.posting = false;
  if (context.isDown(nodeIx)) return;
  const { pressures } = monitor.pressure;
  for (const pressure of ["memory", "disk", "pid"] as const) {
    const isOn = pressures.includes(pressure);
    if (isOn !== monitor.posted.includes(pressure)) out.record(nodePressureChanged, nodeIx, { pressure, isOn });
  }
  monitor.posted = pressures;
};

/** An evicted pod's containers have stopped: from now on the kubelet asks every second whether all of it is gone. */
export const evictedWasKilled = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const monitor = context.monitor(worker.nodeIx);
  if (!monitor.leaving.has(worker)) return;
  monitor.killedAtUs = now;
  if (monitor.look !== NO_TOKEN) out.withdraw(monitor.look);
  monitor.look = context.plan(out, now + CLEANUP_WAIT_US, { kind: "eviction-look", nodeIx: worker.nodeIx });
};

/** Nothing of it is left: once that is so of all of them, the next look follows at the next question. */
export const evictedIsGone = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const monitor = context.monitor(worker.nodeIx);
  if (!monitor.leaving.delete(worker) || monitor.leaving.size > 0) return;
  if (monitor.look !== NO_TOKEN) out.withdraw(monitor.look);
  const asked = Math.max(1, Math.ceil((now - monitor.killedAtUs) / POLL_US));
  monitor.look = context.plan(out, monitor.killedAtUs + asked * POLL_US, {
    kind: "eviction-look",
    nodeIx: worker.nodeIx,
  });
};
