// A ReplicaSet as `get -o json` shows it.
import type { ReplicaSetState } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { controllerReference, metadataOf, present, unlessZero } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";

const PREFIX = "deployment.kubernetes.io/";

/** What its Deployment's controller wrote on it; nothing on a ReplicaSet applied by hand. */
export const replicaSetAnnotations = ({ sizedFor, revision }: ReplicaSetState): Readonly<Record<string, string>> => ({
  ...(sizedFor === null
    ? {}
    : {
        [`${PREFIX}desired-replicas`]: String(sizedFor.desiredReplicas),
        [`${PREFIX}max-replicas`]: String(sizedFor.maxReplicas),
      }),
  ...(revision === 0 ? {} : { [`${PREFIX}revision`]: String(revision) }),
});

/** The one condition a ReplicaSet can have; when it began is not recorded. */
const conditionsJson = ({ failure }: ReplicaSetState): Json | undefined =>
  failure === "" ? undefined : [{ message: failure, reason: "FailedCreate", status: "True", type: "ReplicaFailure" }];

const ownerOf = (set: ReplicaSetState, world: WorldView): JsonObject | undefined => {
  if (set.deployment === null || set.deploymentName === null) return undefined;
  const uid = world.deployments.at(set.deployment)?.uid ?? "";
  return controllerReference("apps/v1", "Deployment", set.deploymentName, uid);
};

export const replicaSetObject = (set: ReplicaSetState, world: WorldView, clock: WallClock): KubeObject => {
  const { name, namespace, uid, createdAtUs, labels, status } = set;
  const annotations = replicaSetAnnotations(set);
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: metadataOf(
      { name, namespace, uid, createdAtUs, labels, annotations, generation: 1, owner: ownerOf(set, world) },
      clock,
    ),
    spec: present({
      minReadySeconds: unlessZero(set.minReadySeconds),
      replicas: set.replicas,
      selector: set.selector as unknown as Json,
      template: podTemplateJson(set.template),
    }),
    status: present({
      availableReplicas: unlessZero(status.availableReplicas),
      conditions: conditionsJson(set),
      fullyLabeledReplicas: unlessZero(status.replicas),
      observedGeneration: 1,
      readyReplicas: unlessZero(status.readyReplicas),
      replicas: status.replicas,
    }),
  };
};
