// The registry of everything that can happen to ConfigMaps and Secrets.
import { configMapApplied } from "./config-map-applied.js";
import { configMapDeleted } from "./config-map-deleted.js";
import { secretApplied } from "./secret-applied.js";
import { secretDeleted } from "./secret-deleted.js";

export const CONFIG_EVENTS = [configMapApplied, configMapDeleted, secretApplied, secretDeleted] as const;
