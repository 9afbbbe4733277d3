// The controller of volumes has nothing to do for the claim, and says why.
import type { EventDefinition } from "../../event.js";
import type { ClaimState } from "../claim-state.js";

const REASONS = [
  "WaitForFirstConsumer",
  "WaitForPodScheduled",
  "FailedBinding",
  "ProvisioningFailed",
  "VolumeMismatch",
] as const;
const WARNINGS: ReadonlySet<string> = new Set(["ProvisioningFailed", "VolumeMismatch"]);

export interface ClaimWaiting {
  readonly reason: (typeof REASONS)[number];
  readonly message: string;
}

export const claimWaiting: EventDefinition<"ClaimWaiting", ClaimWaiting, ClaimState> = {
  type: "ClaimWaiting",
  entity: "claim",
  revision: 1,
  fields: {
    reason: { oneOf: REASONS },
    message: "string",
  },
  evolve: (s, { message }) => ({ ...s, waiting: message }),
  announce: ({ object: { metadata } }, { reason, message }) => [
    {
      type: WARNINGS.has(reason) ? "Warning" : "Normal",
      reason,
      message,
      from: "persistentvolume-controller",
      object: { kind: "PersistentVolumeClaim", namespace: metadata.namespace, name: metadata.name },
    },
  ],
  example: {
    reason: "WaitForFirstConsumer",
    message: "waiting for first consumer to be created before binding",
  },
};
