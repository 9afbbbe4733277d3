// The registry of everything that can happen to a ReplicaSet.
import { replicaSetAdopted } from "./replica-set-adopted.js";
import { replicaSetAnnotated } from "./replica-set-annotated.js";
import { replicaSetCreateFailed } from "./replica-set-create-failed.js";
import { replicaSetCreateRecovered } from "./replica-set-create-recovered.js";
import { replicaSetCreated } from "./replica-set-created.js";
import { replicaSetDeleted } from "./replica-set-deleted.js";
import { replicaSetFound } from "./replica-set-found.js";
import { replicaSetMinReadyChanged } from "./replica-set-min-ready-changed.js";
import { replicaSetReleased } from "./replica-set-released.js";
import { replicaSetRevised } from "./replica-set-revised.js";
import { replicaSetScaled } from "./replica-set-scaled.js";
import { replicaSetStatusUpdated } from "./replica-set-status-updated.js";
import { replicaSetTemplateChanged } from "./replica-set-template-changed.js";

export const REPLICA_SET_EVENTS = [
  replicaSetAdopted,
  replicaSetAnnotated,
  replicaSetCreateFailed,
  replicaSetCreateRecovered,
  replicaSetCreated,
  replicaSetDeleted,
  replicaSetMinReadyChanged,
  replicaSetReleased,
  replicaSetRevised,
  replicaSetScaled,
  replicaSetStatusUpdated,
  replicaSetFound,
  replicaSetTemplateChanged,
] as const;
