// The registry of everything that can happen to Leases.
import { leaseApplied } from "./lease-applied.js";
import { leaseDeleted } from "./lease-deleted.js";

export const LEASE_EVENTS = [leaseApplied, leaseDeleted] as const;
