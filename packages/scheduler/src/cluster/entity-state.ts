// The state of the entity a fact is about, looked up in a world.
import type { NodeIx } from "@podsim/core";
import type { Envelope } from "@podsim/core/log";
import type { WorldView } from "./world.js";

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
    case "lease":
      return world.leases.at(fact.subject);
    case "claim":
      return world.claims.at(fact.subject);
    case "volume":
      return world.volumes.at(fact.subject);
    case "volume-attachment":
      return world.volumeAttachments.at(fact.subject);
    case "storage-class":
      return world.storageClasses.at(fact.subject);
    case "csi-node":
      return world.csiNodes.at(fact.subject);
    case "cluster":
      return world.cluster;
  }
};
