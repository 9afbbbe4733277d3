// What a claim asks for, as the API server writes it, and the claims that are made from a template.
import type { ClaimTemplate, EphemeralClaim, PersistentVolumeClaimSpec } from "@podsim/core";
import type { JsonObject } from "./kube-object.js";
import { filled } from "./kube-object.js";

export const claimSpecJson = ({ resources, ...spec }: PersistentVolumeClaimSpec): JsonObject => ({
  // A class "" is one: it says that the claim wants none.
  ...(spec as unknown as JsonObject),
  resources: filled(resources),
});

/** Of a pod: it has the pod's namespace, and a name made of the pod's. */
export const ephemeralClaimJson = ({ metadata, spec }: EphemeralClaim): JsonObject => ({
  metadata: filled(metadata),
  spec: claimSpecJson(spec),
});

/** Of a StatefulSet: an object without a namespace, which it gets from its set. */
export const claimTemplateJson = ({ metadata, spec }: ClaimTemplate): JsonObject => {
  const { name, labels, annotations } = metadata;
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: filled({ annotations, labels, name }),
    spec: claimSpecJson(spec),
    status: { phase: "Pending" },
  };
};
