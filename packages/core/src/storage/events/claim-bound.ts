// The claim and its volume belong to each other.
import type { EventDefinition } from "../../event.js";
import { BIND_COMPLETED } from "../claim-state.js";
import type { ClaimState } from "../claim-state.js";

export interface ClaimBound {
  /** Name of the volume. */
  readonly volume: string;
  readonly volumeIx: number;
}

export const claimBound: EventDefinition<"ClaimBound", ClaimBound, ClaimState> = {
  type: "ClaimBound",
  entity: "claim",
  revision: 1,
  fields: { volume: "string", volumeIx: "int" },
  evolve: (s, { volume }) => {
    const { metadata, spec } = s.object;
    const annotations = { ...metadata.annotations, [BIND_COMPLETED]: "yes" };
    const object = { ...s.object, metadata: { ...metadata, annotations }, spec: { ...spec, volumeName: volume } };
    return { ...s, object, phase: "Bound", provisioningSinceUs: null };
  },
  example: { volume: "pv-1", volumeIx: 0 },
};
