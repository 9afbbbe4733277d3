// A pod's volume as the API server writes it.
import type { Volume } from "@podsim/core";
import { ephemeralClaimJson } from "./claim-spec-json.js";
import type { JsonObject } from "./kube-object.js";
import { filled } from "./kube-object.js";

/** The sources that say whether they are only read. */
const READ_ONLY = ["persistentVolumeClaim", "gcePersistentDisk", "awsElasticBlockStore", "iscsi", "rbd"] as const;

/** Sources of all kinds, those included that podsim does not look into. */
export const volumeJson = (volume: Volume): JsonObject => {
  const { ephemeral, ...rest } = volume;
  const readOnly = READ_ONLY.flatMap((kind) => {
    const source = volume[kind];
    return source === undefined ? [] : [[kind, filled(source)] as const];
  });
  return {
    ...(rest as unknown as JsonObject),
    ...Object.fromEntries(readOnly),
    ...(ephemeral === undefined
      ? {}
      : { ephemeral: { volumeClaimTemplate: ephemeralClaimJson(ephemeral.volumeClaimTemplate) } }),
  };
};
