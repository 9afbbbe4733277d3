// The claim and its volume belong to each other.
import type { EventDefinition } from "../../event.js";
import { annotated, BIND_COMPLETED, BOUND_BY_CONTROLLER } from "../annotations.js";
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
    const { spec } = s.object;
    const byController = (spec.volumeName ?? "") === "" ? { [BOUND_BY_CONTROLLER]: "yes" } : {};
    const object = annotated(s.object, { [BIND_COMPLETED]: "yes", ...byController });
    return {
      ...s,
      object: { ...object, spec: { ...spec, volumeName: volume } },
      phase: "Bound",
      provisioningSinceUs: null,
    };
  },
  example: { volume: "pv-1", volumeIx: 0 },
};
