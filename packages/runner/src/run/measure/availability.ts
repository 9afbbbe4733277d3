// The replicas of Deployments over time, from the moment each was up for the first time.
import type { DeploymentState, SimTime } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { MetricFold } from "./metric.js";
import type { SeriesRecorder, SeriesSet } from "./series.js";

/**
 * Coming up is no outage: a Deployment is measured from the moment all its replicas were first available, or from five
 * minutes after it was created if they never were by then.
 */
const START_UP_LIMIT_US = 5 * MINUTE;

interface Tracked {
  readonly series: SeriesRecorder;
  readonly createdAtUs: SimTime;
  /** When all replicas were first available; null = not yet. */
  fullAtUs: SimTime | null;
}

const isFull = ({ object, generation, status }: DeploymentState): boolean =>
  status.observedGeneration >= generation && status.availableReplicas >= object.spec.replicas;

/** A gauge per Deployment of what `level` says of it. */
export const trackDeployments = (into: SeriesSet, level: (deployment: DeploymentState) => number): MetricFold => {
  const tracked = new Map<number, Tracked>();
  return {
    entities: ["deployment"],
    observe: (fact, world) => {
      const deployment = world.deployments.at(fact.subject);
      let known = tracked.get(fact.subject);
      if (deployment === undefined) {
        known?.series.set(fact.at, NaN);
        return;
      }
      if (known === undefined) {
        const { namespace, name } = deployment.object.metadata;
        const series = into.of({ namespace, deployment: name });
        tracked.set(fact.subject, (known = { series, createdAtUs: fact.at, fullAtUs: null }));
      }
      if (known.fullAtUs === null && isFull(deployment)) known.fullAtUs = fact.at;
      known.series.set(fact.at, level(deployment));
    },
    finish: (endUs) => {
      for (const { series, createdAtUs, fullAtUs } of tracked.values()) {
        const latestUs = createdAtUs + START_UP_LIMIT_US;
        series.beginAt(Math.min(fullAtUs ?? latestUs, latestUs, endUs));
      }
    },
  };
};
