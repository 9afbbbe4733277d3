// The registry of everything that can happen to a node.
import { diskNotFreed } from "./disk-not-freed.js";
import { imageRemoved } from "./image-removed.js";
import { imageStored } from "./image-stored.js";
import { kubeletRestarted } from "./kubelet-restarted.js";
import { nodeAdded } from "./node-added.js";
import { nodeCordoned } from "./node-cordoned.js";
import { nodeFound } from "./node-found.js";
import { nodeFailed } from "./node-failed.js";
import { nodeOutOfMemory } from "./node-out-of-memory.js";
import { nodePressureChanged } from "./node-pressure-changed.js";
import { nodeReadyChanged } from "./node-ready-changed.js";
import { nodeReclaimBegan } from "./node-reclaim-began.js";
import { nodeReclaimNoticed } from "./node-reclaim-noticed.js";
import { nodeRecovered } from "./node-recovered.js";
import { nodeRelabelled } from "./node-relabelled.js";
import { nodeRemoved } from "./node-removed.js";
import { nodeRuntimeMended } from "./node-runtime-mended.js";
import { nodeRuntimeTroubled } from "./node-runtime-troubled.js";
import { nodeShutdownBegan } from "./node-shutdown-began.js";
import { nodeSlowed } from "./node-slowed.js";
import { nodeSpeedRestored } from "./node-speed-restored.js";
import { nodeTainted } from "./node-tainted.js";
import { nodeUncordoned } from "./node-uncordoned.js";
import { nodeUntainted } from "./node-untainted.js";

export const NODE_EVENTS = [
  imageStored,
  nodeAdded,
  nodeCordoned,
  nodeFailed,
  nodeReadyChanged,
  nodeReclaimNoticed,
  nodeRecovered,
  nodeRelabelled,
  nodeRemoved,
  nodeTainted,
  nodeUncordoned,
  nodeUntainted,
  imageRemoved,
  nodeOutOfMemory,
  nodePressureChanged,
  nodeReclaimBegan,
  kubeletRestarted,
  nodeShutdownBegan,
  diskNotFreed,
  nodeRuntimeTroubled,
  nodeRuntimeMended,
  nodeSlowed,
  nodeSpeedRestored,
  nodeFound,
] as const;
