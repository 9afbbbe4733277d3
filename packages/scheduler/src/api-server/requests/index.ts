// The registry of everything that can be asked of the cluster from outside.
import { addNodes } from "./add-nodes.js";
import { apply } from "./apply.js";
import { changeBehavior, restoreBehavior } from "./change-behavior.js";
import { cordon } from "./cordon.js";
import { deleteObject } from "./delete-object.js";
import { disturbController } from "./disturb-controller.js";
import { drainNodes } from "./drain-nodes.js";
import { evictOnePod, evictPods } from "./evict-pods.js";
import { findPods } from "./find-pods.js";
import { findStanding, findWorkloads } from "./find-workloads.js";
import { failNodes, recoverNodes } from "./fail-nodes.js";
import { reclaimNodes } from "./reclaim-nodes.js";
import { endRegistryOutage, registryOutage } from "./registry-outage.js";
import { debug } from "./debug.js";
import { patch } from "./patch.js";
import { removeNodes } from "./remove-nodes.js";
import { rolloutUndo } from "./rollout-undo.js";
import { endRuntimeOutage, runtimeOutage } from "./runtime-outage.js";
import { scale } from "./scale.js";
import { endSlowApi, slowApi } from "./slow-api.js";
import { setLoad } from "./set-load.js";
import { setTemplate } from "./set-template.js";
import { slowNodes, speedUpNodes } from "./slow-nodes.js";
import { taintNodes } from "./taint-nodes.js";
import { mendPods, troublePods } from "./trouble-pods.js";
import { restartKubelets, shutdownNodes } from "./shutdown-nodes.js";

export const REQUESTS = [
  apply,
  deleteObject,
  patch,
  debug,
  scale,
  setTemplate,
  setLoad,
  rolloutUndo,
  cordon,
  taintNodes,
  evictPods,
  evictOnePod,
  drainNodes,
  failNodes,
  recoverNodes,
  shutdownNodes,
  restartKubelets,
  addNodes,
  removeNodes,
  reclaimNodes,
  registryOutage,
  endRegistryOutage,
  runtimeOutage,
  endRuntimeOutage,
  changeBehavior,
  restoreBehavior,
  slowNodes,
  speedUpNodes,
  troublePods,
  mendPods,
  slowApi,
  endSlowApi,
  findWorkloads,
  findPods,
  findStanding,
  disturbController,
] as const;
