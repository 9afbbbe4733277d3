// sim_workload_available_ratio: which share of its pods each workload has available, whatever its kind.
import type { SimTime } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { WorldView } from "@podsim/scheduler";
import type { MetricDefinition } from "../run/measure/metric.js";
import type { SeriesRecorder } from "../run/measure/series.js";

interface Level {
  readonly namespace: string;
  readonly name: string;
  readonly wanted: number;
  readonly available: number;
}

const KINDS: Readonly<Record<string, readonly [kind: string, (world: WorldView, ix: number) => Level | null]>> = {
  deployment: [
    "Deployment",
    ({ deployments }, ix) => {
      const found = deployments.at(ix);
      if (found === undefined) return null;
      const { metadata, spec } = found.object;
      return { ...metadata, wanted: spec.replicas, available: found.status.availableReplicas };
    },
  ],
  "stateful-set": [
    "StatefulSet",
    ({ statefulSets }, ix) => {
      const found = statefulSets.at(ix);
      if (found === undefined) return null;
      const { metadata, spec } = found.object;
      return { ...metadata, wanted: spec.replicas, available: found.status.availableReplicas };
    },
  ],
  "daemon-set": [
    "DaemonSet",
    ({ daemonSets }, ix) => {
      const found = daemonSets.at(ix);
      if (found === undefined) return null;
      return { ...found.object.metadata, wanted: found.status.desired, available: found.status.available };
    },
  ],
};

/** Coming up is no outage: see sim_available_ratio. */
const START_UP_LIMIT_US = 5 * MINUTE;

interface Tracked {
  readonly series: SeriesRecorder;
  readonly createdAtUs: SimTime;
  fullAtUs: SimTime | null;
}

export const simWorkloadAvailableRatio: MetricDefinition = {
  name: "sim_workload_available_ratio",
  kind: "gauge",
  unit: "ratio",
  better: "high",
  labels: { kind: ["Deployment", "StatefulSet", "DaemonSet"], namespace: "namespace", name: "anything" },
  doc:
    "Available pods of each Deployment, StatefulSet and DaemonSet as a share of those it wants, at most 1; 1 when none " +
    "are wanted. Measured from the moment all were first available, or from 5m after its creation.",
  measure: (into) => {
    const tracked = new Map<string, Tracked>();
    return {
      entities: ["deployment", "stateful-set", "daemon-set"],
      observe: (fact, world) => {
        const { entity } = fact.definition;
        const [kind, read] = KINDS[entity] ?? [];
        const level = read?.(world, fact.subject) ?? null;
        const key = `${entity} ${String(fact.subject)}`;
        let known = tracked.get(key);
        if (kind === undefined || level === null) {
          known?.series.set(fact.at, NaN);
          return;
        }
        if (known === undefined) {
          const series = into.of({ kind, namespace: level.namespace, name: level.name });
          tracked.set(key, (known = { series, createdAtUs: fact.at, fullAtUs: null }));
        }
        const ratio = level.wanted === 0 ? 1 : Math.min(1, level.available / level.wanted);
        if (ratio === 1 && (level.wanted > 0 || entity !== "daemon-set")) known.fullAtUs ??= fact.at;
        known.series.set(fact.at, ratio);
      },
      finish: (endUs) => {
        for (const { series, createdAtUs, fullAtUs } of tracked.values()) {
          const latestUs = createdAtUs + START_UP_LIMIT_US;
          series.beginAt(Math.min(fullAtUs ?? latestUs, latestUs, endUs));
        }
      },
    };
  },
};
