// The registry of everything that can happen to claims, volumes, storage classes and the drivers of nodes.
import { claimApplied } from "./claim-applied.js";
import { claimBound } from "./claim-bound.js";
import { claimDeletionRequested } from "./claim-deletion-requested.js";
import { claimLost } from "./claim-lost.js";
import { claimNodeSelected } from "./claim-node-selected.js";
import { claimProvisioningBegan } from "./claim-provisioning-began.js";
import { claimRemoved } from "./claim-removed.js";
import { claimWaiting } from "./claim-waiting.js";
import { csiNodeApplied } from "./csi-node-applied.js";
import { csiNodeRemoved } from "./csi-node-removed.js";
import { storageClassApplied } from "./storage-class-applied.js";
import { storageClassRemoved } from "./storage-class-removed.js";
import { volumeApplied } from "./volume-applied.js";
import { volumeAttachBegan } from "./volume-attach-began.js";
import { volumeAttached } from "./volume-attached.js";
import { volumeBound } from "./volume-bound.js";
import { volumeDeletionRequested } from "./volume-deletion-requested.js";
import { volumeDetachBegan } from "./volume-detach-began.js";
import { volumeDetachRequested } from "./volume-detach-requested.js";
import { volumeDetachWithdrawn } from "./volume-detach-withdrawn.js";
import { volumeDetached } from "./volume-detached.js";
import { volumeProvisioned } from "./volume-provisioned.js";
import { volumeReleased } from "./volume-released.js";
import { volumeRemoved } from "./volume-removed.js";

export const STORAGE_EVENTS = [
  claimApplied,
  claimBound,
  claimDeletionRequested,
  claimLost,
  claimNodeSelected,
  claimProvisioningBegan,
  claimRemoved,
  claimWaiting,
  csiNodeApplied,
  csiNodeRemoved,
  storageClassApplied,
  storageClassRemoved,
  volumeApplied,
  volumeAttachBegan,
  volumeAttached,
  volumeBound,
  volumeDeletionRequested,
  volumeDetachBegan,
  volumeDetachRequested,
  volumeDetachWithdrawn,
  volumeDetached,
  volumeProvisioned,
  volumeReleased,
  volumeRemoved,
] as const;
