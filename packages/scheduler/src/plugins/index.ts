// The registry of scheduler plugins, in the order of kube-scheduler's default profile; others follow.
import type { AnyPlugin } from "../framework/plugin.js";
import { gpuBestFit } from "./gpu-best-fit.js";
import { gpuFragmentation } from "./gpu-fragmentation.js";
import { gpuRandom } from "./gpu-random.js";
import { defaultPreemption } from "./default-preemption.js";
import { imageLocality } from "./image-locality.js";
import { interPodAffinity } from "./inter-pod-affinity.js";
import { nodeAffinity } from "./node-affinity.js";
import { nodeName } from "./node-name.js";
import { nodePorts } from "./node-ports.js";
import { nodeResourcesBalancedAllocation } from "./node-resources-balanced-allocation.js";
import { nodeResourcesFit } from "./node-resources-fit.js";
import { nodeUnschedulable } from "./node-unschedulable.js";
import { nodeVolumeLimits } from "./node-volume-limits.js";
import { podTopologySpread } from "./pod-topology-spread.js";
import { prioritySort } from "./priority-sort.js";
import { schedulingGates } from "./scheduling-gates.js";
import { taintToleration } from "./taint-toleration.js";
import { volumeBinding } from "./volume-binding.js";
import { volumeRestrictions } from "./volume-restrictions.js";
import { volumeZone } from "./volume-zone.js";

export const PLUGINS: readonly AnyPlugin[] = [
  schedulingGates,
  prioritySort,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
  defaultPreemption,
  nodeResourcesBalancedAllocation,
  imageLocality,
  // Outside the default profile: policies for GPUs that pods share.
  gpuBestFit,
  gpuFragmentation,
  gpuRandom,
];
