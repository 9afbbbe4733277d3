// The filter all policies for shared GPUs have: some GPU has enough left, or enough GPUs are free.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../../cluster/cluster-view.js";
import { ACTION, FITS, NOTHING_TO_FILTER, unschedulable } from "../../framework/plugin.js";
import type { Filtering, PodView, WakeRule } from "../../framework/plugin.js";
import { demandOf, fitsGpus, GPU_MILLI } from "./devices.js";
import type { GpuDemand, GpuLedger } from "./devices.js";

const NO_GPU = 1;
const VERDICT = unschedulable("node(s) had no GPU with enough left");

export const demandOfPod = ({ requests }: PodView): GpuDemand =>
  demandOf(requests.milliCpu, requests.scalars[GPU_MILLI] ?? 0);

export const filterGpus = (pod: PodView, _cluster: ClusterView, ledger: GpuLedger): Filtering => {
  const demand = demandOfPod(pod);
  if (demand.gpuCount === 0) return NOTHING_TO_FILTER;
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep((node: NodeIx) => (fitsGpus(ledger.leftOn(node), demand) ? FITS : NO_GPU));
    },
    verdictOf: () => VERDICT,
  };
};

/** New nodes, and pods that go. */
export const GPU_WAKES: readonly WakeRule[] = [
  { resource: "Node", actions: ACTION.add | ACTION.updateNodeAllocatable },
  { resource: "Pod", actions: ACTION.delete },
];
