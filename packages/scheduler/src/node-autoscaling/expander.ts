// Which of the groups that would help is made larger.
import { nodeResources, podRequests, specOf } from "@podsim/core";
import type { PodState } from "@podsim/core";
import type { Expander, NodeGroup } from "./node-group.js";

export interface ExpansionOption {
  readonly group: NodeGroup;
  readonly nodeCount: number;
  readonly pods: readonly PodState[];
}

interface Requested {
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

const requestedBy = (pods: readonly PodState[]): Requested => {
  let milliCpu = 0;
  let memoryBytes = 0;
  for (const pod of pods) {
    const requests = podRequests(specOf(pod));
    milliCpu += requests.milliCpu;
    memoryBytes += requests.memoryBytes;
  }
  return { milliCpu, memoryBytes };
};

/** The share of the new nodes' CPU that nobody asked for, and of their memory, added up. */
const wasteOf = ({ group, nodeCount, pods }: ExpansionOption): number => {
  const room = nodeResources(group.template.status.capacity);
  const { milliCpu, memoryBytes } = requestedBy(pods);
  const wasted = (size: number, used: number): number =>
    size === 0 ? 0 : (size * nodeCount - used) / (size * nodeCount);
  return wasted(room.milliCpu, milliCpu) + wasted(room.memoryBytes, memoryBytes);
};

const GIB = 2 ** 30;
/** What a core and a GiB of memory cost an hour, so that pods have a price as well. */
const CORE_PRICE = 0.033174;
const GIB_PRICE = 0.004446;

/** What the nodes cost for each unit of what their pods are worth. */
const costOf = ({ group, nodeCount, pods }: ExpansionOption): number => {
  const { milliCpu, memoryBytes } = requestedBy(pods);
  const worth = (milliCpu / 1_000) * CORE_PRICE + (memoryBytes / GIB) * GIB_PRICE;
  return (group.pricePerHour * nodeCount) / Math.max(worth, Number.EPSILON);
};

const NEAR = 1e-9;

/** Those with the least of a measure. */
const least = (
  options: readonly ExpansionOption[],
  measure: (option: ExpansionOption) => number,
): readonly ExpansionOption[] => {
  const best = Math.min(...options.map(measure));
  return options.filter((option) => measure(option) <= best + NEAR);
};

const narrow = (options: readonly ExpansionOption[], expander: Expander): readonly ExpansionOption[] => {
  switch (expander) {
    case "random":
      return options;
    case "least-waste":
      return least(options, wasteOf);
    case "most-pods":
      return least(options, ({ pods }) => -pods.length);
    case "price":
      return least(options, costOf);
    case "priority":
      return least(options, ({ group }) => -group.priority);
  }
};

/** `u` in [0,1) decides among those that all expanders think equally good. */
export const chooseOption = (
  options: readonly ExpansionOption[],
  expanders: readonly Expander[],
  u: number,
): ExpansionOption | null => {
  const left = expanders.reduce((rest, expander) => (rest.length > 1 ? narrow(rest, expander) : rest), options);
  return left[Math.floor(u * left.length)] ?? null;
};

const ZONES = ["topology.kubernetes.io/zone", "kubernetes.io/hostname", "podsim.dev/node-group"];

/** Whether nodes of the two groups differ in nothing but where they are. */
export const isSimilar = (a: NodeGroup, b: NodeGroup): boolean => {
  const kept = ({ template }: NodeGroup): string =>
    JSON.stringify([
      Object.entries(template.metadata.labels)
        .filter(([key]) => !ZONES.includes(key))
        .sort(([x], [y]) => (x < y ? -1 : 1)),
      template.spec.taints,
      template.status.allocatable,
    ]);
  return a.name !== b.name && kept(a) === kept(b);
};

export interface Share {
  readonly group: NodeGroup;
  readonly from: number;
  readonly to: number;
}

/** Divides new nodes among groups so that their sizes come as near to each other as they can. */
export const balance = (
  groups: readonly { readonly group: NodeGroup; readonly size: number }[],
  count: number,
): readonly Share[] => {
  const sizes = groups.map(({ size }) => size);
  for (let left = count; left > 0; left -= 1) {
    let smallest = -1;
    for (const [ix, { group }] of groups.entries()) {
      const size = sizes[ix] ?? 0;
      if (size < group.max && (smallest < 0 || size < (sizes[smallest] ?? 0))) smallest = ix;
    }
    if (smallest < 0) break;
    sizes[smallest] = (sizes[smallest] ?? 0) + 1;
  }
  return groups.flatMap(({ group, size }, ix) => {
    const to = sizes[ix] ?? size;
    return to > size ? [{ group, from: size, to }] : [];
  });
};
