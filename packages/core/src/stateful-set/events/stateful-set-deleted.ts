// The StatefulSet object is gone; its pods are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export type StatefulSetDeleted = Record<never, never>;

export const statefulSetDeleted: EventDefinition<"StatefulSetDeleted", StatefulSetDeleted, StatefulSetState> = {
  type: "StatefulSetDeleted",
  entity: "stateful-set",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
