// The volume is kept for a claim from now on.
import type { EventDefinition } from "../../event.js";
import { annotated, BOUND_BY_CONTROLLER } from "../annotations.js";
import type { VolumeState } from "../volume-state.js";

export interface VolumeBound {
  /** The claim. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export const volumeBound: EventDefinition<"VolumeBound", VolumeBound, VolumeState> = {
  type: "VolumeBound",
  entity: "volume",
  revision: 1,
  fields: { namespace: "string", name: "string", uid: "string" },
  evolve: (s, { namespace, name, uid }) => {
    const { spec } = s.object;
    const object = spec.claimRef === undefined ? annotated(s.object, { [BOUND_BY_CONTROLLER]: "yes" }) : s.object;
    return { ...s, object: { ...object, spec: { ...spec, claimRef: { namespace, name, uid } } }, phase: "Bound" };
  },
  example: { namespace: "shop", name: "data", uid: "9f0c…" },
};
