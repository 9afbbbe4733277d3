// The plugins kube-scheduler enables by default, in its order and with its weights.
import type { ExtensionPoint } from "./plugin.js";

export interface PluginEntry {
  readonly name: string;
  /** Absent or 0 = 1. */
  readonly weight?: number;
}

export const DEFAULT_MULTI_POINT: readonly PluginEntry[] = [
  { name: "SchedulingGates" },
  { name: "PrioritySort" },
  { name: "NodeUnschedulable" },
  { name: "NodeName" },
  { name: "TaintToleration", weight: 3 },
  { name: "NodeAffinity", weight: 2 },
  { name: "NodePorts" },
  { name: "NodeResourcesFit", weight: 1 },
  { name: "VolumeRestrictions" },
  { name: "NodeVolumeLimits" },
  { name: "VolumeBinding" },
  { name: "VolumeZone" },
  { name: "PodTopologySpread", weight: 2 },
  { name: "InterPodAffinity", weight: 2 },
  { name: "DynamicResources" },
  { name: "DefaultPreemption" },
  { name: "NodeResourcesBalancedAllocation", weight: 1 },
  { name: "ImageLocality", weight: 1 },
  { name: "DefaultBinder" },
];

/**
 * Plugins that decide about things this cluster does not have (claimed devices), or whose part is played elsewhere
 * (binding). Each is accepted in a profile and lets every pod pass.
 */
export const PLUGINS_WITHOUT_HOOKS: ReadonlyMap<string, readonly ExtensionPoint[]> = new Map<
  string,
  readonly ExtensionPoint[]
>([
  ["DynamicResources", ["preEnqueue", "preFilter", "filter", "postFilter", "reserve", "preBind"]],
  ["DefaultBinder", ["bind"]],
]);
