// What facts about claims, volumes, classes and drivers amount to for pods that wait.
import type { Envelope } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";
import { ACTION } from "./wake.js";
import type { StorageEvent } from "./wake.js";

const RESOURCES = {
  claim: "PersistentVolumeClaim",
  volume: "PersistentVolume",
  "storage-class": "StorageClass",
  "csi-node": "CSINode",
} as const;

type StorageEntity = keyof typeof RESOURCES;

export class StorageEvents {
  readonly #world: Pick<WorldView, "claims" | "volumes" | "storageClasses" | "csiNodes">;
  /** Each object as of the last fact about it. */
  readonly #known: Readonly<Record<StorageEntity, unknown[]>> = {
    claim: [],
    volume: [],
    "storage-class": [],
    "csi-node": [],
  };

  constructor(world: Pick<WorldView, "claims" | "volumes" | "storageClasses" | "csiNodes">) {
    this.#world = world;
  }

  concerns({ definition }: Envelope): boolean {
    return Object.hasOwn(RESOURCES, definition.entity);
  }

  /** After the fact was applied; null = nothing that anybody could see changed. Only for facts that concern storage. */
  eventOf({ definition, subject }: Envelope): StorageEvent | null {
    const entity = definition.entity as StorageEntity;
    const before = this.#known[entity][subject] ?? null;
    const after = this.#now(entity, subject) ?? null;
    this.#known[entity][subject] = after;
    if (before === after) return null;
    const action = before === null ? ACTION.add : after === null ? ACTION.delete : ACTION.update;
    // Table and resource belong to the same entity.
    return { resource: RESOURCES[entity], action, before, after } as StorageEvent;
  }

  #now(entity: StorageEntity, ix: number): unknown {
    switch (entity) {
      case "claim":
        return this.#world.claims.at(ix);
      case "volume":
        return this.#world.volumes.at(ix);
      case "storage-class":
        return this.#world.storageClasses.at(ix);
      case "csi-node":
        return this.#world.csiNodes.at(ix);
    }
  }
}
