// The registry of everything a timeline can do.
import type { Intervention } from "../scenario/intervention.js";
import { addNodes } from "./add-nodes.js";
import { apiLatency } from "./api-latency.js";
import { apply } from "./apply.js";
import { behavior } from "./behavior.js";
import { cordon } from "./cordon.js";
import { deleteVerb } from "./delete.js";
import { disturb } from "./disturb.js";
import { debug } from "./debug.js";
import { drain } from "./drain.js";
import { evict } from "./evict.js";
import { fail } from "./fail.js";
import { load } from "./load.js";
import { note } from "./note.js";
import { patch } from "./patch.js";
import { reclaim } from "./reclaim.js";
import { registryOutage } from "./registry-outage.js";
import { reboot } from "./reboot.js";
import { removeNodes } from "./remove-nodes.js";
import { restartKubelet } from "./restart-kubelet.js";
import { rollout } from "./rollout.js";
import { runtimeOutage } from "./runtime-outage.js";
import { scale } from "./scale.js";
import { setParam } from "./set-param.js";
import { shutdown } from "./shutdown.js";
import { snapshot } from "./snapshot.js";
import { taint } from "./taint.js";
import { untaint } from "./untaint.js";
import { uncordon } from "./uncordon.js";

export const INTERVENTIONS: readonly Intervention[] = [
  apply,
  deleteVerb,
  patch,
  debug,
  scale,
  rollout,
  cordon,
  uncordon,
  drain,
  evict,
  taint,
  untaint,
  fail,
  shutdown,
  reboot,
  restartKubelet,
  addNodes,
  removeNodes,
  reclaim,
  registryOutage,
  runtimeOutage,
  apiLatency,
  behavior,
  setParam,
  load,
  disturb,
  note,
  snapshot,
];
