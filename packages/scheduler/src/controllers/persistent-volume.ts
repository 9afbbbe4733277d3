// Brings claims and volumes together, has volumes made, and lets those go whose claim is gone.
import { isKeptFor, volumeReleased, volumeRemoved } from "@podsim/core";
import type { VolumeState } from "@podsim/core";
import { RANK } from "../actor.js";
import type { ControllerDefinition, SyncOutbox } from "../controller.js";
import type { WorldView } from "../cluster/world.js";
import { syncClaim } from "./storage/sync-claim.js";
import { hearsOf } from "../hearing.js";

// Two kinds share the queue: a claim's key is even, a volume's odd.
const claimKey = (ix: number): number => 2 * ix;
const volumeKey = (ix: number): number => 2 * ix + 1;

const enqueuePending = (world: WorldView, enqueue: (key: number) => void): void => {
  for (const { ix, phase } of world.claims.values()) if (phase === "Pending") enqueue(claimKey(ix));
};

/** Whether somebody is there to take the volume apart. */
const canBeDeleted = ({ isProvisioned, object: { spec } }: VolumeState): boolean =>
  spec.persistentVolumeReclaimPolicy === "Delete" && (isProvisioned || spec.csi !== undefined);

const syncVolume = (volume: VolumeState, world: WorldView, out: SyncOutbox): void => {
  const { ix, phase, deletingSinceUs } = volume;
  if (phase === "Bound") {
    const { claimRef } = volume.object.spec;
    const claim = claimRef === undefined ? undefined : world.claims.find(claimRef.namespace, claimRef.name);
    if (claim === undefined || !isKeptFor(volume, claim)) out.record(volumeReleased, ix, {});
  } else if (deletingSinceUs !== null || (phase === "Released" && canBeDeleted(volume))) {
    out.record(volumeRemoved, ix, {});
  }
};

/** Types of the facts it goes by. */
const HEARD = [
  "ClaimApplied",
  "ClaimNodeSelected",
  "ClaimProvisioningBegan",
  "ClaimRemoved",
  "VolumeApplied",
  "VolumeReleased",
  "VolumeDeletionRequested",
  "VolumeBound",
  "VolumeRemoved",
  "StorageClassApplied",
] as const;

export const persistentVolume: ControllerDefinition = {
  name: "persistentvolume-binder-controller",
  rank: RANK.volumes,
  hears: hearsOf(HEARD),
  build: (plane) => {
    const { world } = plane;
    return {
      watch: ({ definition, subject }, enqueue) => {
        switch (definition.type as (typeof HEARD)[number]) {
          case "ClaimApplied":
          case "ClaimNodeSelected":
          case "ClaimProvisioningBegan":
            return enqueue(claimKey(subject));
          case "ClaimRemoved":
            for (const { ix, phase } of world.volumes.values()) if (phase === "Bound") enqueue(volumeKey(ix));
            return;
          case "VolumeApplied":
            enqueue(volumeKey(subject));
            return enqueuePending(world, enqueue);
          case "VolumeReleased":
          case "VolumeDeletionRequested":
            return enqueue(volumeKey(subject));
          case "VolumeBound":
            // A scheduler has kept it for a claim.
            return enqueuePending(world, enqueue);
          case "VolumeRemoved":
            for (const { ix, phase } of world.claims.values()) if (phase === "Bound") enqueue(claimKey(ix));
            return;
          case "StorageClassApplied":
            return enqueuePending(world, enqueue);
        }
      },
      sync: (key, now, out) => {
        if (key % 2 === 1) {
          const volume = world.volumes.at((key - 1) / 2);
          if (volume !== undefined) syncVolume(volume, world, out);
          return;
        }
        const claim = world.claims.at(key / 2);
        if (claim !== undefined) syncClaim(claim, plane, now, out);
      },
    };
  },
};
