// A Lease was created, or written again by whoever takes, renews or gives it up.
import type { Lease } from "../../api/lease.js";
import type { EventDefinition } from "../../event.js";
import type { LeaseIx } from "../../ids.js";
import type { LeaseState } from "../lease-state.js";

export interface LeaseApplied {
  readonly leaseIx: number;
  /** "" = nobody. */
  readonly holder: string;
  readonly object: Lease;
}

export const leaseApplied: EventDefinition<"LeaseApplied", LeaseApplied, LeaseState | undefined> = {
  type: "LeaseApplied",
  entity: "lease",
  revision: 1,
  fields: { leaseIx: "int", holder: "string", object: "json" },
  evolve: (old, d, at) => ({ ix: d.leaseIx as LeaseIx, object: d.object, createdAtUs: old?.createdAtUs ?? at }),
  example: {
    leaseIx: 0,
    holder: "elector-0",
    object: {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "elector", namespace: "default", labels: {}, annotations: {} },
      spec: {
        holderIdentity: "elector-0",
        leaseDurationSeconds: 15,
        acquireTime: "2026-01-01T00:00:00.000000Z",
        renewTime: "2026-01-01T00:00:02.000000Z",
        leaseTransitions: 0,
      },
    },
  },
};
