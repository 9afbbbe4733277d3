// The registry of controllers: everything that keeps a cluster as its objects ask for.
import type { PacedControllerDefinition } from "../controller-actor.js";
import { deployment } from "./deployment.js";
import { disruption } from "./disruption.js";
import { endpoints } from "./endpoints.js";
import { garbageCollector } from "./garbage-collector.js";
import { replicaSet } from "./replica-set.js";

export const CONTROLLERS: readonly PacedControllerDefinition[] = [
  disruption,
  garbageCollector,
  deployment,
  replicaSet,
  endpoints,
];
