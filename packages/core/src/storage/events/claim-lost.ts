// The volume the claim was bound to is gone, and what was on it too.
import type { EventDefinition } from "../../event.js";
import type { ClaimState } from "../claim-state.js";

export type ClaimLost = Record<never, never>;

export const claimLost: EventDefinition<"ClaimLost", ClaimLost, ClaimState> = {
  type: "ClaimLost",
  entity: "claim",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, phase: "Lost" }),
  announce: ({ object: { metadata } }) => [
    {
      type: "Warning",
      reason: "ClaimLost",
      message: "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
      from: "persistentvolume-controller",
      object: { kind: "PersistentVolumeClaim", namespace: metadata.namespace, name: metadata.name },
    },
  ],
  example: {},
};
