// The state of the entity a fact is about, looked up in a world, and which part of it a client of the API server sees.
import { sameStatus } from "@podsim/core";
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
    case "daemon-set":
      return world.daemonSets.at(fact.subject);
    case "stateful-set":
      return world.statefulSets.at(fact.subject);
    case "cron-job":
      return world.cronJobs.at(fact.subject);
    case "autoscaler":
      return world.autoscalers.at(fact.subject);
    case "job":
      return world.jobs.at(fact.subject);
    case "service":
      return world.services.at(fact.subject);
    case "budget":
      return world.budgets.at(fact.subject);
    case "config-map":
      return world.configMaps.at(fact.subject);
    case "secret":
      return world.secrets.at(fact.subject);
    case "claim":
      return world.claims.at(fact.subject);
    case "volume":
      return world.volumes.at(fact.subject);
    case "storage-class":
      return world.storageClasses.at(fact.subject);
    case "csi-node":
      return world.csiNodes.at(fact.subject);
    case "cluster":
      return world.cluster;
  }
};

/** Like core's, but the times of conditions count, and containers that were written anew are different ones. */
const showsSame = (a: PodStatus, b: PodStatus): boolean =>
  a === b ||
  (a.initContainerStatuses === b.initContainerStatuses &&
    a.containerStatuses === b.containerStatuses &&
    sameStatus(a, b) &&
    a.conditions.every(({ lastTransitionUs }, k) => lastTransitionUs === b.conditions[k]?.lastTransitionUs));

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
    showsSame(a.status, b.status));
