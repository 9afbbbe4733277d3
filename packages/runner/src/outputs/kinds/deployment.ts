// Deployments, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { DeploymentState } from "@podsim/core";
import { describeDeployment } from "../describe/describe-deployment.js";
import { deploymentObject } from "../objects/deployment-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
import { TEMPLATE_COLUMNS, templateCells } from "./template-cells.js";

const listedDeployment = (deployment: DeploymentState, view: RunView): Listed => {
  const { metadata, spec } = deployment.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      `${deployment.status.readyReplicas}/${spec.replicas}`,
      String(deployment.status.updatedReplicas),
      String(deployment.status.availableReplicas),
      ageText(deployment.createdAtUs, view.nowUs),
      ...templateCells(spec.template),
      formatLabelSelector(spec.selector),
    ],
    toObject: () => deploymentObject(deployment, view.clock),
  };
};

export const deployments = tabledKind<DeploymentState>({
  kind: "Deployment",
  group: "apps",
  plural: "deployments",
  singular: "deployment",
  shortNames: ["deploy"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "READY" },
    { name: "UP-TO-DATE" },
    { name: "AVAILABLE" },
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  entity: "deployment",
  table: (world) => world.deployments,
  listed: listedDeployment,
  describe: describeDeployment,
});
