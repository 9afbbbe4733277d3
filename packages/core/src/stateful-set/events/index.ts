// The registry of everything that can happen to a StatefulSet.
import { statefulSetApplied } from "./stateful-set-applied.js";
import { statefulSetClaimCreated } from "./stateful-set-claim-created.js";
import { statefulSetClaimRefused } from "./stateful-set-claim-refused.js";
import { statefulSetCreateFailed } from "./stateful-set-create-failed.js";
import { statefulSetDeleted } from "./stateful-set-deleted.js";
import { statefulSetRevised } from "./stateful-set-revised.js";
import { statefulSetStatusUpdated } from "./stateful-set-status-updated.js";

export const STATEFUL_SET_EVENTS = [
  statefulSetApplied,
  statefulSetClaimCreated,
  statefulSetClaimRefused,
  statefulSetCreateFailed,
  statefulSetDeleted,
  statefulSetRevised,
  statefulSetStatusUpdated,
] as const;
