// What a Lease is at an instant: its object and when it was created.
import type { Lease } from "../api/lease.js";
import type { LeaseIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface LeaseState {
  readonly ix: LeaseIx;
  readonly object: Lease;
  readonly createdAtUs: SimTime;
}
