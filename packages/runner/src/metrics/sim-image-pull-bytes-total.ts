// sim_image_pull_bytes_total: how much the nodes pulled from registries.
import type { ImagePulled } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";

export const simImagePullBytesTotal: MetricDefinition = {
  name: "sim_image_pull_bytes_total",
  kind: "counter",
  unit: "bytes",
  better: "low",
  labels: {},
  doc: "Sizes of all images that were pulled, once for each pull that succeeded; images already on a node cost nothing.",
  measure: (into) => {
    const series = into.of({});
    return {
      entities: ["pod"],
      types: ["ImagePulled"],
      observe: (fact) => {
        series.add(fact.at, (fact.data as ImagePulled).sizeBytes);
      },
    };
  },
};
