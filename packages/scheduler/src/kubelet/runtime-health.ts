// A node's container runtime that does not work: what its kubelet makes of it, which pods wait for it, and what is
// reported of the node. Nothing is planned on nodes whose runtime works.
import {
  allowsSandbox,
  isKubeletAtWork,
  nodeReadyChanged,
  RUNTIME_DOWN_AFTER_US,
  sandboxError,
  specOf,
} from "@podsim/core";
import type { NodeIx, NodeState, PodState, SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import type { RuntimeHealth } from "./runtime-health-state.js";

const troubleOf = (node: NodeState | undefined): NodeState["runtimeTrouble"] => {
  const trouble = node?.runtimeTrouble ?? null;
  return trouble?.endedAtUs === null ? trouble : null;
};

const nodeOf = (context: KubeletContext, nodeIx: NodeIx): NodeState | undefined => context.plane.world.nodes.at(nodeIx);

const report = (context: KubeletContext, nodeIx: NodeIx, health: RuntimeHealth, now: SimTime, out: Outbox): void => {
  if (health.isReporting) return;
  health.isReporting = true;
  context.plan(out, context.clock(nodeIx).nodeStatusFor(now), { kind: "ready-report", nodeIx });
};

/** When the kubelet knows of what happened at `at`: it goes by its last good answer, every five seconds. */
const seenAtUs = (
  context: KubeletContext,
  nodeIx: NodeIx,
  trouble: NodeState["runtimeTrouble"],
  at: SimTime,
): SimTime => {
  const clock = context.clock(nodeIx);
  if (trouble?.kind !== "runtime-down") return clock.runtimeLookFor(at);
  return Math.max(at, clock.runtimeLookBefore(trouble.sinceUs) + RUNTIME_DOWN_AFTER_US);
};

const stateOf = (context: KubeletContext, nodeIx: NodeIx, now: SimTime): RuntimeHealth["seen"] => {
  const trouble = troubleOf(nodeOf(context, nodeIx));
  if (trouble === null || trouble.kind === "cni-fails") return "well";
  if (trouble.kind === "network-not-ready") return "network";
  return now >= seenAtUs(context, nodeIx, trouble, now) ? "down" : "well";
};

const wakeWaiting = (
  context: KubeletContext,
  nodeIx: NodeIx,
  health: RuntimeHealth,
  now: SimTime,
  out: Outbox,
): void => {
  const relistUs = context.clock(nodeIx).relistAfter(now);
  for (const worker of health.waiting) {
    if (!worker.alive) continue;
    worker.cacheFreshUs = relistUs;
    if (worker.mode === "terminating") context.plan(out, relistUs, { kind: "teardown", worker, stage: "begin" });
    else context.planSync(worker, relistUs, out);
  }
  health.waiting.clear();
};

/** Something happened to the runtime at `at`: plans the kubelet's look at which it knows. */
export const runtimeChanged = (context: KubeletContext, nodeIx: NodeIx, at: SimTime, out: Outbox): void => {
  const trouble = troubleOf(nodeOf(context, nodeIx));
  const health = context.healthOf(nodeIx);
  const isPlain = trouble === null || trouble.kind === "cni-fails";
  if (isPlain && health.seen === "well") return wakeWaiting(context, nodeIx, health, at, out);
  context.plan(out, seenAtUs(context, nodeIx, trouble, at), { kind: "runtime-look", nodeIx });
};

/** The kubelet looks, and may find something new. */
export const lookAtRuntime = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const node = nodeOf(context, nodeIx);
  if (node === undefined || !isKubeletAtWork(node)) return;
  const health = context.healthOf(nodeIx);
  const before = health.seen;
  health.seen = stateOf(context, nodeIx, now);
  if (troubleOf(node)?.kind !== "runtime-down") wakeWaiting(context, nodeIx, health, now, out);
  if (health.seen !== before) report(context, nodeIx, health, now, out);
};

/** The kubelet is there again, or can be heard again: it looks, and one that went on reports what it found meanwhile. */
export const runtimeAfterOutage = (
  context: KubeletContext,
  nodeIx: NodeIx,
  wentOn: boolean,
  now: SimTime,
  out: Outbox,
): void => {
  const knows = wentOn && context.knowsTrouble(nodeIx);
  if (knows || troubleOf(nodeOf(context, nodeIx)) !== null) runtimeChanged(context, nodeIx, now, out);
  if (knows) report(context, nodeIx, context.healthOf(nodeIx), now, out);
};

/** The kubelet's own word on its node, at the report after something changed. */
export const reportReadiness = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  const health = context.healthOf(nodeIx);
  health.isReporting = false;
  const node = nodeOf(context, nodeIx);
  if (node === undefined || node.failure !== null || context.shutdowns.has(nodeIx)) return;
  const status = health.seen === "well" ? "True" : "False";
  if (node.ready === status) return;
  if (node.ready === "Unknown") return report(context, nodeIx, health, now + 1, out);
  const reason = status === "True" ? "KubeletReady" : "KubeletNotReady";
  out.record(nodeReadyChanged, nodeIx, { status, reason });
};

/**
 * Whether the worker has to wait until the runtime answers: it does not look at a pod again before a relist, and relists
 * fail. One that has not looked yet may try, until the kubelet stops all of them.
 */
export const waitsForRuntime = (context: KubeletContext, worker: PodWorker): boolean => {
  const trouble = troubleOf(nodeOf(context, worker.nodeIx));
  if (trouble?.kind !== "runtime-down") return false;
  const health = context.healthOf(worker.nodeIx);
  if (health.seen !== "down" && worker.cacheFreshUs < 0) return false;
  health.waiting.add(worker);
  return true;
};

/** Whether the kubelet knows that the pod's network is not ready, and so does nothing for it. */
export const lacksNetwork = (context: KubeletContext, worker: PodWorker, pod: PodState): boolean =>
  context.knowsTrouble(worker.nodeIx) &&
  context.healthOf(worker.nodeIx).seen === "network" &&
  specOf(pod).hostNetwork !== true;

/** What the runtime answers when the pod's sandbox is asked of it; null if it makes one. */
export const sandboxRefusal = (context: KubeletContext, worker: PodWorker, pod: PodState): string | null => {
  const trouble = nodeOf(context, worker.nodeIx)?.runtimeTrouble ?? null;
  if (trouble === null || allowsSandbox(trouble, specOf(pod).hostNetwork === true)) return null;
  return sandboxError(trouble, sandboxId(context, worker));
};

/** 64 hexadecimal digits, another one for every try. */
const sandboxId = (context: KubeletContext, worker: PodWorker): string => {
  const n = worker.sandboxCount++;
  let id = "";
  for (let part = 0; part < 8; part += 1) {
    const bits = Math.floor(context.plane.draw("runtime/sandbox-id", worker.key, 8 * n + part) * 2 ** 32);
    id += bits.toString(16).padStart(8, "0");
  }
  return id;
};
