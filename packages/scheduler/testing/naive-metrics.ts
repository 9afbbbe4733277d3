// What an autoscaler makes of the pods of its target the obvious way: every pod's state is read at every look, every sample
// is worked out by itself, and the values are kept pod by pod.
import { findCondition, meanOfPiece, milliValue, nextLoadBend, quantityFrom, runtimeAt, specOf } from "@podsim/core";
import type { Load, PodState, ResourceList } from "@podsim/core";
import type { SimTime } from "@podsim/core/time";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { HorizontalAutoscalerSettings } from "../src/autoscaling-settings.js";
import type { ReadyHistory } from "../src/controllers/autoscaling/ready-history.js";

export interface NaiveLook {
  readonly pods: readonly PodState[];
  /** All that are about the metric. */
  readonly loads: readonly Load[];
  readonly history: ReadyHistory;
  /** The resource, of which only CPU goes by readiness; null = a metric of pods. */
  readonly resource: string | null;
  readonly container: string | null;
  readonly isShare: boolean;
  /** Percent of the requests, or thousandths per pod. */
  readonly target: number;
  readonly currentReplicas: number;
  /** When the metrics server last looked. */
  readonly lookedUs: SimTime;
  readonly now: SimTime;
  readonly settings: HorizontalAutoscalerSettings;
}

export interface NaiveProposal {
  readonly replicas: number;
  readonly utilization: number | null;
  readonly averageMilli: number;
}

const amountIn = (list: ResourceList | undefined, name: string): number | null => {
  const text = list?.[name];
  return text === undefined ? null : milliValue(quantityFrom(text));
};

/** Amount times microseconds. */
const areaOf = (load: Load, from: SimTime, to: SimTime): number => {
  if (from >= to) return 0;
  const end = Math.min(to, nextLoadBend(load, from));
  return meanOfPiece(load, from, end) * (end - from) + areaOf(load, end, to);
};

const useOf = (pod: PodState, load: Load, fromUs: SimTime, { history, container, lookedUs }: NaiveLook): number => {
  const { containers } = specOf(pod);
  const bearer = load.container ?? containers[0]?.name;
  const found = containers.find(({ name }) => name === bearer);
  if (found === undefined || (container !== null && bearer !== container)) return 0;
  const ready = findCondition(pod.status, "Ready");
  const knownUs = Math.max(fromUs, load.knownSinceUs);
  if (knownUs >= lookedUs) return 0;
  let area = 0;
  if (load.spread === "each") area = areaOf(load, knownUs, lookedUs);
  else if (ready?.status === "True") {
    const since = Math.max(knownUs, Math.min(ready.lastTransitionUs, lookedUs));
    for (const stretch of history.between(since, lookedUs)) {
      area += areaOf(load, stretch.fromUs, stretch.toUs) / Math.max(1, stretch.ready);
    }
  }
  return Math.min(Math.floor(area / (lookedUs - knownUs)), amountIn(found.resources.limits, load.metric) ?? Infinity);
};

/** null = no sample yet. */
const sampleOf = (pod: PodState, look: NaiveLook): { readonly value: number; readonly windowUs: number } | null => {
  const { lookedUs, settings } = look;
  const { containers, initContainers } = specOf(pod);
  const records = containers.map((_, ix) => runtimeAt(pod, initContainers.length + ix).current);
  if (records.some((record) => record?.state !== "running")) return null;
  const startedUs = Math.max(...records.map((record) => record?.startedAtUs ?? 0));
  if (lookedUs - startedUs < 10 * SECOND) return null;
  const fromUs = Math.max(lookedUs - settings.metricResolutionUs, startedUs);
  const value = look.loads.reduce((sum, load) => sum + useOf(pod, load, fromUs, look), 0);
  return { value, windowUs: lookedUs - fromUs };
};

const isLeftOut = (pod: PodState, windowUs: number, { lookedUs, now, settings }: NaiveLook): boolean => {
  const ready = findCondition(pod.status, "Ready");
  const { startTimeUs } = pod.status;
  if (ready === undefined || startTimeUs === NOT_YET) return true;
  if (startTimeUs + settings.cpuInitializationUs > now) {
    return ready.status === "False" || lookedUs < ready.lastTransitionUs + windowUs;
  }
  return ready.status === "False" && startTimeUs + settings.initialReadinessUs > ready.lastTransitionUs;
};

const requestOf = (pod: PodState, { resource, container }: NaiveLook): number =>
  specOf(pod)
    .containers.filter(({ name }) => container === null || name === container)
    .reduce((sum, { resources }) => sum + (amountIn(resources.requests, resource ?? "") ?? 0), 0);

const usageOf = (values: ReadonlyMap<PodState, number>, look: NaiveLook) => {
  const total = [...values.values()].reduce((sum, value) => sum + value, 0);
  const averageMilli = Math.floor(total / values.size);
  if (!look.isShare) return { ratio: averageMilli / look.target, utilization: null, averageMilli };
  const requested = [...values.keys()].reduce((sum, pod) => sum + requestOf(pod, look), 0);
  const utilization = Math.floor((total * 100) / requested);
  return { ratio: utilization / look.target, utilization, averageMilli };
};

/** null = no pod counts. */
export const naiveProposal = (look: NaiveLook): NaiveProposal | null => {
  if (look.loads.every(({ knownSinceUs }) => knownSinceUs >= look.lookedUs)) return null;
  const counted = new Map<PodState, number>();
  const ignored: PodState[] = [];
  const missing: PodState[] = [];
  for (const pod of look.pods) {
    if (pod.deletion !== null || pod.status.phase === "Failed") continue;
    const sample = sampleOf(pod, look);
    if (pod.status.phase === "Pending") ignored.push(pod);
    else if (sample === null) missing.push(pod);
    else if (look.resource === "cpu" && isLeftOut(pod, sample.windowUs, look)) ignored.push(pod);
    else counted.set(pod, sample.value);
  }
  if (counted.size === 0) return null;
  const { currentReplicas, target, isShare } = look;
  const { tolerance } = look.settings;
  const { ratio, utilization, averageMilli } = usageOf(counted, look);
  const proposal = (replicas: number): NaiveProposal => ({ replicas, utilization, averageMilli });
  const isWithin = (of: number): boolean => Math.abs(1 - of) <= tolerance;
  const all = new Map(counted);
  if (ratio !== 1 || !isShare) {
    for (const pod of missing) all.set(pod, ratio >= 1 ? 0 : isShare ? requestOf(pod, look) : target);
  }
  if (ratio > 1) for (const pod of ignored) all.set(pod, 0);
  if (missing.length === 0 && (ignored.length === 0 || ratio <= 1)) {
    return proposal(isWithin(ratio) ? currentReplicas : Math.ceil(ratio * counted.size));
  }
  const { ratio: evened } = usageOf(all, look);
  if (isWithin(evened) || (ratio < 1 && evened > 1) || (ratio > 1 && evened < 1)) return proposal(currentReplicas);
  const replicas = Math.ceil(evened * all.size);
  const goesAgainst = evened < 1 ? replicas > currentReplicas : replicas < currentReplicas;
  return proposal(goesAgainst ? currentReplicas : replicas);
};
