// The registry of everything that can happen to a DaemonSet.
import { daemonSetApplied } from "./daemon-set-applied.js";
import { daemonSetCreateFailed } from "./daemon-set-create-failed.js";
import { daemonSetDeleted } from "./daemon-set-deleted.js";
import { daemonSetStatusUpdated } from "./daemon-set-status-updated.js";

export const DAEMON_SET_EVENTS = [
  daemonSetApplied,
  daemonSetCreateFailed,
  daemonSetDeleted,
  daemonSetStatusUpdated,
] as const;
