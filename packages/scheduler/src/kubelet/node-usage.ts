// What the running containers of a node take of it, as far as their behaviours say: at an instant, and when it changes.
import { amountAt, containerAt, containerCount, nextBend, runtimeAt, specOf, unitsOf } from "@podsim/core";
import type { EvictionThreshold, NodeIx, NodeState, Observations, PodState, SimTime, UsagePoint } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import type { KubeletContext } from "./kubelet-context.js";

type Points = readonly UsagePoint[];

/** One running instance of which something is known. */
export interface InstanceUse {
  readonly pod: PodState;
  readonly container: number;
  readonly name: string;
  readonly startedAtUs: SimTime;
  readonly memory: Points | null;
  readonly disk: Points | null;
  readonly processes: Points | null;
  readonly volumes: readonly VolumeUse[];
}

interface VolumeUse {
  readonly name: string;
  readonly points: Points;
  /** What is written to it is memory of the pod. */
  readonly inMemory: boolean;
}

/** Memory and disks are given out in pages. */
const PAGE_BYTES = 4_096;
const wholePages = (bytes: number): number => bytes - (bytes % PAGE_BYTES);

const takenAt = (points: Points | null, startedAtUs: SimTime, at: SimTime): number =>
  points === null ? 0 : amountAt(points, Math.max(0, at - startedAtUs));

const volumesAt = ({ volumes, startedAtUs }: InstanceUse, inMemory: boolean, at: SimTime): number => {
  let bytes = 0;
  for (const each of volumes)
    if (each.inMemory === inMemory) bytes += wholePages(takenAt(each.points, startedAtUs, at));
  return bytes;
};

/** Bytes in the volume of that name, wherever they lie. */
export const volumeBytesOf = ({ volumes, startedAtUs }: InstanceUse, name: string, at: SimTime): number => {
  const volume = volumes.find((each) => each.name === name);
  return volume === undefined ? 0 : wholePages(takenAt(volume.points, startedAtUs, at));
};

export const memoryOf = (use: InstanceUse, at: SimTime): number =>
  wholePages(takenAt(use.memory, use.startedAtUs, at)) + volumesAt(use, true, at);

/** Own layer and logs. */
export const layerBytesOf = (use: InstanceUse, at: SimTime): number =>
  wholePages(takenAt(use.disk, use.startedAtUs, at));

/** Layer, logs and volumes on disk. */
export const diskOf = (use: InstanceUse, at: SimTime): number => layerBytesOf(use, at) + volumesAt(use, false, at);

export const processesOf = (use: InstanceUse, at: SimTime): number => takenAt(use.processes, use.startedAtUs, at);

const usesOf = (context: KubeletContext, pod: PodState): readonly InstanceUse[] => {
  const spec = specOf(pod);
  const key = `${pod.identity.namespace}/${pod.identity.name}`;
  const uses: InstanceUse[] = [];
  for (let container = 0; container < containerCount(spec); container += 1) {
    const { current } = runtimeAt(pod, container);
    const { use } = context.runningBehavior(pod, container);
    if (use === undefined || current?.state !== "running") continue;
    const life = context.lifeOf(key, pod, container, current.attempt);
    uses.push({
      pod,
      container,
      name: containerAt(spec, container).name,
      startedAtUs: current.startedAtUs,
      memory: life.memory(),
      disk: life.curve("disk", use.disk),
      processes: life.curve("processes", use.processes),
      volumes: Object.entries(use.volumes).map(([name, usage]) => ({
        name,
        points: life.curve(`volume/${name}`, usage) ?? [],
        inMemory: spec.volumes?.find((each) => each.name === name)?.emptyDir?.medium === "Memory",
      })),
    });
  }
  return uses;
};

/** Whether anything is known of what the pod's containers take. */
export const saysWhatItUses = (context: KubeletContext, pod: PodState): boolean => {
  for (let ix = 0; ix < containerCount(specOf(pod)); ix += 1) {
    if (context.runningBehavior(pod, ix).use !== undefined) return true;
  }
  return false;
};

const PID_MAX = 4_194_304;

export interface NodeLimits {
  readonly memoryBytes: number | null;
  /** All pods together: more than this and the kernel ends one of their containers. */
  readonly podMemoryBytes: number | null;
  readonly diskBytes: number | null;
}

