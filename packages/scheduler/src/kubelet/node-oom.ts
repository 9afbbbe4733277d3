// A node whose pods together take more memory than there is: the kernel ends one container, the one it misses least.
import { containerExited, nodeOutOfMemory, oomScoreAdj, specOf } from "@podsim/core";
import type { NodeIx, SimTime } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import { memoryOf, nodeLimits, NodeUse } from "./node-usage.js";
import type { InstanceUse } from "./node-usage.js";
import { NO_TOKEN } from "./pod-worker.js";

const OUT_OF_MEMORY_EXIT_CODE = 137;
const FIRST_PID = 1_000;
const PIDS = 30_000;

/** The first instant from `from` on at which more than `limit` is in use; uses are straight between bends. */
const firstBeyond = (use: NodeUse, limit: number, from: SimTime): SimTime => {
  const starts = [from, ...use.bendsAfter(from)];
  for (const [ix, start] of starts.entries()) {
    if (use.memoryAt(start) > limit) return start;
    const end = starts[ix + 1] ?? NEVER;
    if (end >= NEVER || use.memoryAt(end - 1) <= limit) continue;
    let low = start;
    let high = end - 1;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (use.memoryAt(middle) > limit) high = middle;
      else low = middle;
    }
    return high;
  }
  return NEVER;
};

const limitsOf = (context: KubeletContext, nodeIx: NodeIx) => {
  const node = context.plane.world.nodes.at(nodeIx);
  return node === undefined ? null : nodeLimits(node, context.config.hardMemory);
};

/** `use`: null = nothing of the node is known any more. */
export const planNodeOom = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse | null,
  now: SimTime,
  out: Outbox,
): void => {
  const monitor = context.monitor(nodeIx);
  if (monitor.oom !== NO_TOKEN) out.withdraw(monitor.oom);
  monitor.oom = NO_TOKEN;
  const limit = limitsOf(context, nodeIx)?.podMemoryBytes ?? null;
  if (use === null || limit === null) return;
  const at = firstBeyond(use, limit, now);
  if (at < NEVER) monitor.oom = context.plan(out, at, { kind: "node-oom", nodeIx });
};

/** The kernel weighs what a process takes and its oom_score_adj, in thousandths of the node's memory. */
const badness = (use: InstanceUse, memoryBytes: number, at: SimTime): number =>
  memoryOf(use, at) + (oomScoreAdj(specOf(use.pod), use.container, memoryBytes) * memoryBytes) / 1000;

export const endWorst = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  context.monitor(nodeIx).oom = NO_TOKEN;
  const node = context.plane.world.nodes.at(nodeIx);
  const limits = limitsOf(context, nodeIx);
  if (node === undefined || limits?.memoryBytes == null) return;
  const { memoryBytes, podMemoryBytes } = limits;
  let worst: InstanceUse | null = null;
  for (const each of new NodeUse(context, nodeIx, node, limits).instances) {
    if (memoryOf(each, now) === 0) continue;
    if (worst === null || badness(each, memoryBytes, now) > badness(worst, memoryBytes, now)) worst = each;
  }
  if (worst === null) return;
  const { pod, container, name } = worst;
  if (podMemoryBytes === memoryBytes) {
    const { identity } = pod;
    const u = context.plane.draw("node/oom-pid", `${identity.namespace}/${identity.name}/${name}`, now);
    out.record(nodeOutOfMemory, nodeIx, { process: name, pid: FIRST_PID + Math.floor(u * PIDS) });
  }
  const end = { container, exitCode: OUT_OF_MEMORY_EXIT_CODE, reason: "OOMKilled", message: "" };
  out.record(containerExited, pod.identity.ix, end);
};
