// The StorageClass object is gone.
import type { EventDefinition } from "../../event.js";
import type { StorageClassState } from "../storage-class-state.js";

export type StorageClassRemoved = Record<never, never>;

export const storageClassRemoved: EventDefinition<"StorageClassRemoved", StorageClassRemoved, StorageClassState> = {
  type: "StorageClassRemoved",
  entity: "storage-class",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
