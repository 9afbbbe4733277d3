// The state of the entity a fact is about, looked up in a world, and which part of it a client of the API server sees.
import type { Envelope, NodeIx, PodState, PodStatus } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";

/** undefined where the entity does not exist (yet, or any more). */
export const entityState = (fact: Envelope, world: WorldView): unknown => {
  switch (fact.definition.entity) {
    case "pod":
      return world.pods.at(fact.subject);
    case "node":
      return world.nodes.at(fact.subject as NodeIx);
    case "deployment":
      return world.deployments.at(fact.subject);
    case "replica-set":
      return world.replicaSets.at(fact.subject);
    case "service":
      return world.services.at(fact.subject);
    case "budget":
      return world.budgets.at(fact.subject);
    case "cluster":
      return world.cluster;
  }
};

const sameConditions = (a: PodStatus["conditions"], b: PodStatus["conditions"]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((one, k) => {
      const other = b[k];
      return (
        one === other ||
        (other !== undefined &&
          one.type === other.type &&
          one.status === other.status &&
          one.reason === other.reason &&
          one.message === other.message &&
          one.lastTransitionUs === other.lastTransitionUs)
      );
    }));

const sameStatus = (a: PodStatus, b: PodStatus): boolean =>
  a === b ||
  (a.phase === b.phase &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.startTimeUs === b.startTimeUs &&
    a.podIP === b.podIP &&
    a.nominatedNodeName === b.nominatedNodeName &&
    a.initContainerStatuses === b.initContainerStatuses &&
    a.containerStatuses === b.containerStatuses &&
    sameConditions(a.conditions, b.conditions));

const sameDeletion = (a: PodState["deletion"], b: PodState["deletion"]): boolean =>
  a === b ||
  (a !== null && b !== null && a.deletionTimestampUs === b.deletionTimestampUs && a.graceSeconds === b.graceSeconds);

/**
 * Whether the API server shows the same object for both states, so that no watch event is sent: what is only true on the
 * node does not count, and a write of what is there already changes nothing.
 */
export const isSameApiPod = (a: PodState, b: PodState): boolean =>
  a === b ||
  (a.binding === b.binding &&
    a.identity === b.identity &&
    sameDeletion(a.deletion, b.deletion) &&
    sameStatus(a.status, b.status));
