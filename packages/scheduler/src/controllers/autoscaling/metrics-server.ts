// What a metrics server has to say: of each pod the mean of its share of the load over the time between two looks, as old
// as the last look. Nothing is sampled before somebody asks: shares follow from the loads and from who was ready when.
import {
  containerAt,
  containerIxOf,
  findCondition,
  loadAt,
  meanOfPiece,
  nextLoadBend,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { Load, PodSample, PodState, SimTime } from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../../actor.js";
import { milliOf } from "./milli-of.js";
import { gridIndex } from "../../engine/grid.js";
import type { HorizontalAutoscalerSettings } from "../../autoscaling-settings.js";
import type { ReadyHistory } from "./ready-history.js";

/** A container that is younger than this when it is looked at has no sample. */
const MIN_AGE_US = 10 * SECOND;

/** When every container of the pod had been started; -1 while one does not run. */
const startedAt = (pod: PodState): SimTime => {
  const spec = specOf(pod);
  let latest = 0;
  for (let ix = 0; ix < spec.containers.length; ix += 1) {
    const { current } = runtimeAt(pod, spec.initContainers.length + ix);
    if (current?.state !== "running") return -1;
    latest = Math.max(latest, current.startedAtUs);
  }
  return latest;
};

/** The sum of a stretch of a load without the changes of who shares it: amount times microseconds. */
const areaOf = (load: Load, from: SimTime, to: SimTime): number => {
  let area = 0;
  for (let at = from; at < to;) {
    const end = Math.min(to, nextLoadBend(load, at));
    area += meanOfPiece(load, at, end) * (end - at);
    at = end;
  }
  return area;
};

interface Share {
  readonly load: Load;
  readonly history: ReadyHistory;
  readonly notes: number;
  readonly sinceUs: SimTime;
  readonly toUs: SimTime;
  readonly area: number;
}

export class MetricsServer {
  readonly #settings: HorizontalAutoscalerSettings;
  readonly #phaseUs: SimTime;
  /** The one that was worked out last. */
  #lastShare: Share | null = null;

  constructor({ draw }: Pick<ControlPlane, "draw">, settings: HorizontalAutoscalerSettings) {
    this.#settings = settings;
    this.#phaseUs = Math.floor(draw("metrics-server", "", 0) * settings.metricResolutionUs);
  }

  /** When it last looked; -1 before the first time. */
  lookedAt(now: SimTime): SimTime {
    const { metricResolutionUs } = this.#settings;
    const look = gridIndex(now, this.#phaseUs, metricResolutionUs);
    return look < 0 ? -1 : this.#phaseUs + look * metricResolutionUs;
  }

  /**
   * The newest sample of a pod: the sum of what the loads, which are all of one metric, make of it. undefined while one of
   * its containers does not run or has not run for long.
   * @param container the one that is asked for; null = the whole pod
   */
  sample(
    pod: PodState,
    loads: readonly Load[],
    history: ReadyHistory,
    container: string | null,
    now: SimTime,
  ): PodSample | undefined {
    const atUs = this.lookedAt(now);
    const startedUs = startedAt(pod);
    if (startedUs === NOT_YET || startedUs > atUs - MIN_AGE_US) return undefined;
    const fromUs = Math.max(atUs - this.#settings.metricResolutionUs, startedUs);
    let valueMilli = 0;
    for (const load of loads) {
      if (container !== null && this.#bearerOf(pod, load) !== container) continue;
      valueMilli += this.#use(pod, load, history, fromUs, atUs);
    }
    return { valueMilli, atUs, windowUs: atUs - fromUs };
  }

  #bearerOf(pod: PodState, load: Load): string {
    return load.container ?? specOf(pod).containers[0]?.name ?? "";
  }

  /** Nobody uses more of a resource than its container's limit. */
  #use(pod: PodState, load: Load, history: ReadyHistory, fromUs: SimTime, toUs: SimTime): number {
    const spec = specOf(pod);
    const ix = containerIxOf(spec, this.#bearerOf(pod, load));
    if (ix < 0) return 0;
    const limit = containerAt(spec, ix).resources.limits?.[load.metric];
    const use = Math.floor(this.#shareOf(pod, load, history, fromUs, toUs) / (toUs - fromUs));
    return limit === undefined ? use : Math.min(use, milliOf(limit));
  }

  #shareOf(pod: PodState, load: Load, history: ReadyHistory, fromUs: SimTime, toUs: SimTime): number {
    if (load.spread === "each") return areaOf(load, fromUs, toUs);
    const ready = findCondition(pod.status, "Ready");
    if (ready?.status !== "True") return 0;
    const sinceUs = Math.max(fromUs, Math.min(ready.lastTransitionUs, toUs));
    // Pods that were ready all the time have the same share, and most of a target's were.
    const last = this.#lastShare;
    const isSame = last?.load === load && last.history === history && last.sinceUs === sinceUs && last.toUs === toUs;
    if (isSame && last.notes === history.notes) return last.area;
    let area = 0;
    for (const stretch of history.between(sinceUs, toUs)) {
      area += areaOf(load, stretch.fromUs, stretch.toUs) / Math.max(1, stretch.ready);
    }
    this.#lastShare = { load, history, notes: history.notes, sinceUs, toUs, area };
    return area;
  }

  /** What a metric that belongs to no pod shows. */
  valueOf(loads: readonly Load[], now: SimTime): number {
    const atUs = Math.max(0, this.lookedAt(now));
    return loads.reduce((sum, load) => sum + loadAt(load, atUs), 0);
  }
}
