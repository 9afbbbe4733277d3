// The volume is kept for a claim from now on.
import type { EventDefinition } from "../../event.js";
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
  evolve: (s, { namespace, name, uid }) => ({
    ...s,
    object: { ...s.object, spec: { ...s.object.spec, claimRef: { namespace, name, uid } } },
    phase: "Bound",
  }),
  example: { namespace: "shop", name: "data", uid: "9f0c…" },
};
