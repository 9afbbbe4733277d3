// What a PersistentVolumeClaim is at an instant.
import type { PersistentVolumeClaim } from "../api/persistent-volume-claim.js";
import type { ClaimIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface ClaimState {
  readonly ix: ClaimIx;
  readonly uid: string;
  readonly createdAtUs: SimTime;
  /** As stored: its class is filled in, its volume once it is bound to one. */
  readonly object: PersistentVolumeClaim;
  readonly phase: "Pending" | "Bound" | "Lost";
  /** The node that a pod which waits for the claim is to run on, once a scheduler has said so; "" before. */
  readonly selectedNode: string;
  /** Since when somebody is making a volume for it; null = nobody is. */
  readonly provisioningSinceUs: SimTime | null;
  /** Why nothing is done for it yet, as it was last said; "" if nothing was. */
  readonly waiting: string;
  /** Since when somebody wants it gone; it stays as long as pods that run somewhere use it. null = nobody does. */
  readonly deletingSinceUs: SimTime | null;
}

/** What of a claim, or of a template of claims, says its class. */
interface Classed {
  readonly metadata: Pick<PersistentVolumeClaim["metadata"], "annotations">;
  readonly spec: Pick<PersistentVolumeClaim["spec"], "storageClassName">;
}

/** The class the claim asks for; "" = none. */
export const claimClassOf = ({ metadata, spec }: Classed): string =>
  metadata.annotations["volume.beta.kubernetes.io/storage-class"] ?? spec.storageClassName ?? "";
