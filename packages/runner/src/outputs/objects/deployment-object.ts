// A Deployment as `get -o json` shows it.
import type { DeploymentState } from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { metadataOf, present, unlessZero } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";

export const unavailableReplicas = ({ status }: DeploymentState): number =>
  Math.max(0, status.replicas - status.availableReplicas);

const REVISION_ANNOTATION = "deployment.kubernetes.io/revision";

/** Annotations with the revision, which a Deployment has once its controller made a ReplicaSet. */
export const deploymentAnnotations = ({ object, revision }: DeploymentState): Readonly<Record<string, string>> =>
  revision === 0
    ? object.metadata.annotations
    : { ...object.metadata.annotations, [REVISION_ANNOTATION]: String(revision) };

const statusJson = (deployment: DeploymentState, clock: WallClock): JsonObject => {
  const { status, conditions } = deployment;
  return present({
    availableReplicas: unlessZero(status.availableReplicas),
    conditions:
      conditions.length === 0
        ? undefined
        : conditions.map((condition) => ({
            lastTransitionTime: clock.timestamp(condition.lastTransitionUs),
            lastUpdateTime: clock.timestamp(condition.lastUpdateUs),
            message: condition.message,
            reason: condition.reason,
            status: condition.status,
            type: condition.type,
          })),
    observedGeneration: unlessZero(status.observedGeneration),
    readyReplicas: unlessZero(status.readyReplicas),
    replicas: unlessZero(status.replicas),
    unavailableReplicas: unlessZero(unavailableReplicas(deployment)),
    updatedReplicas: unlessZero(status.updatedReplicas),
  });
};

export const deploymentObject = (deployment: DeploymentState, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, generation } = deployment;
  const { name, namespace, labels } = object.metadata;
  const { template, paused, minReadySeconds, ...spec } = object.spec;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf(
      { name, namespace, uid, createdAtUs, labels, annotations: deploymentAnnotations(deployment), generation },
      clock,
    ),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      minReadySeconds: unlessZero(minReadySeconds),
      paused: paused ? true : undefined,
      template: podTemplateJson(template),
    }),
    status: statusJson(deployment, clock),
  };
};
