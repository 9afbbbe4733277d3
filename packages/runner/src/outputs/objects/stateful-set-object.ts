// A StatefulSet as `get -o json` shows it.
import type { StatefulSetState } from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";
import { claimTemplateJson } from "./claim-spec-json.js";
import type { Json, KubeObject } from "./kube-object.js";
import { metadataOf, present, unlessEmpty, unlessZero } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";

export const statefulSetObject = (set: StatefulSetState, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, generation, status } = set;
  const { name, namespace, labels, annotations } = object.metadata;
  const { template, minReadySeconds, volumeClaimTemplates, ...spec } = object.spec;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadataOf({ name, namespace, uid, createdAtUs, labels, annotations, generation }, clock),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      minReadySeconds: unlessZero(minReadySeconds),
      template: podTemplateJson(template),
      volumeClaimTemplates: volumeClaimTemplates.length === 0 ? undefined : volumeClaimTemplates.map(claimTemplateJson),
    }),
    status: present({
      availableReplicas: status.availableReplicas,
      collisionCount: 0,
      currentReplicas: unlessZero(status.currentReplicas),
      currentRevision: unlessEmpty(status.currentRevision),
      observedGeneration: unlessZero(status.observedGeneration),
      readyReplicas: unlessZero(status.readyReplicas),
      replicas: status.replicas,
      updateRevision: unlessEmpty(status.updateRevision),
      updatedReplicas: unlessZero(status.updatedReplicas),
    }),
  };
};
