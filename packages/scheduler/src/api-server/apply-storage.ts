// Applying claims, volumes, storage classes and the drivers of nodes.
import { claimApplied, csiNodeApplied, storageClassApplied, volumeApplied } from "@podsim/core";
import type { CSINode, PersistentVolume, PersistentVolumeClaim, StorageClass } from "@podsim/core";
import type { ControlPlane, Outbox } from "../actor.js";
import { createClaim } from "./create-claim.js";
import { refuse } from "./object-ref.js";
import { uidOf } from "./uid.js";

export type StorageObject = CSINode | PersistentVolume | PersistentVolumeClaim | StorageClass;

const IMMUTABLE =
  "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

const applyClaim = (object: PersistentVolumeClaim, plane: ControlPlane, out: Outbox): void => {
  const { namespace, name, annotations, labels } = object.metadata;
  const old = plane.world.claims.find(namespace, name);
  if (old === undefined) return createClaim(object, plane, out);
  const { volumeName, storageClassName } = old.object.spec;
  // What the cluster filled in is not taken back by a manifest that leaves it out.
  const filledIn = {
    ...(volumeName === undefined ? {} : { volumeName }),
    ...(storageClassName === undefined ? {} : { storageClassName }),
  };
  const [before, after] = [old.object.spec, { ...filledIn, ...object.spec }].map((spec) =>
    JSON.stringify(Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  if (before !== after) {
    const ref = { kind: object.kind, namespace, name };
    return refuse(ref, `PersistentVolumeClaim "${name}" is invalid: ${IMMUTABLE}`, out);
  }
  const metadata = {
    ...old.object.metadata,
    labels,
    annotations: { ...old.object.metadata.annotations, ...annotations },
  };
  out.record(claimApplied, old.ix, { claimIx: old.ix, uid: old.uid, object: { ...old.object, metadata } });
};

const applyVolume = (object: PersistentVolume, plane: ControlPlane, out: Outbox): void => {
  const { name } = object.metadata;
  const old = plane.world.volumes.find("", name);
  if (old === undefined) {
    const volumeIx = plane.world.volumes.nextIx;
    const uid = object.metadata.found?.uid ?? uidOf(plane, "volume", `${name}/${volumeIx}`);
    return out.record(volumeApplied, volumeIx, { volumeIx, uid, object });
  }
  const { claimRef } = old.object.spec;
  const spec = claimRef === undefined ? object.spec : { ...object.spec, claimRef };
  out.record(volumeApplied, old.ix, { volumeIx: old.ix, uid: old.uid, object: { ...object, spec } });
};

export const applyStorageObject = (object: StorageObject, plane: ControlPlane, out: Outbox): void => {
  const { world } = plane;
  switch (object.kind) {
    case "PersistentVolumeClaim":
      return applyClaim(object, plane, out);
    case "PersistentVolume":
      return applyVolume(object, plane, out);
    case "StorageClass": {
      const storageClassIx = world.storageClasses.ixOf("", object.metadata.name) ?? world.storageClasses.nextIx;
      return out.record(storageClassApplied, storageClassIx, { storageClassIx, object });
    }
    case "CSINode": {
      const csiNodeIx = world.csiNodes.ixOf("", object.metadata.name) ?? world.csiNodes.nextIx;
      return out.record(csiNodeApplied, csiNodeIx, { csiNodeIx, object });
    }
  }
};