/** Whether it is known how large the node's disk is. */
export const knowsDisk = ({ object: { status } }: NodeState): boolean =>
  unitsOf(status.capacity, "ephemeral-storage") !== undefined ||
  unitsOf(status.allocatable, "ephemeral-storage") !== undefined;

/** @param hardMemory the hard threshold, which is a part of what is not allocatable; null = none */
export const nodeLimits = (node: NodeState, hardMemory: EvictionThreshold["value"] | null): NodeLimits => {
  const { capacity, allocatable } = node.object.status;
  const memoryBytes = unitsOf(capacity, "memory") ?? unitsOf(allocatable, "memory") ?? null;
  const hardMemoryBytes =
    hardMemory === null
      ? 0
      : "amount" in hardMemory
        ? hardMemory.amount
        : Math.floor((memoryBytes ?? 0) * hardMemory.share);
  const allocatableBytes = unitsOf(allocatable, "memory") ?? memoryBytes;
  return {
    memoryBytes,
    podMemoryBytes:
      memoryBytes === null || allocatableBytes === null
        ? null
        : Math.min(memoryBytes, allocatableBytes + hardMemoryBytes),
    diskBytes: unitsOf(capacity, "ephemeral-storage") ?? unitsOf(allocatable, "ephemeral-storage") ?? null,
  };
};

export class NodeUse {
  readonly instances: readonly InstanceUse[];
  readonly #imageBytes: number;
  readonly #limits: NodeLimits;

  constructor(context: KubeletContext, nodeIx: NodeIx, node: NodeState, limits: NodeLimits) {
    const { pods } = context.plane.world;
    const instances: InstanceUse[] = [];
    for (const podIx of pods.onNode(nodeIx)) {
      const pod = context.podAt(podIx);
      if (pod !== undefined && saysWhatItUses(context, pod)) instances.push(...usesOf(context, pod));
    }
    this.instances = instances;
    this.#limits = limits;
    let imageBytes = 0;
    for (const { sizeBytes } of node.images) imageBytes += sizeBytes;
    this.#imageBytes = imageBytes;
  }

  memoryAt(at: SimTime): number {
    let bytes = 0;
    for (const each of this.instances) bytes += memoryOf(each, at);
    return bytes;
  }

  /** Images, layers, logs and emptyDir volumes share one file system. */
  diskAt(at: SimTime): number {
    let bytes = this.#imageBytes;
    for (const each of this.instances) bytes += diskOf(each, at);
    return bytes;
  }

  #processesAt(at: SimTime): number {
    let count = 0;
    for (const each of this.instances) count += processesOf(each, at);
    return count;
  }

  observationsAt(at: SimTime): Observations {
    const { memoryBytes, podMemoryBytes, diskBytes } = this.#limits;
    const left = (capacity: number, used: number) => ({ capacity, available: Math.max(0, capacity - used) });
    const memory = this.memoryAt(at);
    const disk = diskBytes === null ? null : left(diskBytes, this.diskAt(at));
    return {
      ...(memoryBytes === null ? {} : { "memory.available": left(memoryBytes, memory) }),
      ...(podMemoryBytes === null ? {} : { "allocatableMemory.available": left(podMemoryBytes, memory) }),
      ...(disk === null ? {} : { "nodefs.available": disk, "imagefs.available": disk }),
      "pid.available": left(PID_MAX, this.#processesAt(at)),
    };
  }

  /** Instants after `at` at which some use bends, in order, each once. */
  bendsAfter(at: SimTime): readonly SimTime[] {
    const bends = new Set<SimTime>();
    for (const { startedAtUs, memory, disk, processes, volumes } of this.instances) {
      for (const points of [memory, disk, processes, ...volumes.map((each) => each.points)]) {
        if (points === null) continue;
        for (let bend = nextBend(points, Math.max(0, at - startedAtUs)); bend < NEVER; bend = nextBend(points, bend))
          bends.add(startedAtUs + bend);
      }
    }
    return [...bends].sort((a, b) => a - b);
  }

  of(pod: PodState): readonly InstanceUse[] {
    return this.instances.filter((each) => each.pod.identity.ix === pod.identity.ix);
  }
}
