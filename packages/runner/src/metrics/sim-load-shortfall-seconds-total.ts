// sim_load_shortfall_seconds_total: how long a workload was asked for more than its ready pods have.
import { isReady, loadAt, milliValue, nextLoadBend, quantityFrom, specOf } from "@podsim/core";
import type { Load, PodState } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import type { WorldView } from "@podsim/scheduler";
import type { MetricDefinition } from "../run/measure/metric.js";

/** What the pod may use of the resource: its limits, or what it requests where it has none. */
const capacityOf = (pod: PodState, resource: string): number =>
  specOf(pod).containers.reduce((sum, { resources }) => {
    const amount = resources.limits?.[resource] ?? resources.requests?.[resource];
    return amount === undefined ? sum : sum + milliValue(quantityFrom(amount));
  }, 0);

const RESOURCES = ["cpu", "memory"];

interface Ready {
  readonly workload: string;
  readonly pod: PodState;
}

/** Which workload a pod is counted for, as "Kind/namespace/name". */
const workloadOf = ({ identity: { owner, namespace } }: PodState, world: WorldView): string | null => {
  if (owner === null) return null;
  const set = owner.kind === "ReplicaSet" ? world.replicaSets.at(owner.ix) : undefined;
  if (set?.deploymentName != null) return `Deployment/${namespace}/${set.deploymentName}`;
  return `${owner.kind}/${namespace}/${owner.name}`;
};

/** Seconds of [from, to) in which the load is above the capacity; a straight piece is looked at by its second. */
const shortSeconds = (load: Load, capacity: number, from: number, to: number): number => {
  let short = 0;
  for (let at = from; at < to;) {
    const bend = Math.min(to, nextLoadBend(load, at));
    const [first, last] = [loadAt(load, at), loadAt(load, bend - 1)];
    if (first > capacity && last > capacity) short += bend - at;
    else if (first > capacity || last > capacity) {
      const share = Math.abs(Math.max(first, last) - capacity) / Math.max(1, Math.abs(last - first));
      short += Math.min(1, share) * (bend - at);
    }
    at = bend;
  }
  return short / SECOND;
};

export const simLoadShortfallSecondsTotal: MetricDefinition = {
  name: "sim_load_shortfall_seconds_total",
  kind: "counter",
  unit: "seconds",
  better: "low",
  labels: {},
  doc:
    "How long more CPU or memory was asked of a workload, by a load that its pods share, than its ready pods may use: " +
    "their limits, or their requests where they have none.",
  measure: (into) => {
    const series = into.of({});
    const ready = new Map<number, Ready>();
    const capacities = new Map<string, Map<string, number>>();
    let sinceUs = 0;
    let loads: readonly Load[] = [];
    const settle = (at: number): void => {
      if (at <= sinceUs) return;
      for (const load of loads) {
        if (load.spread !== "shared" || !RESOURCES.includes(load.metric)) continue;
        const { kind, namespace, name } = load.target;
        const capacity = capacities.get(`${kind}/${namespace}/${name}`)?.get(load.metric) ?? 0;
        const short = shortSeconds(load, capacity, sinceUs, at);
        if (short > 0) series.add(at, short);
      }
      sinceUs = at;
    };
    const change = ({ workload, pod }: Ready, sign: 1 | -1): void => {
      let capacity = capacities.get(workload);
      if (capacity === undefined) capacities.set(workload, (capacity = new Map<string, number>()));
      for (const each of RESOURCES) capacity.set(each, (capacity.get(each) ?? 0) + sign * capacityOf(pod, each));
    };
    return {
      entities: ["pod", "cluster"],
      observe: (fact, world) => {
        if (fact.definition.entity === "cluster") {
          if (fact.definition.type !== "LoadSet") return;
          settle(fact.at);
          loads = world.cluster.loads ?? [];
          sinceUs = fact.at;
          return;
        }
        const pod = world.pods.at(fact.subject);
        const was = ready.get(fact.subject);
        const is = pod !== undefined && pod.deletion === null && isReady(pod);
        if (is === (was !== undefined)) return;
        settle(fact.at);
        if (was !== undefined) {
          change(was, -1);
          ready.delete(fact.subject);
          return;
        }
        const workload = pod === undefined ? null : workloadOf(pod, world);
        if (pod === undefined || workload === null) return;
        const one = { workload, pod };
        ready.set(fact.subject, one);
        change(one, 1);
      },
      finish: (endUs) => {
        settle(Math.min(endUs, NEVER));
      },
    };
  },
};
