// NodeResourcesFit as the recording had it: v1.26 finds a node short of cpu, memory or ephemeral-storage when its pods
// request more than it has, even for a pod that requests none of that. Since then only what is requested can be lacking.
import { invariant } from "@podsim/core";
import type { NodeIx, PodRequests } from "@podsim/core";
import { PLUGINS } from "@podsim/scheduler";
import { bindingAsRecorded, restrictionsAsRecorded } from "./recorded-volumes.js";
import type { AnyPlugin, Candidates, ClusterView, NodeFilter, PodView, Verdict } from "@podsim/scheduler";

/** One node, to learn what a filter says of it. */
class OneCandidate implements Candidates {
  readonly size = 1;
  rejection = 0;

  constructor(readonly node: NodeIx) {}

  at(): NodeIx {
    return this.node;
  }

  keep(test: (node: NodeIx) => number): void {
    this.rejection = test(this.node);
  }
}

const verdictOn = (filter: NodeFilter, node: NodeIx): Verdict | null => {
  const candidate = new OneCandidate(node);
  filter.narrow(candidate);
  return candidate.rejection === 0 ? null : filter.verdictOf(candidate.rejection);
};

/** Resources that the pod does not request, though it requests something. */
const unrequested = ({ milliCpu, memoryBytes, ephemeralBytes, scalars }: PodRequests): readonly string[] => {
  const amounts = { cpu: milliCpu, memory: memoryBytes, "ephemeral-storage": ephemeralBytes };
  const requestsNothing = Object.values(amounts).every((amount) => amount === 0) && Object.keys(scalars).length === 0;
  return requestsNothing ? [] : Object.entries(amounts).flatMap(([name, amount]) => (amount === 0 ? [name] : []));
};

const recordedFilter = (pod: PodView, { nodes }: ClusterView, filter: NodeFilter): NodeFilter => {
  const names = unrequested(pod.requests);
  const verdicts: Verdict[] = [];
  const overCommitted = (node: NodeIx): readonly string[] =>
    names.filter((name) => nodes.resource(name).requested(node) > nodes.resource(name).allocatable(node));
  const rejectionOn = (node: NodeIx): number => {
    const own = verdictOn(filter, node);
    const added = overCommitted(node).map((name) => `Insufficient ${name}`);
    if (own === null && added.length === 0) return 0;
    return verdicts.push({ code: own?.code ?? "Unschedulable", reasons: [...(own?.reasons ?? []), ...added] });
  };
  const verdictOf = (rejection: number): Verdict => {
    const verdict = verdicts[rejection - 1];
    invariant(verdict !== undefined, "a rejection has a verdict");
    return verdict;
  };
  return {
    kind: "nodes",
    narrow: (candidates) => {
      candidates.keep(rejectionOn);
    },
    verdictOf,
  };
};

const asRecorded = (plugin: AnyPlugin): AnyPlugin => {
  if (plugin.name !== "NodeResourcesFit") return plugin;
  return {
    ...plugin,
    build: (config) => {
      // Its rejections have other numbers in every try: nothing of it may be kept.
      const { filtersBy: _, ...hooks } = plugin.build(config);
      return {
        ...hooks,
        filter: (pod, cluster) => {
          const filtering = hooks.filter?.(pod, cluster);
          invariant(filtering?.kind === "nodes", "NodeResourcesFit filters nodes");
          return recordedFilter(pod, cluster, filtering);
        },
      };
    },
  };
};

export const RECORDED_PLUGINS: readonly AnyPlugin[] = PLUGINS.map(asRecorded).map(restrictionsAsRecorded).map(bindingAsRecorded);
