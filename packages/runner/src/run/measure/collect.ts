// One pass over a run's log that records every metric asked for.
import type { EventLog } from "@podsim/core/log";
import type { SimTime } from "@podsim/core";
import { applyFact, createWorld } from "@podsim/scheduler";
import { Causes } from "./causes.js";
import type { MetricDefinition, MetricFold } from "./metric.js";
import { SeriesSet } from "./series.js";
import type { Series } from "./series.js";

/** Metric name -> its series. */
export type Measured = ReadonlyMap<string, readonly Series[]>;

const hears = ({ entities, types }: MetricFold, entity: string, type: string): boolean =>
  entities.some((each) => each === entity) && (types === undefined || types.includes(type));

/** Records the metrics of a run that ended at `endUs`. Costs one fold of the log, whatever is asked for. */
export const collectMetrics = (log: EventLog, metrics: readonly MetricDefinition[], endUs: SimTime): Measured => {
  const measured = metrics.map((metric) => {
    const into = new SeriesSet();
    return { metric, into, fold: metric.measure(into) };
  });
  const listeners = log.registry.map(({ entity, type }) =>
    measured.filter(({ fold }) => hears(fold, entity, type)).map(({ fold }) => fold),
  );
  const world = createWorld();
  const causes = new Causes(log.length);
  log.forEach(0, log.length, (fact) => {
    applyFact(world, fact);
    causes.note(fact);
    for (const fold of listeners[log.typeOf(fact.seq)] ?? []) fold.observe(fact, world, causes);
  });
  for (const { fold } of measured) fold.finish?.(endUs);
  return new Map(measured.map(({ metric, into }) => [metric.name, into.all]));
};
