// A DaemonSet as `get -o json` shows it.
import type { DaemonSetState } from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, KubeObject } from "./kube-object.js";
import { metadataOf, present, unlessZero } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";

const GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

export const daemonSetAnnotations = ({
  object,
  templateGeneration,
}: DaemonSetState): Readonly<Record<string, string>> => ({
  ...object.metadata.annotations,
  [GENERATION_ANNOTATION]: String(templateGeneration),
});

export const daemonSetObject = (daemonSet: DaemonSetState, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, generation, status } = daemonSet;
  const { name, namespace, labels } = object.metadata;
  const { template, minReadySeconds, ...spec } = object.spec;
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: metadataOf(
      { name, namespace, uid, createdAtUs, labels, annotations: daemonSetAnnotations(daemonSet), generation },
      clock,
    ),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      minReadySeconds: unlessZero(minReadySeconds),
      template: podTemplateJson(template),
    }),
    status: present({
      currentNumberScheduled: status.current,
      desiredNumberScheduled: status.desired,
      numberAvailable: unlessZero(status.available),
      numberMisscheduled: status.misscheduled,
      numberReady: status.ready,
      numberUnavailable: unlessZero(status.desired - status.available),
      observedGeneration: unlessZero(status.observedGeneration),
      updatedNumberScheduled: unlessZero(status.updated),
    }),
  };
};
