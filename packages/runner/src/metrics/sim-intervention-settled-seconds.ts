// sim_intervention_settled_seconds: how long after an intervention the cluster was at rest.
import type { DeploymentState, Envelope, InterventionApplied, PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { WorldView } from "@podsim/scheduler";
import type { MetricDefinition } from "../run/measure/metric.js";

/** Every replica is of the newest template, and all of them are available. */
const isSettled = ({ object, generation, status }: DeploymentState): boolean => {
  const { replicas } = object.spec;
  return (
    status.observedGeneration >= generation &&
    status.updatedReplicas === replicas &&
    status.replicas === replicas &&
    status.availableReplicas === replicas
  );
};

const isWaiting = (pod: PodState): boolean => pod.status.phase === "Pending" && pod.deletion === null;

/** Which Deployments and pods are not at rest. */
class Unrest {
  readonly #deployments = new Set<number>();
  readonly #pods = new Set<number>();

  get isOver(): boolean {
    return this.#deployments.size === 0 && this.#pods.size === 0;
  }

  note({ definition, subject }: Envelope, world: WorldView): void {
    const members = definition.entity === "pod" ? this.#pods : this.#deployments;
    const pod = definition.entity === "pod" ? world.pods.at(subject) : undefined;
    const deployment = definition.entity === "deployment" ? world.deployments.at(subject) : undefined;
    const isRestless = (pod !== undefined && isWaiting(pod)) || (deployment !== undefined && !isSettled(deployment));
    if (isRestless) members.add(subject);
    else members.delete(subject);
  }
}

const isNote = ({ text }: InterventionApplied): boolean => text.startsWith("note: ");

export const simInterventionSettledSeconds: MetricDefinition = {
  name: "sim_intervention_settled_seconds",
  kind: "distribution",
  unit: "seconds",
  better: "low",
  labels: { name: "intervention" },
  doc:
    "One sample per intervention: from it to the last moment before the next one (notes do not count) at which the " +
    "cluster came to rest: every Deployment rolled out and available, no pod Pending. None if it was not at rest then.",
  measure: (into) => {
    const unrest = new Unrest();
    let current: { readonly name: string; readonly atUs: SimTime; settledAtUs: SimTime } | null = null;
    let wasOver = true;
    const close = (): void => {
      if (current !== null && unrest.isOver) {
        const { name, atUs, settledAtUs } = current;
        into.of({ name }).add(settledAtUs, (settledAtUs - atUs) / SECOND);
      }
    };
    return {
      entities: ["pod", "deployment", "cluster"],
      observe: (fact, world) => {
        if (fact.definition.entity === "cluster") {
          if (fact.definition.type !== "InterventionApplied" || isNote(fact.data as InterventionApplied)) return;
          close();
          current = { name: (fact.data as InterventionApplied).name, atUs: fact.at, settledAtUs: fact.at };
          return;
        }
        unrest.note(fact, world);
        const isOver = unrest.isOver;
        if (isOver && !wasOver && current !== null) current.settledAtUs = fact.at;
        wasOver = isOver;
      },
      finish: close,
    };
  },
};
