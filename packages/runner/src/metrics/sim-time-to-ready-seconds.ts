// sim_time_to_ready_seconds: how long after what caused it a pod was ready, or ready again.
import { isReady } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { START } from "../run/measure/causes.js";
import type { Cause } from "../run/measure/causes.js";
import type { MetricDefinition } from "../run/measure/metric.js";

interface Tracked {
  isReady: boolean;
  /** What its next readiness is counted from; null = nothing, it was counted before. */
  waitingFor: Cause | null;
  /** What it was last counted for: a pod's own later crashes are not put down to that again. */
  countedFor: Cause;
}

export const simTimeToReadySeconds: MetricDefinition = {
  name: "sim_time_to_ready_seconds",
  kind: "distribution",
  unit: "seconds",
  better: "low",
  labels: { cause: "cause" },
  doc:
    "One sample per pod and cause: from the intervention (cause=its name) or from 0s (cause=start) to the moment the pod " +
    "is Ready, for pods created because of it and for pods that lost their readiness because of it. Pods that are not " +
    "ready in the end give none.",
  measure: (into) => {
    const pods = new Map<number, Tracked>();
    return {
      entities: ["pod"],
      observe: (fact, world, causes) => {
        const pod = world.pods.at(fact.subject);
        if (pod === undefined) {
          pods.delete(fact.subject);
          return;
        }
        let known = pods.get(fact.subject);
        if (known === undefined) {
          const cause = causes.of(fact);
          pods.set(fact.subject, (known = { isReady: false, waitingFor: cause, countedFor: cause }));
        }
        const nowReady = isReady(pod);
        if (nowReady === known.isReady) return;
        known.isReady = nowReady;
        if (!nowReady) {
          const cause = causes.of(fact);
          if (cause !== START && cause !== known.countedFor && pod.deletion === null) known.waitingFor = cause;
        } else if (known.waitingFor !== null) {
          const cause = known.waitingFor;
          into.of({ cause: cause.name }).add(fact.at, (fact.at - cause.atUs) / SECOND);
          known.countedFor = cause;
          known.waitingFor = null;
        }
      },
    };
  },
};
