// Claims, volumes, storage classes and drivers as `get -o json` shows them.
import type {
  ClaimState,
  CsiNodeState,
  PersistentVolumeSpec,
  StorageClassState,
  VolumeAttachmentState,
  VolumeState,
} from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import { claimSpecJson } from "./claim-spec-json.js";
import { derivedUid } from "./derived-uid.js";
import type { JsonObject, KubeObject, MetadataParts } from "./kube-object.js";
import { filled, metadataOf, present } from "./kube-object.js";

/** Claims and volumes are given no time to end by themselves: they go when nobody holds them any more. */
const deletionOf = ({ deletingSinceUs }: ClaimState | VolumeState): MetadataParts["deletion"] =>
  deletingSinceUs === null ? undefined : { timestampUs: deletingSinceUs, graceSeconds: 0 };

/** The volume a claim is bound to; undefined for one that waits, and for one whose volume is gone. */
export const volumeOf = ({ phase, object }: ClaimState, world: WorldView): VolumeState | undefined =>
  phase === "Bound" ? world.volumes.find("", object.spec.volumeName ?? "") : undefined;

export const claimObject = (claim: ClaimState, world: WorldView, clock: WallClock): KubeObject => {
  const { metadata, spec } = claim.object;
  const bound = volumeOf(claim, world)?.object.spec;
  const status: JsonObject =
    bound === undefined
      ? { phase: claim.phase }
      : { accessModes: [...bound.accessModes], capacity: { ...bound.capacity }, phase: claim.phase };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadataOf(
      {
        ...metadata,
        uid: claim.uid,
        createdAtUs: claim.createdAtUs,
        finalizers: ["kubernetes.io/pvc-protection"],
        deletion: deletionOf(claim),
      },
      clock,
    ),
    spec: claimSpecJson(spec),
    status,
  };
};

/** A reference with a uid was written by the controller, and in full. */
const volumeSpecJson = ({ claimRef, ...spec }: PersistentVolumeSpec): JsonObject => ({
  ...(spec as unknown as JsonObject),
  ...present({
    claimRef:
      claimRef?.uid === undefined
        ? (claimRef as JsonObject | undefined)
        : { apiVersion: "v1", kind: "PersistentVolumeClaim", ...claimRef },
  }),
});

export const volumeObject = (volume: VolumeState, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, phase } = volume;
  const finalizers = ["kubernetes.io/pv-protection"];
  const deletion = deletionOf(volume);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: metadataOf({ ...object.metadata, uid, createdAtUs, finalizers, deletion }, clock),
    spec: volumeSpecJson(object.spec),
    status: { phase },
  };
};

/** Of a kind whose objects have no status. */
export const plainStorageObject = (
  { object, createdAtUs }: StorageClassState | CsiNodeState,
  clock: WallClock,
): KubeObject => {
  const { metadata, ...rest } = object;
  const uid = derivedUid(object.kind, "", metadata.name);
  return { ...filled(rest), metadata: metadataOf({ ...metadata, uid, createdAtUs }, clock) } as KubeObject;
};

export const attachmentObject = (
  { name, createdAtUs, driver, volume, node, isAttached, detachingSinceUs }: VolumeAttachmentState,
  clock: WallClock,
): KubeObject => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "VolumeAttachment",
  metadata: {
    ...metadataOf(
      { name, namespace: "", labels: {}, annotations: {}, uid: derivedUid("VolumeAttachment", "", name), createdAtUs },
      clock,
    ),
    ...(detachingSinceUs === null ? {} : { deletionTimestamp: clock.timestamp(detachingSinceUs) }),
  },
  spec: { attacher: driver, nodeName: node, source: { persistentVolumeName: volume } },
  status: { attached: isAttached },
});
