// The DaemonSet object is gone; its pods are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { DaemonSetState } from "../daemon-set-state.js";

export type DaemonSetDeleted = Record<never, never>;

export const daemonSetDeleted: EventDefinition<"DaemonSetDeleted", DaemonSetDeleted, DaemonSetState> = {
  type: "DaemonSetDeleted",
  entity: "daemon-set",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
