// A Deployment took over a ReplicaSet that belonged to none: its selector matches the set's labels.
import type { EventDefinition } from "../../event.js";
import type { DeploymentIx } from "../../ids.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetAdopted {
  readonly deploymentIx: number;
  readonly deploymentName: string;
}

export const replicaSetAdopted: EventDefinition<"ReplicaSetAdopted", ReplicaSetAdopted, ReplicaSetState> = {
  type: "ReplicaSetAdopted",
  entity: "replica-set",
  revision: 1,
  fields: { deploymentIx: "int", deploymentName: "string" },
  evolve: (s, { deploymentIx, deploymentName }) => ({
    ...s,
    deployment: deploymentIx as DeploymentIx,
    deploymentName,
  }),
  example: { deploymentIx: 0, deploymentName: "web" },
};
