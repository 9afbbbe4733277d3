// Creating a claim, whoever does it: the default storage class is filled in, where there is one.
import { claimApplied, isDefaultClass } from "@podsim/core";
import type { EventDefinition, PersistentVolumeClaim, StorageClassState } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import type { WorldView } from "../cluster/world.js";
import { uidOf } from "./uid.js";

/** Where facts go: an actor's outbox or a controller's. */
interface Recording {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
}

/** The class of claims that name none: of several marked ones the newest, of equally new ones the first by name. */
const defaultStorageClass = (world: WorldView): string | undefined => {
  let chosen: StorageClassState | undefined;
  for (const each of world.storageClasses.values()) {
    if (!isDefaultClass(each.object)) continue;
    const isBetter =
      chosen === undefined ||
      each.createdAtUs > chosen.createdAtUs ||
      (each.createdAtUs === chosen.createdAtUs && each.object.metadata.name < chosen.object.metadata.name);
    if (isBetter) chosen = each;
  }
  return chosen?.object.metadata.name;
};

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

/** The claim with the default class, where it names none and there is one. */
export const withDefaultClass = (object: PersistentVolumeClaim, world: WorldView): PersistentVolumeClaim => {
  if (object.spec.storageClassName !== undefined || BETA_CLASS in object.metadata.annotations) return object;
  const storageClassName = defaultStorageClass(world);
  return storageClassName === undefined ? object : { ...object, spec: { ...object.spec, storageClassName } };
};

/**
 * Records a claim that does not exist yet. `claimIx`: who creates several in one step counts on from the first free index.
 */
export const createClaim = (
  object: PersistentVolumeClaim,
  plane: Pick<ControlPlane, "world" | "draw">,
  out: Recording,
  claimIx: number = plane.world.claims.nextIx,
): void => {
  const { namespace, name, found } = object.metadata;
  const uid = found?.uid ?? uidOf(plane, "claim", `${namespace}/${name}/${claimIx}`);
  out.record(claimApplied, claimIx, { claimIx, uid, object: withDefaultClass(object, plane.world) });
};
