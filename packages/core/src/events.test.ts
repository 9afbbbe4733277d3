import { describe, expect, test } from "vitest";
import { keepsEventContract } from "../testing/event-contract.js";
import { budgetApplied } from "./budget/events/budget-applied.js";
import { EMPTY_CLUSTER } from "./cluster/cluster-state.js";
import { configMapApplied } from "./config/events/config-map-applied.js";
import { secretApplied } from "./config/events/secret-applied.js";
import { cronJobApplied } from "./cron-job/events/cron-job-applied.js";
import { daemonSetApplied } from "./daemon-set/events/daemon-set-applied.js";
import { deploymentApplied } from "./deployment/events/deployment-applied.js";
import type { EventDefinition } from "./event.js";
import { EVENTS } from "./events.js";
import { autoscalerApplied } from "./horizontal-pod-autoscaler/events/autoscaler-applied.js";
import { jobApplied } from "./job/events/job-applied.js";
import { leaseApplied } from "./lease/events/lease-applied.js";
import { nodeAdded } from "./node/events/node-added.js";
import { containerCreated } from "./pod/events/container-created.js";
import { containerStarted } from "./pod/events/container-started.js";
import { podBound } from "./pod/events/pod-bound.js";
import { podCreated } from "./pod/events/pod-created.js";
import type { PodState } from "./pod/pod-state.js";
import { replicaSetCreated } from "./replica-set/events/replica-set-created.js";
import { statefulSetApplied } from "./stateful-set/events/stateful-set-applied.js";
import { serviceApplied } from "./service/events/service-applied.js";
import { claimApplied } from "./storage/events/claim-applied.js";
import { csiNodeApplied } from "./storage/events/csi-node-applied.js";
import { storageClassApplied } from "./storage/events/storage-class-applied.js";
import { volumeApplied } from "./storage/events/volume-applied.js";
import { volumeAttachBegan } from "./storage/events/volume-attach-began.js";

const aRunningPod = (): PodState | undefined => {
  const created = podCreated.evolve(undefined, podCreated.example, 0);
  if (created === undefined) return undefined;
  const bound = podBound.evolve(created, podBound.example, 1);
  return containerStarted.evolve(containerCreated.evolve(bound, containerCreated.example, 2), { container: 0 }, 3);
};

/** A state that any event about the entity can happen to. */
const stateFor = ({ entity }: EventDefinition): unknown => {
  switch (entity) {
    case "pod":
      return aRunningPod();
    case "node":
      return nodeAdded.evolve(undefined, nodeAdded.example, 0);
    case "deployment":
      return deploymentApplied.evolve(undefined, deploymentApplied.example, 0);
    case "replica-set":
      return replicaSetCreated.evolve(undefined, replicaSetCreated.example, 0);
    case "daemon-set":
      return daemonSetApplied.evolve(undefined, daemonSetApplied.example, 0);
    case "stateful-set":
      return statefulSetApplied.evolve(undefined, statefulSetApplied.example, 0);
    case "autoscaler":
      return autoscalerApplied.evolve(undefined, autoscalerApplied.example, 0);
    case "cron-job":
      return cronJobApplied.evolve(undefined, cronJobApplied.example, 0);
    case "job":
      return jobApplied.evolve(undefined, jobApplied.example, 0);
    case "service":
      return serviceApplied.evolve(undefined, serviceApplied.example, 0);
    case "budget":
      return budgetApplied.evolve(undefined, budgetApplied.example, 0);
    case "config-map":
      return configMapApplied.evolve(undefined, configMapApplied.example, 0);
    case "secret":
      return secretApplied.evolve(undefined, secretApplied.example, 0);
    case "lease":
      return leaseApplied.evolve(undefined, leaseApplied.example, 0);
    case "claim":
      return claimApplied.evolve(undefined, claimApplied.example, 0);
    case "volume":
      return volumeApplied.evolve(undefined, volumeApplied.example, 0);
    case "storage-class":
      return storageClassApplied.evolve(undefined, storageClassApplied.example, 0);
    case "csi-node":
      return csiNodeApplied.evolve(undefined, csiNodeApplied.example, 0);
    case "volume-attachment":
      return volumeAttachBegan.evolve(undefined, volumeAttachBegan.example, 0);
    case "cluster":
      return EMPTY_CLUSTER;
  }
};

describe("every event definition keeps the contract", () => {
  test.each(EVENTS.map((definition) => [definition.type, definition] as const))("%s", (_, definition) => {
    keepsEventContract(definition, stateFor(definition));
  });

  test("types are unique", () => {
    const types = EVENTS.map((definition) => definition.type);
    expect(new Set(types).size).toBe(types.length);
  });
});
