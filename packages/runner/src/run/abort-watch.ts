// Whether a threshold that stops a seed is broken for good: judged while the run goes on, by the folds of the verdict.
import type { Envelope, SimTime } from "@podsim/core";
import type { Duration } from "@podsim/core/time";
import { SECOND } from "@podsim/core/time";
import { applyFact, createWorld } from "@podsim/scheduler";
import type { Cluster } from "@podsim/scheduler";
import { judgeThreshold, readThreshold } from "./judge-threshold.js";
import { Causes } from "./measure/causes.js";
import type { MetricFold } from "./measure/metric.js";
import { SeriesSet } from "./measure/series.js";
import type { ThresholdSpec } from "./prepared.js";

interface Watched {
  readonly spec: ThresholdSpec;
  readonly metric: string;
  readonly into: SeriesSet;
  readonly fold: MetricFold;
  /** Whether something was measured since it was judged last. */
  isNews: boolean;
}

/** Thresholds are judged at most this often. */
const LOOK_EVERY_US = SECOND;

const hears = ({ entities, types }: MetricFold, { definition }: Envelope): boolean =>
  entities.some((each) => each === definition.entity) && (types === undefined || types.includes(definition.type));

/** Follows a run fact by fact, an instant behind it: of several values at one instant the last counts. */
export class AbortWatch {
  readonly #watched: readonly Watched[];
  readonly #world = createWorld();
  readonly #causes = new Causes();
  #seen = 0;
  #lookedAtUs: SimTime = -LOOK_EVERY_US;
  #isBroken = false;

  constructor(
    private readonly cluster: Cluster,
    specs: readonly ThresholdSpec[],
    private readonly horizonUs: Duration,
  ) {
    this.#watched = specs.map((spec) => {
      const into = new SeriesSet();
      const { metric } = readThreshold(spec);
      return { spec, metric: metric.name, into, fold: metric.measure(into), isNews: false };
    });
  }

  /** After the entry that was handled last. */
  get isBroken(): boolean {
    const { nowUs } = this.cluster.simulation;
    if (!this.#isBroken && nowUs >= this.#lookedAtUs + LOOK_EVERY_US) this.#look(nowUs);
    return this.#isBroken;
  }

  #look(nowUs: SimTime): void {
    const { log } = this.cluster;
    this.#lookedAtUs = nowUs;
    let end = log.length;
    while (end > this.#seen && log.at(end - 1) >= nowUs) end -= 1;
    log.forEach(this.#seen, end, (fact) => {
      applyFact(this.#world, fact);
      this.#causes.note(fact);
      for (const each of this.#watched) {
        if (!hears(each.fold, fact)) continue;
        each.fold.observe(fact, this.#world, this.#causes);
        each.isNews = true;
      }
    });
    this.#seen = end;
    this.#isBroken = this.#watched.some((each) => this.#isLost(each, nowUs - 1));
  }

  #isLost(each: Watched, atUs: SimTime): boolean {
    const { spec, metric, into } = each;
    if (atUs < (spec.window?.fromUs ?? 0)) return false;
    if (!each.isNews) return false;
    each.isNews = false;
    const { isMet, value } = judgeThreshold(spec, new Map([[metric, into.all]]), atUs, this.horizonUs);
    return !isMet && value !== null;
  }
}
