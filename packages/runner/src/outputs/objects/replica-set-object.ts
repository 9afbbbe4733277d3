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

/** The one condition a ReplicaSet can have. */
const conditionsJson = ({ failure, failingSinceUs }: ReplicaSetState, clock: WallClock): Json | undefined => {
  if (failure === "") return undefined;
  const lastTransitionTime = clock.timestamp(failingSinceUs);
  return [{ lastTransitionTime, message: failure, reason: "FailedCreate", status: "True", type: "ReplicaFailure" }];
};

const ownerOf = (set: ReplicaSetState, world: WorldView): JsonObject | undefined => {
  if (set.deployment === null || set.deploymentName === null) return undefined;
  const uid = world.deployments.at(set.deployment)?.uid ?? "";
  return controllerReference("apps/v1", "Deployment", set.deploymentName, uid);
};

export const replicaSetObject = (set: ReplicaSetState, world: WorldView, clock: WallClock): KubeObject => {
  const { name, namespace, uid, createdAtUs, labels, generation, status } = set;
  const annotations = replicaSetAnnotations(set);
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: metadataOf(
      { name, namespace, uid, createdAtUs, labels, annotations, generation, owner: ownerOf(set, world) },
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
      conditions: conditionsJson(set, clock),
      fullyLabeledReplicas: unlessZero(status.replicas),
      // Its controller looks at it as soon as it changes, also where nothing has to be counted anew.
      observedGeneration: generation,
      readyReplicas: unlessZero(status.readyReplicas),
      replicas: status.replicas,
    }),
  };
};
