// The registry of everything that can happen to a Service and its endpoints.
import { endpointRemoved } from "./endpoint-removed.js";
import { endpointSet } from "./endpoint-set.js";
import { serviceApplied } from "./service-applied.js";
import { serviceDeleted } from "./service-deleted.js";

export const SERVICE_EVENTS = [endpointRemoved, endpointSet, serviceApplied, serviceDeleted] as const;
