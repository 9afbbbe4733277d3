// What a kubelet's eviction monitor keeps of its node between two looks.
import { NO_PRESSURE } from "@podsim/core";
import type { Pressure, PressureState, SimTime } from "@podsim/core";
import type { Token } from "../actor.js";
import type { PodWorker } from "./pod-worker.js";

export interface EvictionMonitor {
  /** Looks fall on phaseUs + k * 10 s. */
  phaseUs: SimTime;
  /** -1 before the first look that was not skipped. */
  lastLookUs: SimTime;
  pressure: PressureState;
  /** What the last look found, in brief. */
  found: string;
  look: Token;
  /** When the kernel runs out of memory, as far as can be foreseen. */
  oom: Token;
  /** Conditions as the API server has them, and whether a report is on its way. */
  posted: readonly Pressure[];
  posting: boolean;
  /** When too many images are next looked for. */
  imagePass: Token;
  /** When they were last looked for, -1 if never. */
  imagesLookedUs: SimTime;
  /** When images came to the node and when they were last needed, as far as is known. */
  readonly imagesSeenUs: Map<string, SimTime>;
  readonly imagesUsedUs: Map<string, SimTime>;
  /** Pods that were evicted and are not gone from the node yet. */
  readonly leaving: Set<PodWorker>;
  killedAtUs: SimTime;
}

export const evictionMonitor = (phaseUs: SimTime): EvictionMonitor => ({
  phaseUs,
  lastLookUs: -1,
  pressure: NO_PRESSURE,
  found: "",
  look: -1,
  oom: -1,
  posted: [],
  posting: false,
  imagePass: -1,
  imagesLookedUs: -1,
  imagesSeenUs: new Map(),
  imagesUsedUs: new Map(),
  leaving: new Set(),
  killedAtUs: -1,
});

/** Of a kubelet that does not work: nothing is planned. Unless it is to go on, the next one knows only what was posted. */
export const idleMonitor = (monitor: EvictionMonitor, goesOn: boolean): EvictionMonitor => {
  const { phaseUs, posted } = monitor;
  if (!goesOn) return { ...evictionMonitor(phaseUs), posted };
  return { ...monitor, look: -1, oom: -1, imagePass: -1, posting: false, leaving: new Set() };
};
