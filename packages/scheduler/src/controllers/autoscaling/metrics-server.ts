// What a metrics server has to say: of each pod the mean of its share of the load over the time between two looks, as old
// as the last look. Nothing is sampled before somebody asks: shares follow from the loads and from who was ready when.
import { containerAt, containerIxOf, loadAt, meanOfPiece, nextLoadBend } from "@podsim/core";
import type { Load, MeasuredPod, PodSample, PodSpec, SimTime } from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../../actor.js";
import { milliOf } from "./milli-of.js";
import { gridIndex } from "../../engine/grid.js";
import type { HorizontalAutoscalerSettings } from "../../autoscaling-settings.js";
import type { ReadyHistory } from "./ready-history.js";

/** A container that is younger than this when it is looked at has no sample. */
export const MIN_AGE_US = 10 * SECOND;

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

const bearerOf = (spec: PodSpec, load: Load): string => load.container ?? spec.containers[0]?.name ?? "";

/** All that a sample follows from. What its history learns later is of a time after `atUs`. */
interface SampleBasis {
  readonly spec: PodSpec;
  readonly loads: readonly Load[];
  readonly history: ReadyHistory;
  readonly container: string | null;
  readonly fromUs: SimTime;
  /** From when on it was ready; NOT_YET while it is not. */
  readonly readyUs: SimTime;
  readonly atUs: SimTime;
}

/** Amount times microseconds. */
const shareOf = (load: Load, fromUs: SimTime, { history, readyUs, atUs }: SampleBasis): number => {
  if (load.spread === "each") return areaOf(load, fromUs, atUs);
  if (readyUs === NOT_YET) return 0;
  let area = 0;
  for (const stretch of history.between(Math.max(fromUs, readyUs), atUs)) {
    area += areaOf(load, stretch.fromUs, stretch.toUs) / Math.max(1, stretch.ready);
  }
  return area;
};

/** The mean since the load is known: before that nothing was, which is not to say that nobody used anything. */
const useOf = (load: Load, basis: SampleBasis): number => {
  const { spec, atUs } = basis;
  const fromUs = Math.max(basis.fromUs, load.knownSinceUs);
  const ix = containerIxOf(spec, bearerOf(spec, load));
  if (ix < 0 || fromUs >= atUs) return 0;
  const limit = containerAt(spec, ix).resources.limits?.[load.metric];
  const use = Math.floor(shareOf(load, fromUs, basis) / (atUs - fromUs));
  // Nobody uses more of a resource than its container's limit.
  return limit === undefined ? use : Math.min(use, milliOf(limit));
};

export class MetricsServer {
  readonly #settings: HorizontalAutoscalerSettings;
  readonly #phaseUs: SimTime;
  /** The one that was worked out last: pods that were ready all the while have the same, and most of a target's were. */
  #last: { readonly basis: SampleBasis; readonly sample: PodSample } | null = null;

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

  /** Those of the loads of which there is something to be seen at the last look. */
  seen(loads: readonly Load[], now: SimTime): readonly Load[] {
    const atUs = this.lookedAt(now);
    const isSeen = ({ knownSinceUs }: Load): boolean => knownSinceUs < atUs;
    return loads.every(isSeen) ? loads : loads.filter(isSeen);
  }

  /**
   * The newest sample of a pod: the sum of what the loads, which are all of one metric, make of it. undefined while one of
   * its containers does not run or has not run for long.
   * @param container the one that is asked for; null = the whole pod
   */
  sample(
    pod: MeasuredPod,
    loads: readonly Load[],
    history: ReadyHistory,
    container: string | null,
    now: SimTime,
  ): PodSample | undefined {
    const atUs = this.lookedAt(now);
    const { spec, containersStartedUs: startedUs } = pod;
    if (startedUs === NOT_YET || startedUs > atUs - MIN_AGE_US) return undefined;
    const fromUs = Math.max(atUs - this.#settings.metricResolutionUs, startedUs);
    const readyUs = pod.ready === "True" ? Math.max(fromUs, Math.min(pod.readyChangedUs, atUs)) : NOT_YET;
    const basis = this.#last?.basis;
    if (
      basis?.spec === spec &&
      basis.loads === loads &&
      basis.history === history &&
      basis.container === container &&
      basis.fromUs === fromUs &&
      basis.readyUs === readyUs &&
      basis.atUs === atUs &&
      this.#last !== null
    ) {
      return this.#last.sample;
    }
    return this.#sampleFrom({ spec, loads, history, container, fromUs, readyUs, atUs });
  }

  #sampleFrom(basis: SampleBasis): PodSample {
    const { loads, container, spec, atUs, fromUs } = basis;
    let valueMilli = 0;
    for (const load of loads) {
      if (container === null || bearerOf(spec, load) === container) valueMilli += useOf(load, basis);
    }
    const sample = { valueMilli, atUs, windowUs: atUs - fromUs };
    this.#last = { basis, sample };
    return sample;
  }

  /** What a metric that belongs to no pod shows; null = nothing is known of it yet. */
  valueOf(loads: readonly Load[], now: SimTime): number | null {
    const atUs = Math.max(0, this.lookedAt(now));
    if (loads.every(({ knownSinceUs }) => knownSinceUs > atUs)) return null;
    return loads.reduce((sum, load) => sum + loadAt(load, atUs), 0);
  }
}
