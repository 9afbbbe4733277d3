// The Lease object is gone.
import type { EventDefinition } from "../../event.js";
import type { LeaseState } from "../lease-state.js";

export type LeaseDeleted = Record<never, never>;

export const leaseDeleted: EventDefinition<"LeaseDeleted", LeaseDeleted, LeaseState> = {
  type: "LeaseDeleted",
  entity: "lease",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
