// A gauge of how many pods there are of each class, kept up to date pod by pod.
import type { PodState } from "@podsim/core";
import type { MetricFold } from "./metric.js";
import type { SeriesRecorder } from "./series.js";

/** `classOf` puts a pod into one class or none; `seriesOf` is the gauge of a class. */
export const tallyPods = (
  classOf: (pod: PodState) => string | null,
  seriesOf: (podClass: string) => SeriesRecorder,
): MetricFold => {
  const classes: (string | null | undefined)[] = [];
  const counts = new Map<string, number>();
  return {
    entities: ["pod"],
    observe: (fact, world) => {
      const pod = world.pods.at(fact.subject);
      const before = classes[fact.subject] ?? null;
      const now = pod === undefined ? null : classOf(pod);
      if (now === before) return;
      classes[fact.subject] = now;
      if (before !== null) {
        const count = (counts.get(before) ?? 0) - 1;
        counts.set(before, count);
        seriesOf(before).set(fact.at, count);
      }
      if (now !== null) {
        const count = (counts.get(now) ?? 0) + 1;
        counts.set(now, count);
        seriesOf(now).set(fact.at, count);
      }
    },
  };
};
