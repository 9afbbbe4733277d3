// What a StorageClass and a CSINode are at an instant.
import type { CSINode } from "../api/csi-node.js";
import type { StorageClass } from "../api/storage-class.js";
import type { CsiNodeIx, StorageClassIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface StorageClassState {
  readonly ix: StorageClassIx;
  readonly createdAtUs: SimTime;
  readonly object: StorageClass;
}

const DEFAULT_MARKS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
] as const;

/** Whether claims that name no class may get this one. */
export const isDefaultClass = ({ metadata }: StorageClass): boolean =>
  DEFAULT_MARKS.some((mark) => metadata.annotations[mark] === "true");

export interface CsiNodeState {
  readonly ix: CsiNodeIx;
  readonly createdAtUs: SimTime;
  readonly object: CSINode;
}
