// A node that shuts down: ordinary pods end first, critical ones after them, each group within its share of the time.
import { isCritical, isTerminalPhase, nodeFailed, nodeReadyChanged, podFailedByKubelet, specOf } from "@podsim/core";
import type { Duration, NodeIx, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { giveUpPod } from "./give-up-pod.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { NO_TOKEN } from "./pod-worker.js";
import type { NodeShutdown } from "./shutdown-state.js";

const REASON = "Terminated";
const MESSAGE = "Pod was terminated in response to imminent node shutdown.";

const GROUPS = ["ordinary", "critical"] as const;

const workersOf = (context: KubeletContext, nodeIx: NodeIx, wantsCritical: boolean): readonly PodWorker[] => {
  const { pods } = context.plane.world;
  const found: PodWorker[] = [];
  for (const podIx of pods.onNode(nodeIx)) {
    const pod = context.podAt(podIx);
    const worker = context.workerOf(podIx);
    if (pod === undefined || worker?.alive !== true || isTerminalPhase(pod.status.phase)) continue;
    if (isCritical(specOf(pod).priority) === wantsCritical) found.push(worker);
  }
  return found.sort((a, b) => a.pod - b.pod);
};

const powerOff = (
  context: KubeletContext,
  nodeIx: NodeIx,
  { backAfterUs }: NodeShutdown,
  now: SimTime,
  out: Outbox,
): void => {
  context.shutdowns.delete(nodeIx);
  out.record(nodeFailed, nodeIx, { mode: "power-off" });
  if (backAfterUs !== null) context.plan(out, now + backAfterUs, { kind: "power-on", nodeIx });
};

/** The group before is done with, or its time over: the next one that has pods is told to end. */
export const endNextGroup = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const shutdown = context.shutdowns.get(nodeIx);
  if (shutdown === undefined) return;
  if (shutdown.timeout !== NO_TOKEN) out.withdraw(shutdown.timeout);
  shutdown.timeout = NO_TOKEN;
  shutdown.waiting.clear();
  for (;;) {
    const group = GROUPS[++shutdown.group];
    if (group === undefined) return powerOff(context, nodeIx, shutdown, now, out);
    const graceUs = context.config.shutdownGraceUs[group];
    const workers = workersOf(context, nodeIx, group === "critical");
    if (workers.length === 0 || graceUs === 0) continue;
    for (const worker of workers) {
      const terms = { reason: REASON, message: MESSAGE, disruption: true, announced: false };
      if (context.pod(worker)?.runtime.failure === null) out.record(podFailedByKubelet, worker.pod, terms);
      shutdown.waiting.add(worker);
      giveUpPod(context, worker, Math.floor(graceUs / SECOND), now, out);
    }
    shutdown.timeout = context.plan(out, now + graceUs, { kind: "shutdown-group", nodeIx });
    return;
  }
};

/** Nobody ends any more pods. */
export const resumePowerOff = (
  context: KubeletContext,
  nodeIx: NodeIx,
  { backAfterUs }: NodeShutdown,
  now: SimTime,
  out: Outbox,
): void => {
  context.shutdowns.set(nodeIx, { group: GROUPS.length, waiting: new Set(), timeout: NO_TOKEN, backAfterUs });
  context.plan(out, now, { kind: "shutdown-group", nodeIx });
};

export const beginShutdown = (
  context: KubeletContext,
  nodeIx: NodeIx,
  backAfterUs: Duration | null,
  now: SimTime,
  out: Outbox,
): void => {
  const node = context.plane.world.nodes.at(nodeIx);
  if (node === undefined || node.failure !== null || context.shutdowns.has(nodeIx)) return;
  context.shutdowns.set(nodeIx, { group: -1, waiting: new Set(), timeout: NO_TOKEN, backAfterUs });
  const { ordinary, critical } = context.config.shutdownGraceUs;
  if (ordinary + critical > 0) out.record(nodeReadyChanged, nodeIx, { status: "False", reason: "KubeletNotReady" });
  endNextGroup(context, nodeIx, now, out);
};

/** All of a pod is gone: a group that has no other left is done with before its time. */
export const shutDownPodIsGone = (context: KubeletContext, worker: PodWorker, now: SimTime, out: Outbox): void => {
  const shutdown = context.shutdowns.get(worker.nodeIx);
  if (shutdown === undefined || !shutdown.waiting.delete(worker) || shutdown.waiting.size > 0) return;
  endNextGroup(context, worker.nodeIx, now, out);
};
