// sim_ready_endpoints: behind each Service, how many pods traffic is sent to.
import type { MetricDefinition } from "../run/measure/metric.js";

export const simReadyEndpoints: MetricDefinition = {
  name: "sim_ready_endpoints",
  kind: "gauge",
  unit: "endpoints",
  better: "high",
  labels: { namespace: "namespace", service: "service" },
  doc: "Ready endpoints in the EndpointSlices of each Service. Measured from the moment there was one for the first time.",
  measure: (into) => ({
    entities: ["service"],
    observe: (fact, world) => {
      const service = world.services.at(fact.subject);
      if (service === undefined) return;
      const { namespace, name } = service.object.metadata;
      const series = into.of({ namespace, service: name });
      const count = world.endpoints.readyCount(fact.subject);
      if (count > 0 || series.times.length > 0) series.set(fact.at, count);
    },
  }),
};
