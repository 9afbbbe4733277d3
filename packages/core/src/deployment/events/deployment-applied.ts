// A Deployment was created, or its object replaced: applied, scaled, given another template, paused.
import type { Deployment } from "../../api/deployment.js";
import type { EventDefinition } from "../../event.js";
import type { DeploymentIx } from "../../ids.js";
import type { DeploymentState } from "../deployment-state.js";
import { EXAMPLE_DEPLOYMENT } from "../example-deployment.js";

export interface DeploymentApplied {
  readonly deploymentIx: number;
  readonly uid: string;
  readonly object: Deployment;
}

export const deploymentApplied: EventDefinition<"DeploymentApplied", DeploymentApplied, DeploymentState | undefined> = {
  type: "DeploymentApplied",
  entity: "deployment",
  revision: 1,
  fields: { deploymentIx: "int", uid: "string", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.deploymentIx as DeploymentIx,
    uid: d.uid,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: (old?.generation ?? 0) + 1,
    status: old?.status ?? {
      observedGeneration: 0,
      replicas: 0,
      updatedReplicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
    },
    conditions: old?.conditions ?? [],
    revision: old?.revision ?? 0,
  }),
  example: { deploymentIx: 0, uid: "00000000-0000-4000-8000-000000000001", object: EXAMPLE_DEPLOYMENT },
};
