// The GPUs of nodes as the pods on them share them: how much of each is left, worked out from the pods in the order in
// which they were bound.
import { placeOf, podRequests } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView, NodesView, PlacedPod } from "../../cluster/cluster-view.js";

/**
 * Thousandths of GPUs, as an extended resource: a node has 1000 for each of its GPUs; a pod asks for fewer than 1000, which
 * is a share of one GPU, or for whole thousands, which are GPUs of its own.
 */
export const GPU_MILLI = "podsim.dev/gpu-milli";

/** Label of nodes: what model their GPUs are. */
const GPU_MODEL_LABEL = "podsim.dev/gpu-model";

/** Of one GPU. */
export const WHOLE = 1_000;

/** What a pod asks of a node. */
export interface GpuDemand {
  readonly cpuMilli: number;
  /** Of each of its GPUs: 1..1000; 0 = it wants none. */
  readonly gpuMilli: number;
  readonly gpuCount: number;
}

export const demandOf = (cpuMilli: number, totalGpuMilli: number): GpuDemand => {
  if (totalGpuMilli <= 0) return { cpuMilli, gpuMilli: 0, gpuCount: 0 };
  if (totalGpuMilli < WHOLE) return { cpuMilli, gpuMilli: totalGpuMilli, gpuCount: 1 };
  return { cpuMilli, gpuMilli: WHOLE, gpuCount: Math.ceil(totalGpuMilli / WHOLE) };
};

/** What is left of a node. */
export interface NodeLeft {
  readonly cpuMilli: number;
  /** Of each GPU, 0..1000. */
  readonly gpuMilli: readonly number[];
  /** "" = the node does not say. */
  readonly gpuModel?: string;
}

/** Which GPU a share goes to: a position in `left.gpuMilli` with enough left; -1 = none has. */
export type ChooseGpu = (left: NodeLeft, demand: GpuDemand, choice: string) => number;

export const fitsGpus = ({ gpuMilli: left }: NodeLeft, { gpuMilli, gpuCount }: GpuDemand): boolean => {
  let found = 0;
  for (const each of left) if (each >= gpuMilli) found += 1;
  return found >= gpuCount;
};

/** The node with the demand met: a share from the GPU at `at`, whole GPUs from the first that are free. */
export const takeFrom = (left: NodeLeft, { cpuMilli, gpuMilli, gpuCount }: GpuDemand, at: number): NodeLeft => {
  let wanted = gpuCount;
  const isShare = gpuMilli < WHOLE;
  const rest = left.gpuMilli.map((each, i) => {
    if (wanted === 0 || each < gpuMilli || (isShare && i !== at)) return each;
    wanted -= 1;
    return each - gpuMilli;
  });
  const { gpuModel = "" } = left;
  return { cpuMilli: left.cpuMilli - cpuMilli, gpuMilli: rest, gpuModel };
};

const demandOfPlaced = ({ pod }: PlacedPod): GpuDemand => {
  const { milliCpu, scalars } = podRequests(pod.identity.template.spec);
  return demandOf(milliCpu, scalars[GPU_MILLI] ?? 0);
};

const boundBefore = ({ pod: a }: PlacedPod, { pod: b }: PlacedPod): number =>
  (placeOf(a)?.atUs ?? 0) - (placeOf(b)?.atUs ?? 0) || a.identity.ix - b.identity.ix;

interface Known {
  readonly stamp: number;
  /** In the order in which they were bound. */
  readonly pods: readonly PlacedPod[];
  readonly left: NodeLeft;
}

/** What is left of every node, brought up to date when asked. */
export class GpuLedger {
  readonly #cluster: ClusterView;
  readonly #choose: ChooseGpu;
  readonly #known: (Known | undefined)[] = [];

  constructor(cluster: ClusterView, choose: ChooseGpu) {
    this.#cluster = cluster;
    this.#choose = choose;
  }

  leftOn(node: NodeIx): NodeLeft {
    const { nodes } = this.#cluster;
    const stamp = nodes.changes[node] ?? 0;
    const known = this.#known[node];
    if (known?.stamp === stamp) return known.left;
    const placed = this.#cluster.pods.on(node);
    const isLonger = known !== undefined && known.pods.every((pod, i) => placed[i] === pod);
    const pods = isLonger ? placed.slice() : placed.toSorted(boundBefore);
    let left = isLonger ? known.left : this.#empty(node, nodes);
    for (const pod of isLonger ? pods.slice(known.pods.length) : pods) left = this.#take(left, pod);
    this.#known[node] = { stamp, pods, left };
    return left;
  }

  #empty(node: NodeIx, nodes: NodesView): NodeLeft {
    const count = Math.floor(nodes.resource(GPU_MILLI).allocatable(node) / WHOLE);
    return {
      cpuMilli: nodes.resource("cpu").allocatable(node),
      gpuMilli: Array.from({ length: count }, () => WHOLE),
      gpuModel: nodes.at(node)?.labels[GPU_MODEL_LABEL] ?? "",
    };
  }

  #take(left: NodeLeft, placed: PlacedPod): NodeLeft {
    const demand = demandOfPlaced(placed);
    const { namespace, name } = placed.pod.identity;
    const at = demand.gpuMilli > 0 && demand.gpuMilli < WHOLE ? this.#choose(left, demand, `${namespace}/${name}`) : -1;
    return takeFrom(left, demand, at);
  }
}

/** Of those with enough left the one with the least; the first of several. */
export const tightestGpu: ChooseGpu = ({ gpuMilli }, demand) => {
  let best = -1;
  for (const [i, each] of gpuMilli.entries()) {
    if (each >= demand.gpuMilli && (best < 0 || each < (gpuMilli[best] ?? 0))) best = i;
  }
  return best;
};
