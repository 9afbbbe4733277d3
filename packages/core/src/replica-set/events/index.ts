// The registry of everything that can happen to a ReplicaSet.
import { replicaSetCreated } from "./replica-set-created.js";
import { replicaSetDeleted } from "./replica-set-deleted.js";
import { replicaSetRevised } from "./replica-set-revised.js";
import { replicaSetScaled } from "./replica-set-scaled.js";
import { replicaSetStatusUpdated } from "./replica-set-status-updated.js";

export const REPLICA_SET_EVENTS = [
  replicaSetCreated,
  replicaSetDeleted,
  replicaSetRevised,
  replicaSetScaled,
  replicaSetStatusUpdated,
] as const;
