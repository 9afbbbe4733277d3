// What a VolumeAttachment is at an instant: a volume that is to be reachable from a node, or to cease to be.
import type { PersistentVolume } from "../api/persistent-volume.js";
import type { VolumeAttachmentIx, VolumeIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface VolumeAttachmentState {
  readonly ix: VolumeAttachmentIx;
  readonly name: string;
  readonly createdAtUs: SimTime;
  /** Whose driver attaches it. */
  readonly driver: string;
  readonly volume: string;
  readonly volumeIx: VolumeIx;
  /** Its name: one that comes back under the same has the volume still. */
  readonly node: string;
  /** How often the volume was attached before. */
  readonly n: number;
  readonly isAttached: boolean;
  /** Since when no pod of the node needs it; null = one does. */
  readonly unwantedSinceUs: SimTime | null;
  /** null = nobody is detaching it yet. */
  readonly detachingSinceUs: SimTime | null;
}

/** Drivers whose volumes lie on a node's own disk. */
const NODE_LOCAL: ReadonlySet<string> = new Set([
  "k8s.io/minikube-hostpath",
  "local.csi.openebs.io",
  "openebs.io/local",
  "rancher.io/local-path",
  "topolvm.io",
]);

export const isNodeLocal = (driver: string): boolean => NODE_LOCAL.has(driver);

/**
 * Whether the volume has to be attached before a node can mount it: one of a CSI driver that is neither on the node's own
 * disk nor, as those that many nodes may write to are, a file system of the network.
 */
export const needsAttach = ({ spec: { csi, accessModes } }: PersistentVolume): boolean =>
  csi !== undefined && !isNodeLocal(csi.driver) && !accessModes.includes("ReadWriteMany");

/** Whether one node alone can have it at a time. */
export const isExclusive = ({ spec: { accessModes } }: PersistentVolume): boolean =>
  accessModes.length > 0 && !accessModes.some((mode) => mode === "ReadOnlyMany" || mode === "ReadWriteMany");
