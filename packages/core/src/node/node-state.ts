// What a node is at an instant: its object as the API server shows it, and whether the machine behind it is alive.
import type { Pressure } from "../kubelet/eviction/threshold.js";
import type { Labels, Taint } from "../api/meta.js";
import type { Node } from "../api/node.js";
import type { NodeIx } from "../ids.js";
import type { ConditionStatus } from "../pod/pod-state.js";
import type { RuntimeTrouble } from "./runtime-trouble.js";
import type { SimTime } from "../time.js";

/**
 * How a machine can be lost. "power-off": everything on it stops at once and is gone when it returns. "vm-gone": the same,
 * and the provider knows it, so that the Node object is deleted. "kubelet-down": the containers go on, nobody reports or
 * obeys. "hang": nothing on it moves; when it is back it goes on where it was. "partition": kubelet and containers go on by
 * themselves, but nothing reaches the API server, and nothing from there reaches them.
 */
export type FailureMode = "power-off" | "kubelet-down" | "partition" | "hang" | "vm-gone";

/** Whether what ran on the machine is gone when it returns. */
export const losesPower = (mode: FailureMode): boolean => mode === "power-off" || mode === "vm-gone";

/** Whether it is the same kubelet as before that returns. */
export const keepsKubelet = (mode: FailureMode): boolean => mode === "partition" || mode === "hang";

export interface StoredImage {
  readonly image: string;
  readonly sizeBytes: number;
}

export interface NodeState {
  readonly ix: NodeIx;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The manifest (or template) the node came from. */
  readonly object: Node;
  readonly addedAtUs: SimTime;
  readonly unschedulable: boolean;
  /** Every taint, in the order they were put on; those the node controller manages included. */
  readonly taints: readonly Taint[];
  /** When the node controller put on those of its taints that are on, by what identifies them. */
  readonly taintedAtUs: Readonly<Record<string, SimTime>>;
  readonly ready: ConditionStatus;
  readonly readyReason: string;
  readonly readyTransitionUs: SimTime;
  /** When the node controller last gave the node up, or heard of it again after that; the node's addition if never. */
  readonly silenceChangedUs: SimTime;
  /** When the kubelet last had something else to report of its node than before; the node's addition at first. */
  readonly statusChangedUs: SimTime;
  /** What the kubelet last reported to be short of. */
  readonly pressures: readonly Pressure[];
  /** When each of those reports last changed; absent = never. */
  readonly pressureChangedUs: Readonly<Partial<Record<Pressure, SimTime>>>;
  /** Set while the machine does not work; the API server need not know yet. */
  readonly failure: { readonly mode: FailureMode; readonly sinceUs: SimTime } | null;
  /** So many times as long as usual takes what is done on it; absent = it is as fast as ever. */
  readonly slowness?: number;
  /** The newest trouble with the container runtime, which the API server need not know; null = there was none. */
  readonly runtimeTrouble: RuntimeTrouble | null;
  /** What is in the node's image store, by reference; the latest arrival last. */
  readonly images: readonly StoredImage[];
}

/** With other images in its store: a node that is cut off from the API server reports them later. */
export const withImages = (node: NodeState, images: readonly StoredImage[], at: SimTime): NodeState => ({
  ...node,
  images,
  statusChangedUs: node.failure === null ? at : node.statusChangedUs,
});

/** Whether the processes on the node's machine go on. */
export const isMachineAtWork = ({ failure }: NodeState): boolean =>
  failure === null || failure.mode === "partition" || failure.mode === "kubelet-down";

/** Whether its kubelet does, whether or not it reaches anybody. */
export const isKubeletAtWork = ({ failure }: NodeState): boolean => failure === null || failure.mode === "partition";
