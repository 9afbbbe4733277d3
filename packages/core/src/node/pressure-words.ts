// How a kubelet words the conditions of its node that are about pressure.
import type { Pressure } from "../kubelet/eviction/threshold.js";

export interface PressureWords {
  /** Type of the condition. */
  readonly condition: string;
  readonly reason: string;
  readonly message: string;
  /** Reason of the Event about a change. */
  readonly event: string;
  /** Key of the node controller's taint. */
  readonly taint: string;
}

type Phrases = readonly [
  condition: string,
  taint: string,
  on: readonly [string, string],
  off: readonly [string, string],
];

const PHRASES: Readonly<Record<Pressure, Phrases>> = {
  memory: [
    "MemoryPressure",
    "node.kubernetes.io/memory-pressure",
    ["HasInsufficientMemory", "kubelet has insufficient memory available"],
    ["HasSufficientMemory", "kubelet has sufficient memory available"],
  ],
  disk: [
    "DiskPressure",
    "node.kubernetes.io/disk-pressure",
    ["HasDiskPressure", "kubelet has disk pressure"],
    ["HasNoDiskPressure", "kubelet has no disk pressure"],
  ],
  pid: [
    "PIDPressure",
    "node.kubernetes.io/pid-pressure",
    ["HasInsufficientPID", "kubelet has insufficient PID available"],
    ["HasSufficientPID", "kubelet has sufficient PID available"],
  ],
};

export const pressureWords = (pressure: Pressure, isOn: boolean): PressureWords => {
  const [condition, taint, on, off] = PHRASES[pressure];
  const [words, message] = isOn ? on : off;
  return { condition, taint, reason: `Kubelet${words}`, message, event: `Node${words}` };
};
